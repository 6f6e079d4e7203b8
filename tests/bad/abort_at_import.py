# what: os.abort at import
# error: crash
# says: ended by signal SIGABRT while it was being imported
# next: os.abort
# solved: all
import os

os.abort()  # HERE
