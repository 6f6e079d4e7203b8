# what: an ImportError with a name that is none
# error: import
# says: The import failed
raise ImportError("gone", name=["x"] * 3)  # HERE
