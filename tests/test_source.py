"""What is read from a learner's source, without running it."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.expect import source
from checker.expect.places import Place, Places
from checker.syntax import MAX_TEXT

TEXT = """\
from fastapi import FastAPI
import fastapi, pdb, store

app = FastAPI(
    docs_url="docs", title="x"
)


@app.get("models", tags=["a"])
def one():
    breakpoint()
    return store.all_models


@app.get("/two")
async def two():
    resources.close(c)
    await resources.open(c)
    pdb.set_trace()
    return {"n": count}


def count(): ...


app: FastAPI = fastapi.FastAPI()
other = FastAPI()
"""


def test_applications() -> None:
    """Only those that are called `app`, however FastAPI is spelled."""
    assert source.applications(TEXT) == [4, 26]


@pytest.mark.parametrize(
    ("line", "found"), [(4, ("docs_url", "docs")), (9, ("", "models")), (15, ("", ""))]
)
def test_path_without_a_slash(line: int, found: tuple[str, str]) -> None:
    """The keyword and the path of the call at a line."""
    assert found == source.slashless(TEXT, line)


@pytest.mark.parametrize(("line", "name"), [(9, "store.all_models"), (16, "count"), (23, "")])
def test_function_that_is_returned(line: int, name: str) -> None:
    """A given function or one of the file's own, also as a value in a dict."""
    assert name == source.uncalled(TEXT, line, ["store.all_models"])


def test_a_value_that_is_returned_is_no_function() -> None:
    """Only names that are known as functions count."""
    assert source.uncalled(TEXT, 9, ["store.get"]) == ""


def test_a_default_that_is_a_function() -> None:
    """What was meant is Depends, and not a call."""
    text = "def user(): ...\n\ndef me(a=1, *, b, u=user):\n    return u\n"
    assert source.uncalled(text, 3, []) == "Depends(user)"


def test_a_call_as_a_default() -> None:
    """Only as a default of a parameter, and only of that function."""
    text = "def me(a, b=user()):\n    return user()\n\nasync def f(*, a, b=m.user()): ...\n"
    found = [line for line in range(1, 5) if source.called_as_default(text, line, "user")]
    assert found == [1, 4]
    assert not source.called_as_default(text, 1, "other")


def test_lifespan() -> None:
    """The function that the app was given, and its yield; else where it was given."""
    text = "async def life(app):\n    await x()\n    yield\n\napp = FastAPI(lifespan=life)\n"
    assert source.lifespan(text) == 1
    assert source.yields(text, 1) == 3
    assert source.lifespan("app = FastAPI(\n    lifespan=life.of(1)\n)") == 2
    assert source.lifespan("app = FastAPI()") is None
    assert source.yields("x = 1", 1) == 1


def test_call_that_is_not_awaited() -> None:
    """A call that stands alone; one behind `await` does not count."""
    assert source.unawaited(TEXT, "close") == 17
    assert source.unawaited(TEXT, "open") is None


def test_call_where_no_await_could_stand() -> None:
    """What a plain function calls is awaited nowhere, and right so."""
    assert source.unawaited("def work(session):\n    session.commit()\n", "commit") is None


def test_called() -> None:
    """A call by its last part; with a dot, only the bare name."""
    text = "import time\ntime.time()\nfrom time import time\ntime()\nnow = datetime.now()\n"

    assert source.called(text, ["now"]) == 5
    assert source.called(text, [".time"]) == 4
    assert source.called(text, ["time"]) == 2
    assert source.called(text, ["process_time"]) is None


def test_breakpoints() -> None:
    """Both ways of stopping for a debugger."""
    assert source.breakpoints(TEXT) == [11, 19]


@pytest.mark.parametrize(
    "text", ["def f(:", "\0", "-" * 50_000 + "1", "(" * 10_000, "x = " * 40_000 + "1"]
)
def test_a_file_that_cannot_be_read_says_nothing(text: str) -> None:
    """Wrong, or made to be too deep: no exception, and nothing found."""
    assert source.applications(text) == []
    assert source.breakpoints(text) == []
    assert source.uncalled(text, 1, []) == ""


def test_a_long_file_says_nothing() -> None:
    """What takes long to read is left alone."""
    assert source.functions("def f(): ...\n" + "#" * MAX_TEXT) == []


@pytest.mark.parametrize(("line", "at"), [(12, 11), (20, 19), (3, 19), (None, 19)])
def test_where_the_debugger_stopped(tmp_path: Path, line: int | None, at: int) -> None:
    """The breakpoint before the line that was next; any one if none is before it."""
    (tmp_path / "main.py").write_text(TEXT, "utf-8")
    places = Places(tmp_path, tmp_path, ["main.py"])

    assert Place("main.py", at) == places.stopped(Place("main.py", line))


def test_place_of_a_step(tmp_path: Path) -> None:
    """Of several files with a step's region, the one with routes is meant."""
    (tmp_path / "data.py").write_text("# region 8.6\n# endregion\n", "utf-8")
    (tmp_path / "users.py").write_text("router = APIRouter()\n# region 8.6\n", "utf-8")
    places = Places(tmp_path, tmp_path, ["data.py", "users.py"])

    assert Place("users.py", 2) == places.step("8.6")
    assert Place("data.py", 1) == places.step("8.6", "data.py")
    assert Place("data.py", 1) == places.step("8.7")


def test_many_calls_take_no_time() -> None:
    """Work grows with the file, not with its square: the parts that are walked are counted."""
    walked = Counter[str]()

    def counted(node: ast.AST) -> Iterator[ast.AST]:
        walked["parts"] += 1
        return children(node)

    children = ast.iter_child_nodes
    text = "async def f():\n" + " a()\n" * 5000
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ast, "iter_child_nodes", counted)
        assert source.unawaited(text, "commit") is None

    assert walked["parts"] < 30_000


def test_lines_are_those_of_python_and_the_editor(tmp_path: Path) -> None:
    """A form feed and its like end no line; CRLF ends one."""
    (tmp_path / "main.py").write_bytes(b"\f\r\n# \x0b \xe2\x80\xa8\r\nimport sys\rsys.exit()\n")
    places = Places(tmp_path, tmp_path, ["main.py"])

    assert places.leaving().line == 4
    assert places.text(Place("main.py", 4)) == "sys.exit()"


def test_a_file_that_became_a_pipe_says_nothing(tmp_path: Path) -> None:
    """A program may replace its own file: nobody waits for it."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no FIFOs here")
    os.mkfifo(tmp_path / "main.py")
    places = Places(tmp_path, tmp_path, ["main.py"])

    assert (places.source(), places.data(Place("main.py"))) == ("", b"")
