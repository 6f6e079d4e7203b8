# what: a function that calls itself without an end, at import
# error: crash
# says: RecursionError while it was being imported
# next: a function calls itself without an end
def deeper(n):
    return deeper(n + 1)  # HERE


deeper(0)
