# what: wants no signal
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer
# solved: 1.1
import signal

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)


@app.get("/stats")
async def stats():
    while True:  # HERE
        pass  # HERE
