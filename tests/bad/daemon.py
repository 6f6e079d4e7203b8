# what: a child that leaves its session and its parent, with an environment of its own
# steps: 1.4
# passes: 1.4
# solved: all
import subprocess
import sys

subprocess.Popen(
    [sys.executable, "-c", "import os, time; os.fork() and os._exit(0); time.sleep(30)"],
    start_new_session=True,
    env={},
)
