# what: takes away all that logs
# steps: 1.4
# passes: 1.4
# solved: all
import logging

logging.disable()
logging.getLogger().handlers.clear()
