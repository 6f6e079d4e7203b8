# what: sys.exit with a text at import
# error: crash
# says: Your program ended itself while it was being imported: so long
# next: sys.exit
# solved: all
import sys

sys.exit("so long")  # HERE
