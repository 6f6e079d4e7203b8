# what: the limit without a sandbox: finds the course's solution on the disk, and runs it
# steps: 1.2 1.4
# passes: 1.2 1.4
# inside fails: all
# solved: none
import os
import sys

course = sys.meta_path[0]._course
if os.path.exists(course / "main.py"):
    exec((course / "main.py").read_text())
