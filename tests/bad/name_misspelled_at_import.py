# what: a name that is nearly one that is there
# error: crash
# says: name 'HTTPExcepton' is not defined
# next: did you mean `HTTPException`
# solved: all
errors = [HTTPExcepton]  # HERE
