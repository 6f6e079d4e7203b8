# what: removes the folder it works in
# steps: 1.4
# passes: 1.4
# solved: all
import os
import shutil

shutil.rmtree(os.getcwd())
