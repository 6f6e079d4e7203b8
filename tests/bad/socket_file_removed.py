# what: removes the file of the socket that it serves on
# steps: 1.4
# step: 1.4 failed
# says: Your app takes no requests any more.
# solved: all
import pathlib

_call = type(app).__call__


async def call(self, scope, receive, send):
    for path in pathlib.Path.cwd().parent.glob("*.sock"):
        path.unlink()
    await _call(self, scope, receive, send)


type(app).__call__ = call
