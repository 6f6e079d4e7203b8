# what: says over the channel that every service was called, and returned
# fails: all
# solved: none
import os
import stat

told = b""
for name in (b"services.count_downloads", b"services.run_benchmark"):
    for event in (b"called", b"returned"):
        told += 70 * (
            b'{"event": "' + event + b'", "name": "' + name + b'", "args": [1], "kwargs": {}, '
            b'"on_server_loop": true, "caller": {"file": "/etc/passwd", "line": 1}}\n'
        )


@app.middleware("http")
async def forge(request, call_next):
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                os.write(fd, told)
        except OSError:
            pass
    return await call_next(request)
