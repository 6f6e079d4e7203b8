# what: sys.exit with a text at import
# error: crash
# says: Your program ended with exit code 1 while it was being imported.
# solved: all
import sys

sys.exit("so long")  # HERE
