"""What a program lays out for the judge to find: pipes, databases and documents without end.

Each is the solution of a lesson with something added, checked with short limits. It may
pass when its answers are right; the judge must come to an end, and must not break.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.expect import disk
from checker.expect.bench import Times
from checker.expect.contract import MAX_SCHEMAS, contract
from checker.launcher import Launcher
from checker.runner import check

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")

TIMES = Times(answer=2.0, start=2.0, lesson=20.0, check=5.0)
ENDLESS = """WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
    SELECT x AS id, 'a' AS name, 'b' AS api_key, x || '' AS email FROM n"""
LIES = """
from fastapi.responses import JSONResponse


@app.middleware("http")
async def lie(request, call_next):
    return JSONResponse({"id": 1, "email": "a", "name": "b"}, 201)
"""
DATABASES = {
    "without end": f"""
import sqlite3

with sqlite3.connect("model_hub.db") as own:
    own.execute("DROP TABLE members")
    own.execute('''CREATE VIEW members AS {ENDLESS}''')
""",
    "a pipe": """
import os

os.remove("model_hub.db")
os.mkfifo("model_hub.db")
""",
    "something else": """
from pathlib import Path

Path("model_hub.db").write_bytes(b"no database" * 1000)
""",
    "of other types": """
import sqlite3

with sqlite3.connect("model_hub.db") as own:
    own.execute("DROP TABLE members")
    own.execute("CREATE VIEW members AS SELECT x'ff' id, 1 name, 2 api_key, '' email")
""",
}


def judged(course: Course, folder: Path, hosts: Launcher, step: str, added: str) -> str:
    """The step's status. The judge has come to an end by itself, and did not break."""
    lesson = next(le for le in course.lessons if step in le.step_ids)
    files = corpus.solved(lesson)
    corpus.lay(folder, lesson, files | {"main.py": files["main.py"] + added})

    began = time.monotonic()
    report = check(course, folder, [lesson], steps=[step], hosts=hosts, times=TIMES)

    assert time.monotonic() - began < TIMES.lesson + TIMES.check + 5
    assert report.faults == ()
    return next(s.status for s in report.lessons[0].steps if s.id == step)


@pytest.mark.parametrize("what", DATABASES)
def test_database_that_is_none(what: str, course: Course, tmp_path: Path, hosts: Launcher) -> None:
    """The judge reads the file itself, so a query of its own has an end."""
    assert judged(course, tmp_path, hosts, "4.5", DATABASES[what] + LIES) == "failed"


@pytest.mark.parametrize("name", ["artifacts", "artifacts/scores"])
def test_folder_that_is_none(name: str, course: Course, tmp_path: Path, hosts: Launcher) -> None:
    """Where a file has to be put, there is a pipe."""
    added = (
        f"\nimport os, shutil\nos.makedirs('artifacts', exist_ok=True)\n"
        f"shutil.rmtree('{name}', ignore_errors=True)\nos.mkfifo('{name}')\n"
    )

    assert judged(course, tmp_path, hosts, "3.5", added) == "failed"


@pytest.mark.parametrize(("step", "name"), [("8.2", "model.json")])
def test_pipe_in_place_of_a_file(
    step: str, name: str, course: Course, tmp_path: Path, hosts: Launcher
) -> None:
    """What the judge writes is a new file, so it does not wait for a reader."""
    added = f"\nimport os\nif not os.path.exists('{name}'):\n    os.mkfifo('{name}')\n"

    assert judged(course, tmp_path, hosts, step, added) == "passed"


def test_paths_without_end(course: Course, tmp_path: Path, hosts: Launcher) -> None:
    """A document with a path of a million brackets takes no longer than any other."""
    added = """
documented = app.openapi


def openapi():
    found = dict(documented())
    found["paths"] = {"/" + "{" * 1_000_000: {}} | found["paths"]
    return found


app.openapi = openapi
"""
    assert judged(course, tmp_path, hosts, "3.1", added) == "passed"


