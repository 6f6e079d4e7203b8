# what: os._exit at import, as if all were well
# error: crash
# says: Your program ended with exit code 0 while it was being imported.
# solved: all
import os

os._exit(0)  # HERE
