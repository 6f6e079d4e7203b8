"""One host without a fork, for systems that have none: started afresh for each run.

The job comes as one JSON line on stdin, with the port and the secret under which the
judge expects the control channel.
"""

from __future__ import annotations

import io
import json
import socket
import sys

from checker.host.child import run
from checker.host.job import Job
from checker.host.wire import Wire


def main() -> None:
    for stream in (sys.stdout, sys.stderr):  # as in a forked host: lines go out at once
        assert isinstance(stream, io.TextIOWrapper)
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    order = json.loads(sys.stdin.readline())
    channel = socket.create_connection(("127.0.0.1", order["port"]))
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire = Wire(channel)
    wire.send({"secret": order["secret"]})
    run(Job.from_json(order["job"]), wire)
