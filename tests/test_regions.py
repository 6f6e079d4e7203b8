"""Marked regions: one source for stub and solution."""

from __future__ import annotations

import pytest

from checker.curriculum import Course
from checker.errors import CourseFault
from checker.regions import MarkedFile

TEXT = """\
import os

# region 1.1
#| # TODO 1.1: name it
#| app = None
#|? It is short,
#|? and it is enough.
app = os
# endregion


# region 1.2
#| # TODO 1.2: say it
print(app)
# endregion
"""


def test_stub_keeps_the_markers_and_none_of_the_solution() -> None:
    """The learner's file has the markers and the TODO, and not our code."""
    stub = MarkedFile(TEXT).stub()

    assert "# region 1.1\n# TODO 1.1: name it\napp = None\n# endregion\n" in stub
    assert "app = os" not in stub
    assert "#|" not in stub


def test_reasons_are_in_neither_stub_nor_solution() -> None:
    """They are shown beside our code, and stand in nobody's file."""
    marked = MarkedFile(TEXT)

    assert [region.why for region in marked.regions] == ["It is short, and it is enough.", ""]
    for text in (marked.stub(), marked.stub(["1.1"]), marked.clean()):
        assert "enough" not in text


def test_every_region_with_code_says_why(course: Course) -> None:
    """One sentence for each place where our code stands."""
    for lesson in course.lessons:
        for name in lesson.files:
            for region in lesson.marked(name).regions:
                assert bool(region.why) == bool(region.solution), f"{name} {region.step}"
                assert not region.why or region.why.endswith((".", "?"))
                assert not region.why or ". " not in region.why


def test_stub_with_one_step_solved() -> None:
    """Solved steps hold our code, the others their TODO."""
    stub = MarkedFile(TEXT).stub(["1.1"])

    assert "app = os" in stub
    assert "# TODO 1.2: say it" in stub
    assert "print" not in stub


def test_clean_solution_has_no_markers() -> None:
    """What a learner is shown is plain Python."""
    assert MarkedFile(TEXT).clean() == "import os\n\napp = os\n\n\nprint(app)\n"


def test_filling_regions_keeps_everything_else() -> None:
    """Only the named step's lines change."""
    filled = MarkedFile(TEXT).with_regions({"1.2": [("pass",)]})

    assert TEXT.replace("#| # TODO 1.2: say it\nprint(app)", "pass") == filled


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# region 1.1\n", 1),
        ("\n# endregion\n", 2),
        ("# region 1.1\n# region 1.2\n# endregion\n", 2),
    ],
)
def test_marker_without_partner_names_file_and_line(text: str, line: int) -> None:
    """A broken source is our fault and says where."""
    with pytest.raises(CourseFault, match=f"main.py:{line}:"):
        MarkedFile(text, "main.py")
