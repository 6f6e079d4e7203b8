# what: takes the answer from the solutions
# error: import
# says: there is no module called `solutions`
from solutions.lesson1_core_concepts.main import app  # HERE
