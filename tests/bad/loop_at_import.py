# what: an endless loop at import
# error: timeout
# says: Your file was still busy being imported after
# next: look for a loop without an end
# solved: all
while True:  # HERE
    pass  # HERE
