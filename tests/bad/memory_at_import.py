# what: too much memory at import
# error: crash
# says: MemoryError while it was being imported
# next: use less memory
# solved: all
kept = bytes(8 * 1024**3)  # HERE
