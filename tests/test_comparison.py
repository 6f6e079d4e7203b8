"""Own code beside ours, place by place."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from checker import corpus
from checker.comparison import GAP, Comparison, compare
from checker.console import WIDE, Look, show_diff
from checker.curriculum import Course, Lesson

STEP = "1.5"


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def mine(lesson: Lesson) -> str:
    """Our lesson 1, but for one word of step 1.5."""
    return corpus.solved(lesson)["main.py"].replace("def benchmark", "async def benchmark")


def test_one_step_compares_its_region_only(lesson: Lesson, mine: str) -> None:
    """Both sides and the reason, without markers and TODO."""
    (place,) = compare(lesson, {"main.py": mine}, STEP)

    assert [place.yours[1], place.ours[1]] == [
        "async def benchmark(model_id: int) -> dict[str, float]:",
        "def benchmark(model_id: int) -> dict[str, float]:",
    ]
    assert place.whys
    assert [row.signs for row in place.rows] == [(" ", " "), ("-", "+"), (" ", " ")]


def test_a_whole_lesson_is_compared_place_by_place(lesson: Lesson, mine: str) -> None:
    """Only the changed region differs; code around the steps is a place of its own."""
    text = mine.replace("import services, store", "import services, store\nEXTRA = 1")
    places = compare(lesson, {"main.py": text})

    assert [place.step for place in places if not place.same] == [STEP, ""]
    assert "+EXTRA" not in "\n".join(places[-1].unified)
    assert "-EXTRA = 1" in places[-1].unified


@pytest.mark.parametrize("where", ["at the end", "in another region"])
def test_code_that_stands_elsewhere_is_compared_from_there(lesson: Lesson, where: str) -> None:
    """A route outside of its region is found, and its place is told; nothing is missing."""
    marked = lesson.marked("main.py")
    text = corpus.solved(lesson, [step for step in lesson.step_ids if step != "1.4"])["main.py"]
    route = "\n".join(marked.of("1.4")[0].solution)
    if where == "at the end":
        text += f"\n\n{route}\n"
    else:
        text = text.replace("# region 1.5\n", f"# region 1.5\n{route}\n\n\n")
    line = text.split("\n").index('@app.get("/stats")') + 1

    (place,) = compare(lesson, {"main.py": text}, "1.4")
    assert (place.same, place.elsewhere) == (True, (line,))
    assert all(place.same for place in compare(lesson, {"main.py": text}))
    assert f"Yours stands elsewhere in the file, from line {line}." in "\n".join(shown([place], 80))


def test_a_long_line_goes_on_behind_its_indent() -> None:
    """On a narrow terminal, with a sign that it is no line of its own."""
    ours = ("def f():", "    return one_name, another_name, one_more_name")
    lines = shown([Comparison("main.py", "1.1", ("def f():",), ours)], 40)

    begin = lines.index("+    return one_name, another_name,")
    assert lines[begin + 1] == "…        one_more_name"


def test_words_of_the_todo_are_no_difference(lesson: Lesson) -> None:
    """Whoever writes their code below the TODO has the same code as we."""
    marked = lesson.marked("main.py")
    bodies = {STEP: [region.stub + region.solution for region in marked.of(STEP)]}
    text = corpus.solved(lesson)["main.py"]

    filled = type(marked)(text).with_regions(bodies)

    assert all(place.same for place in compare(lesson, {"main.py": filled}))


@pytest.mark.parametrize("step", ["", STEP])
def test_without_markers_the_file_is_compared_as_a_whole(lesson: Lesson, step: str) -> None:
    """Nothing is lost, and the reasons say which step they are about."""
    text = "app = 1\n# endregion\n"
    (place,) = compare(lesson, {"main.py": text}, step)

    assert place.yours == ("app = 1", "# endregion")
    assert any(why.startswith(f"{STEP}: ") for why in place.whys)


def test_same_lines_far_from_a_difference_are_left_out() -> None:
    """A long file shows what differs, and where something is skipped."""
    same = tuple(map(str, range(40)))
    rows = Comparison("main.py", "", ("a", *same, "c"), ("b", *same, "d")).rows

    assert rows.count(GAP) == 1
    assert len(rows) < 12


def shown(places: list[Comparison], width: int, plain: bool = False) -> list[str]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=not plain, no_color=True, highlight=False,
        soft_wrap=plain, emoji=False, color_system=None,
    )  # fmt: skip
    show_diff(Look(plain, console=console), places)
    return out.getvalue().splitlines()


def test_side_by_side_where_there_is_room(lesson: Lesson, mine: str) -> None:
    """Both functions stand on one line from 100 columns on, and not below that."""
    places = compare(lesson, {"main.py": mine}, STEP)

    wide, narrow = shown(places, WIDE), shown(places, WIDE - 1)
    assert [line for line in wide if "async def" in line and "+ def benchmark" in line]
    assert not [line for line in narrow if "async def" in line and "+def benchmark" in line]
    for text in (wide, narrow, shown(places, 40), shown(places, 500, plain=True)):
        assert [line for line in text if line.strip().startswith("Why")]
    assert [line for line in shown(places, 500, plain=True) if line.startswith("-async def")]


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(lesson: Lesson, mine: str, width: int) -> None:
    """Long lines of code are wrapped on their side."""
    lines = shown(compare(lesson, {"main.py": mine}), width)

    assert [line for line in lines if len(line.rstrip()) > width] == []


def test_equal_code_still_says_why(lesson: Lesson) -> None:
    """Whoever wrote the same learns the reason too."""
    lines = shown(compare(lesson, {"main.py": corpus.solved(lesson)["main.py"]}), 200, plain=True)

    assert lines[0] == "Your code is the same as ours."
    assert len([line for line in lines if line.startswith("  Why: ")]) == 6
