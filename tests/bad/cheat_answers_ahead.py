# what: sends answers to requests that have not come yet, two for each
# fails: all
# solved: none
from starlette.responses import JSONResponse
from uvicorn.protocols.http import h11_impl

received = h11_impl.H11Protocol.data_received
BODY = b'{"id": 1, "name": "x", "framework": "x", "description": null}'
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(BODY)


def twice(self, data):
    self.transport.write(2 * (ANSWER + BODY))
    received(self, data)


h11_impl.H11Protocol.data_received = twice
