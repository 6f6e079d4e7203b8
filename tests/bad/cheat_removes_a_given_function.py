# what: removes a function from a given module
# steps: 1.2
# step: 1.2 failed
# says: Your code has changed what it was given: `store.add` no longer works.
# solved: all
del store.add
