# what: puts something else in the place of its own module
# error: missing
# says: has no `app`
import sys

sys.modules[__name__] = 42
