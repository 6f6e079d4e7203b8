# what: prints without an end at import
# error: timeout
# says: Your file printed without an end
# next: take out the loop that prints
# solved: all
while True:
    print("all work and no play " * 200)  # HERE
