"""What ``course watch`` shows: one screen for each verdict, or one block after the other."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import webbrowser
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from checker import console
from checker.console import Look
from checker.curriculum import Lesson
from checker.errors import CourseError
from checker.replay import PORT
from checker.serving import command, docs_url, listens, require_free
from checker.study import Ending, Hint, Study
from checker.tape import Played, Tape
from checker.watch import Watch

KEYS = (
    ("n", "next"), ("h", "hint"), ("r", "read"), ("l", "list"), ("d", "diff"), ("f", "one step"),
    ("u", "undo"), ("x", "reset"), ("a", "run app"), ("t", "tape"), ("o", "open docs"),
    ("q", "quit"),
)  # fmt: skip


class View:
    """The screen of one watch.

    Args:
        paused: gives the keyboard to somebody else for a while.
        keys: whether there is a keyboard to press them on.
    """

    def __init__(
        self, look: Look, paused: Callable[[], AbstractContextManager[None]], keys: bool = True
    ) -> None:
        self._look = look
        self._keys = keys
        self._on_verdict = False
        self._paused = paused
        self._app: subprocess.Popen[bytes] | None = None

    def _begin(self) -> None:
        self._on_verdict = False
        if self._look.plain:
            self._look.line()
        else:
            self._look.console.clear()

    def verdict(self, watch: Watch) -> None:
        """The lesson's state; once it has passed, the way on."""
        self._begin()
        found = watch.verdict
        if found is None:
            self.brief(watch)
            return
        result = found.report.lessons[0]
        console.show_lesson(self._look, watch.lesson, result, found.todo, keys=self._keys)
        console.show_faults(self._look, found.report)
        if watch.passed:
            self._look.line(f"Lesson {watch.lesson.number} is done. Well done!", "bold green")
            self._look.line("Press n to go on, d to compare your code with ours.")
        elif found.open is not None and found.open.id in found.todo:
            brief = watch.study.brief(watch.lesson, found.open)
            console.show_brief(self._look, brief, "save; it is checked at once", keys=self._keys)
        self._notice(watch.study.notice)
        self._footer(watch)
        self._on_verdict = True

    def resized(self, watch: Watch) -> None:
        """Lines are laid out for the new width; what else was asked for stays as it is."""
        if self._on_verdict and not self._look.plain:
            self.verdict(watch)

    def brief(self, watch: Watch) -> None:
        step = watch.study.open_step(watch.lesson) or watch.lesson.steps[0]
        brief = watch.study.brief(watch.lesson, step)
        console.show_welcome(self._look, watch.lesson, brief, keys=self._keys)

    def _footer(self, watch: Watch) -> None:
        self._look.line()
        if watch.only:
            self._look.line(f"Only step {watch.only} is checked. Press f for all.", "cyan")
        if self._app is not None and self._app.poll() is None:
            self._look.line(f"Your app runs at http://127.0.0.1:{PORT}", "cyan")
        keys = [f"{key} {what}" for key, what in KEYS]
        if self._keys:
            self._pack(["q quit", "? keys"] if self._look.plain else keys)

    def _pack(self, words: list[str]) -> None:
        """As many on a line as fit, each in one piece."""
        line = words[0]
        for word in words[1:]:
            if len(f"{line}  {word}") > self._look.width:
                self._look.line(line, "dim")
                line = word
            else:
                line += f"  {word}"
        self._look.line(line, "dim")

    def _back(self) -> None:
        """The way back from what is not the verdict."""
        if not self._look.plain:
            self._look.line()
            self._look.line("Press Enter to go back.", "dim")

    def keys(self) -> None:
        """What each key does; in plain form it is not said after each verdict."""
        self._look.line()
        for key, what in KEYS:
            self._look.line(f"{key}: {what}", indent=2)

    def _notice(self, text: str) -> None:
        if text:
            self._look.line(f"Note: {text}", "yellow")

    def busy(self) -> None:
        """A check takes longer than half a second."""
        if not self._look.plain:
            self._look.console.print("Checking …", end="\r", style="dim")

    def trouble(self, error: CourseError) -> None:
        self._begin()
        self._look.line(error.message, "red")
        self._look.line(error.remedy)
        self._back()

    def say(self, text: str) -> None:
        self._on_verdict = False
        self._look.line(text, "bold")

    def hint(self, hint: Hint) -> None:
        self._on_verdict = False
        self._look.line()
        console.show_hint(self._look, hint, keys=self._keys)

    def ending(self, ending: Ending) -> None:
        self._begin()
        console.show_ending(self._look, ending)
        self._back()

    def list(self, study: Study, here: Lesson) -> None:
        self._begin()
        console.show_list(self._look, study, here, short=True)
        self._back()

    def reading(self, watch: Watch) -> None:
        with self._paused(), self._look.pager():
            self._look.markdown(watch.lesson.reading)
        if not self._look.plain:
            self.verdict(watch)

    def diff(self, lines: Any) -> None:
        self._begin()
        console.show_diff(self._look, lines)
        self._back()

    def tape(self, tape: Tape, played: tuple[Played, ...]) -> None:
        """What the running app answers to the requests of a failed check."""
        self._begin()
        console.show_tape(self._look, tape, played)
        self._back()

    def app(self, study: Study, lesson: Lesson) -> None:
        """Run the app beside the checks, or end it."""
        if self._app is not None and self._app.poll() is None:
            self.close()
            self.say("Your app is ended.")
            return
        try:
            study.workspace.require(lesson, "main.py")
            require_free(PORT)
        except CourseError as error:
            self.trouble(error)
            return
        self._app = subprocess.Popen(
            command(study.workspace.root, lesson, PORT),
            cwd=study.workspace.folder(lesson),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.say(f"Your app starts at http://127.0.0.1:{PORT}, and again at each save.")

    def docs(self, study: Study, lesson: Lesson) -> None:
        """Open the app's interactive docs in a browser, as soon as it is up."""
        if self._app is None or self._app.poll() is not None:
            self.app(study, lesson)
        url = docs_url(study.workspace.text(lesson, "main.py"), PORT)
        try:
            browser = webbrowser.get()
        except webbrowser.Error:
            self.say(f"No browser was found. The docs are at {url}")
        else:
            threading.Thread(target=_open, args=(browser, url), daemon=True).start()

    def close(self) -> None:
        """End the app, if it runs."""
        if self._app is not None:
            self._app.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._app.wait(timeout=3)
            if self._app.poll() is None:
                self._app.kill()
            self._app = None


def _open(browser: webbrowser.BaseBrowser, url: str) -> None:
    listens(PORT)
    browser.open(url)
