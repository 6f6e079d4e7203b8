# what: sys.exit at import
# error: crash
# says: Your program ended with exit code 0 while it was being imported.
# next: take out what ends the program
# solved: all
import sys

sys.exit()  # HERE
