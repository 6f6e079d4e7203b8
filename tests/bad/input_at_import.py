# what: asks a question at import
# error: crash
# says: EOFError
# next: take input() out
# solved: all
name = input("Your name? ")  # HERE
