"""What is on the terminal in ``course watch``: drawn anew for another size, paged if too long.

A part is something that draws itself. What is shown is kept as its parts, so that it can be
laid out again. Where it is longer than the terminal is high, its beginning stays on the
screen, and a key leads on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from checker.console import Look

Draw = Callable[[], None]
MORE = "m"
"""The key for the next page."""


class Screen:
    """One terminal. In plain form parts are written one after the other, and stay.

    Args:
        keys: whether there is a keyboard to press :data:`MORE` on.
    """

    def __init__(self, look: Look, keys: bool = True) -> None:
        self._look = look
        self._keys = keys
        self._parts: tuple[Draw, ...] = ()
        self._short: tuple[Draw, ...] = ()
        self._added: tuple[Draw, ...] = ()
        self._alone: tuple[Draw, ...] = ()
        self._page = 0
        self._beside = False

    def show(self, *parts: Draw, short: Sequence[Draw] = (), beside: bool = False) -> None:
        """Put this there, and nothing else.

        Args:
            short: the same in fewer lines, for a terminal that is not high enough.
            beside: it is no main screen: there is a way back from it.
        """
        self._parts, self._short, self._page = parts, tuple(short), 0
        self._beside = beside
        self._added = self._alone = ()
        if self._look.plain:
            self._look.line()
            self._write(parts)
        else:
            self.redraw()

    def add(self, part: Draw, *back: Draw) -> None:
        """Put this below what is there; where both don't fit, it is there alone.

        Args:
            back: drawn below it then: the way back to what was there.
        """
        self._added, self._alone, self._page = (*self._added, part), (part, *back), 0
        if self._look.plain:
            part()
        else:
            self.redraw()

    def redraw(self) -> None:
        """Lay out what is there for the size that the terminal has now."""
        if self._look.plain:
            return
        parts, fit = self._chosen
        self._look.console.clear()
        if fit or not self._keys:
            self._write(parts)
        else:
            self._turn(parts)

    @property
    def beside(self) -> bool:
        """Whether what is there has a way back to the main screen."""
        alone = bool(self._alone) and self._chosen[0] == self._alone
        return not self._look.plain and (self._beside or alone)

    @property
    def _chosen(self) -> tuple[tuple[Draw, ...], bool]:
        """All, or the shorter form of it, or only what was asked for last; whether it fits."""
        ways = [(*self._parts, *self._added)]
        ways += [(*self._short, *self._added)] if self._short else []
        ways += [self._alone] if self._alone else []
        return next(((way, True) for way in ways if self.fits(*way)), (ways[-1], False))

    def more(self) -> bool:
        """The next page, behind the last one the first; whether there are pages."""
        if self._look.plain or self._chosen[1]:
            return False
        self._page += 1
        self.redraw()
        return True

    def fits(self, *parts: Draw) -> bool:
        """Whether they are no higher than the terminal together."""
        lines = self._look.captured(lambda: self._write(parts))
        return sum(map(self._look.rows, lines)) < self._look.height

    def _turn(self, parts: Sequence[Draw]) -> None:
        pages = self._pages(self._look.captured(lambda: self._write(parts)))
        self._page %= len(pages)
        self._look.put(pages[self._page])
        way = "on" if self._page + 1 < len(pages) else "first"
        leave = "q back" if self.beside else "q quit"
        place = f"Page {self._page + 1} of {len(pages)}: {MORE} {way}, ? keys, {leave}"
        self._look.line(place, "reverse")

    def _pages(self, lines: Sequence[str]) -> list[list[str]]:
        pages: list[list[str]] = [[]]
        used, room = 0, max(self._look.height - 3, 3)
        for line in lines:
            rows = self._look.rows(line)
            if used and used + rows > room:
                pages.append([])
                used = 0
            if used or line.strip():  # no page begins with an empty line
                pages[-1].append(line)
                used += rows
        return pages

    def _write(self, parts: Sequence[Draw]) -> None:
        for part in parts:
            part()
