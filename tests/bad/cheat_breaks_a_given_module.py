# what: takes a given module its records
# steps: 1.2
# step: 1.2 failed
# says: Your code has changed what it was given: `store.add` no longer works.
# solved: all
store._records = None
