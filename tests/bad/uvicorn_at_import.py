# what: starts a server when it is imported
# error: timeout
# says: Your file starts a server of its own
# next: __main__
# solved: all
import uvicorn

uvicorn.run(app, port=0)  # HERE
