# what: takes the import machinery and all modules away
# fails: all
# solved: none
import sys

sys.meta_path.clear()
sys.path.clear()
sys.modules.clear()
