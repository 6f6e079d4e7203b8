"""One host without a fork, for systems that have none: started afresh for each run.

The job comes as one JSON line on stdin, with the port and the secret under which the
judge expects the control channel.
"""

from __future__ import annotations

import json
import socket
import sys

from checker.host.child import run
from checker.host.job import Job
from checker.host.wire import Wire


def main() -> None:
    order = json.loads(sys.stdin.readline())
    channel = socket.create_connection(("127.0.0.1", order["port"]))
    wire = Wire(channel)
    wire.send({"secret": order["secret"]})
    run(Job.from_json(order["job"]), wire)
