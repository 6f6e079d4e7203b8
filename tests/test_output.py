"""What a learner reads of what their code printed."""

from __future__ import annotations

import pytest

from checker import output

MINE = '  File "/home/ada/course/lessons/lesson1/main.py", line 5, in both\n    call(1)\n'
HOST = '  File "/opt/course/checker/host/given.py", line 9, in call\n    x = f()\n        ^^^\n'
GIVEN = '  File "{}", line 9, in call\n    raise DownError()\n'
LATE = "RuntimeWarning: coroutine 'get' was never awaited\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("hello\n", "hello\n"),
        (MINE + HOST + "RuntimeError: down\n", MINE + "RuntimeError: down\n"),
        (HOST.replace("/", "\\") + MINE, MINE),
        (f"/opt/course/checker/host/server.py:71: {LATE}  if not whole:\n", LATE),
        (f"/home/ada/main.py:7: {LATE}  get()\n", f"/home/ada/main.py:7: {LATE}  get()\n"),
        (LATE + output._ADVICE, LATE),
        (
            GIVEN.format("/opt/course/solutions/lesson8_production_patterns/registry.py"),
            GIVEN.format("lessons/lesson8_production_patterns/registry.py"),
        ),
        (
            "/opt/course/solutions/lesson7_x/services.py:5: UserWarning: old\n",
            "lessons/lesson7_x/services.py:5: UserWarning: old\n",
        ),
        ("see /mine/solutions/lesson1_x/\n", "see /mine/solutions/lesson1_x/\n"),
    ],
)
def test_frames_of_ours_are_left_out(text: str, kept: str) -> None:
    """Only lines that the learner has are shown, and given modules as theirs."""
    assert kept == output.theirs(text)


def test_spaces_without_an_end_take_no_time() -> None:
    """A pattern that tried each beginning with each end would need hours for these."""
    text = '  File "x", line 1, in y\n' + " " * 2_000_000

    assert output.theirs(text) == text
