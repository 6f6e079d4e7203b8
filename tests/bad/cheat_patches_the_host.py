# what: patches the modules of ours that it finds in its process
# fails: all
# solved: none
import sys

given = sys.modules["checker.host.given"]
server = sys.modules["checker.host.server"]
wire = sys.modules["checker.host.wire"]
child = sys.modules["checker.host.child"]


def call(self, message):
    return {"returned": {"id": 1, "name": "x", "framework": "x", "description": None}}


given.Services.hold = given.Services.release = lambda *a: None
given.Services._record = lambda *a: None
server.Witness._report = lambda *a: None
child._Host._do_call = call
child._Host._do_routes = lambda *a: [{"path": "(" * 400, "method": ["GET"], "file": 7}]
child._Host._do_openapi = lambda *a: {"paths": {"/models": [1]}}
