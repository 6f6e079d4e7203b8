# what: closes every file it finds, at import
# steps: 1.4
# error: timeout
# says: Your app was not ready after
# solved: all
import os

os.closerange(3, 300)
