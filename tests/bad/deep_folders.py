# what: folders so deep that no path reaches the last one, and one without permissions
# steps: 1.4
# passes: 1.4
# start: 60
# solved: all
import os

home = os.getcwd()
for _ in range(1100):
    os.mkdir("d" * 20)
    os.chdir("d" * 20)
os.chdir(home)
os.makedirs("closed/inner")
os.chmod("closed", 0)
