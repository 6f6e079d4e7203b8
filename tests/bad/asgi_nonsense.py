# what: sends ASGI messages that make no sense
# steps: 1.1
# step: 1.1 failed
# says: Your code raised
# solved: all
async def nonsense(self, scope, receive, send):
    await send({"type": "http.response.body", "body": 5})
    await send({})


type(app).__call__ = nonsense
