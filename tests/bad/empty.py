# what: nothing but this comment
# error: missing
# says: has no `app`
