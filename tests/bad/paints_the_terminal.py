# what: escape sequences, half characters and turned directions wherever text is shown
# steps: 1.4
# step: 1.4 failed
# says: The answer is not right at
# solved: 1.1
from fastapi import Response


@app.get("/stats")
async def stats():
    print("\x1b[2J\x1b[31mall passed\x07\r\u202e")
    key = "\\u001b[2J\\ud800\\u202e\\u0085passed"
    return Response('{"' + key + '": 1, "downloads": "' + key + '"}')
