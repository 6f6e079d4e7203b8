# what: closes stdin, stdout and stderr
# steps: 1.4
# passes: 1.4
# solved: all
import os

for fd in (0, 1, 2):
    os.close(fd)
