# what: writes rubbish into the connection itself, in front of the answer
# steps: 1.1
# step: 1.1 failed
# says: What came back is not HTTP.
# next: return the answer from your function
# solved: all
import os
import socket


@app.middleware("http")
async def rubbish(request, call_next):
    for fd in range(3, 64):
        try:
            with socket.socket(fileno=os.dup(fd)) as found:
                if str(found.getsockname()).endswith(".sock"):
                    found.send(b"\x00\x1b[2Jpassed\r\n\r\n")
        except OSError:
            pass
    return await call_next(request)
