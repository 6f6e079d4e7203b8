"""The screen of course watch: nothing scrolls away, and another size is another layout."""

from __future__ import annotations

import io
from collections.abc import Callable

import pyte
import pytest
from rich.console import Console

from checker.console import Look
from checker.screen import MORE, Screen


class Glass:
    """A terminal of some size, and what is on it."""

    def __init__(self, columns: int, lines: int, plain: bool = False) -> None:
        self.out = io.StringIO()
        self.console = Console(
            file=self.out, width=columns, height=lines, force_terminal=not plain, highlight=False
        )
        self.look = Look(plain, console=self.console)
        self.screen = Screen(self.look)

    def resize(self, columns: int, lines: int) -> None:
        self.console.size = (columns, lines)  # type: ignore[assignment]

    @property
    def text(self) -> list[str]:
        """Rows of the terminal with something on them."""
        glass = pyte.Screen(self.console.width, self.console.height)
        glass.set_mode(pyte.modes.LNM)
        pyte.Stream(glass).feed(self.out.getvalue())
        return [line.rstrip() for line in glass.display if line.strip()]

    def lines(self, name: str, many: int) -> Callable[[], None]:
        return lambda: [self.look.line(f"{name} {n}") for n in range(many)] and None


def test_the_beginning_of_what_is_too_long_stays() -> None:
    """The rest comes by a key, page by page; behind the last page is the first."""
    glass = Glass(40, 10)
    glass.screen.show(glass.lines("line", 20))
    seen = []
    for _ in range(3):
        *shown, foot = glass.text
        assert f"{MORE} " in foot
        assert "q quit" in foot
        seen += shown
        assert glass.screen.more()

    assert seen == [f"line {n}" for n in range(20)]
    assert glass.text[0] == "line 0"


def test_the_shorter_form_comes_before_pages() -> None:
    """Where all of it does not fit, and that does."""
    glass = Glass(40, 10)
    full, short = glass.lines("line", 12), glass.lines("short", 3)
    glass.screen.show(full, short=[short])
    assert glass.text == ["short 0", "short 1", "short 2"]
    assert not glass.screen.more()

    glass.resize(40, 20)
    glass.screen.redraw()
    assert glass.text[0] == "line 0"


@pytest.mark.parametrize("columns", [80, 50, 40])
def test_what_was_added_is_wrapped_anew_too(columns: int) -> None:
    """A hint below a verdict: no word is broken at another width."""
    glass, words = Glass(100, 30), "several words that are wrapped " * 5
    glass.screen.show(glass.lines("line", 2))
    glass.screen.add(lambda: glass.look.line(words))
    glass.resize(columns, 30)
    glass.screen.redraw()

    assert glass.text[:2] == ["line 0", "line 1"]
    assert " ".join(glass.text[2:]).split() == words.split()


def test_what_was_asked_for_is_seen() -> None:
    """Where it does not fit below, it is there alone, with the way back; and both, where so."""
    glass = Glass(40, 10)
    glass.screen.show(glass.lines("line", 7))
    assert not glass.screen.beside
    glass.screen.add(glass.lines("hint", 4), glass.lines("back", 1))
    assert glass.screen.beside
    assert glass.text == ["hint 0", "hint 1", "hint 2", "hint 3", "back 0"]

    glass.resize(40, 20)
    glass.screen.redraw()
    assert [glass.text[0], glass.text[-1]] == ["line 0", "hint 3"]


def test_a_long_line_counts_as_the_rows_it_takes() -> None:
    """A curl line is not wrapped by us; what comes before it must not scroll away."""
    glass = Glass(40, 10)
    glass.screen.show(glass.lines("line", 6), lambda: glass.look.raw("x" * 200))

    assert glass.text[0] == "line 0"
    assert f"{MORE} " in glass.text[-1]


def test_in_plain_form_everything_is_written_once() -> None:
    """No pages, and nothing is drawn again."""
    glass = Glass(40, 10, plain=True)
    glass.screen.show(glass.lines("line", 20))
    glass.screen.add(glass.lines("hint", 1))
    glass.screen.redraw()

    assert not glass.screen.more()
    assert glass.out.getvalue().split("\n") == ["", *(f"line {n}" for n in range(20)), "hint 0", ""]
