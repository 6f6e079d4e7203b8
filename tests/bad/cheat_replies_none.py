# what: answers every question of the judge with nothing
# fails: all
# solved: none
import sys

host = sys.modules["checker.host.child"]._Host
for name in dir(host):
    if name.startswith("_do_") and name != "_do_call":
        setattr(host, name, lambda self, message: None)