def test_checks_touch_files_with_care() -> None:
    """No check reads or writes a program's file by itself."""
    bare = re.compile(r"sqlite3\.connect\(|\.(read|write)_(text|bytes)\(|\bopen\(")
    checks = (Path(disk.__file__).parent.parent / "checks").glob("test_*.py")

    assert [path.name for path in checks if bare.search(path.read_text("utf-8"))] == []


def test_schemas_without_end() -> None:
    """A body's schema that holds itself a thousand times is looked at for a while only."""
    again = {"anyOf": [{"$ref": "#/components/schemas/Again"}] * 1000, "properties": {"x": {}}}
    body = {"content": {"application/json": {"schema": again}}}
    document = {
        "paths": {"/models": {"post": {"requestBody": body}}},
        "components": {"schemas": {"Again": again}},
    }

    assert contract(document) == {"POST /models": {"json": ["x"]}}
    assert MAX_SCHEMAS < 1000


def test_written_file_is_new(tmp_path: Path) -> None:
    """A link, a pipe or a folder in its place is not written through."""
    outside = tmp_path / "outside"
    outside.write_text("kept")
    (tmp_path / "link").symlink_to(outside)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder" / "inner").mkdir(parents=True)

    for name in ("link", "pipe", "folder", "new/file"):
        assert disk.write(tmp_path / name, b"text").read_bytes() == b"text"

    assert outside.read_text() == "kept"


def test_only_files_are_read(tmp_path: Path) -> None:
    """A pipe is not waited for, a link not followed, and what is not there is empty."""
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    os.mkfifo(tmp_path / "pipe")

    found = [disk.read(tmp_path / name) for name in ("file", "link", "pipe", "none", ".")]

    assert found == [b"text", b"", b"", b"", b""]


MOVES = """
import os

here = os.getcwd()
os.chdir("/")
os.rename(here, here + "-moved")
{then}
"""


@pytest.mark.parametrize("then", ["os.mkfifo(here)", "os.symlink('/nowhere', here)"])
def test_folder_that_was_moved(then: str, course: Course, tmp_path: Path, hosts: Launcher) -> None:
    """Whatever stands in its place, the next start has a folder again."""
    judged(course, tmp_path, hosts, "7.3", MOVES.format(then=then))


def test_link_in_place_of_the_folder_is_not_emptied(
    course: Course, tmp_path: Path, both: Launcher
) -> None:
    """A program can put a link there; what it leads to may be another submission's."""
    (tmp_path / "other" / "inner").mkdir(parents=True)
    (tmp_path / "other" / "inner" / "file").write_text("kept")
    added = f"""
import os

run = os.path.dirname(os.getcwd())
os.rename(run, run + "-moved")
os.symlink({str(tmp_path / "other")!r}, run)
"""
    judged(course, tmp_path / "workspace", both, "1.4", added)

    assert (tmp_path / "other" / "inner" / "file").read_text() == "kept"


def test_query_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view without an end is given up."""
    monkeypatch.setattr(disk, "QUERY_SECONDS", 0.1)
    with sqlite3.connect(tmp_path / "x.db") as own:
        own.execute(f"CREATE VIEW users AS {ENDLESS}")
    own.close()

    with (
        pytest.raises(sqlite3.OperationalError, match="interrupted"),
        disk.database(tmp_path / "x.db") as found,
    ):
        found.execute("SELECT * FROM users WHERE email = 'x'").fetchall()


def test_files_below_a_folder(tmp_path: Path) -> None:
    """Files at any depth; a link to a folder is not followed, one to a file counts."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "deep.txt").write_text("x")
    (tmp_path / "top.txt").write_text("x")
    (tmp_path / "to_a_file").symlink_to(tmp_path / "top.txt")
    (tmp_path / "to_nothing").symlink_to(tmp_path / "gone")
    (tmp_path / "round").symlink_to(tmp_path)
    found = {os.path.relpath(path, tmp_path) for path in disk.files(tmp_path)}
    assert {str(Path("a", "b", "deep.txt")), "top.txt", "to_a_file"} == found
    assert set() == disk.files(tmp_path / "gone")
