# what: kills itself at import
# error: crash
# says: ended by signal SIGKILL while it was being imported
# solved: all
import os

os.kill(os.getpid(), 9)  # HERE
