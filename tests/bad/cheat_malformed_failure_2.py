# what: says that an import failed, with names that take for ever to compare
# error: import
# says: The import failed
# solved: all
import gc
import sys

Wire = sys.modules["checker.host.wire"].Wire
wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
error = {
    "type": "ImportError",
    "message": "\x1b[2J" * 100_000,
    "frames": [{"file": "../../../../etc/passwd", "line": -4}, {"file": 5}, None],
    "name": "x",
    "wanted": "a" * 200,
    "offered": ["a" * 200_0, *["ab" * 100] * 3000, 5, None],
    "line": 10**400,
}
wire.send({"event": "failed", "phase": "import", "error": error})
