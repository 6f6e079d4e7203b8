# what: app is None
# error: missing
# says: is None, not a FastAPI application
app = None  # HERE
