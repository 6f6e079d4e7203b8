# what: a name that does not exist, at import
# error: crash
# says: Your program raised NameError while it was being imported: name 'Fast' is not defined
# next: check the name's spelling
app = Fast()  # HERE
