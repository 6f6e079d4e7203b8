# what: a SyntaxError that carries things that JSON has no words for
# error: syntax
# says: Python cannot read this line
raise SyntaxError(object(), (object(), "12", None, {1, 2}))  # HERE
