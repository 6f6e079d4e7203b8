# what: stops for a debugger when all else is read
# error: crash
# says: BdbQuit
# next: take breakpoint() out
# solved: all
breakpoint()  # HERE
