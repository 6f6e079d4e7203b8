"""What ``course watch`` shows: one screen for each verdict, or one block after the other."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from checker import console
from checker.comparison import Comparison
from checker.console import Look
from checker.curriculum import Lesson
from checker.errors import CourseError
from checker.history import State
from checker.layout import wrap
from checker.replay import PORT
from checker.screen import Draw, Screen
from checker.serving import command, docs_url, listens, require_free
from checker.study import Ending, Hint, Study, Verdict
from checker.tape import Played, Tape
from checker.watch import Watch

KEYS = (
    ("n", "next", "Go on to the next lesson, once this one has passed."),
    ("h", "hint", "A hint for the step on the screen, a little more each time."),
    ("r", "read", "Read the lesson; leave it with q."),
    ("l", "list", "Every lesson, and the steps of this one."),
    ("c", "compare", "Your code of the step that passed last, beside ours."),
    ("d", "diff", "Your code of the step on the screen beside ours; asks before it spoils."),
    ("f", "one step", "Check only the first open step; again: all of them."),
    ("u", "undo", "Bring your files back to what they were before."),
    ("U", "redo", "Take an undo back."),
    ("x", "reset", "Put the lesson back to its start. Asks first, and u undoes it."),
    ("a", "run app", f"Start your app on port {PORT}; again: end it."),
    ("t", "tape", "Send what the failed check sent to your running app."),
    ("o", "open docs", "Open your app's docs in a browser."),
    ("q", "quit", "Leave a page, or the watch. Your files stay as you saved them."),
)


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
        self._screen = Screen(look, keys)
        self._paused = paused
        self._news = ""
        self._app: subprocess.Popen[bytes] | None = None

    def verdict(self, watch: Watch) -> None:
        """The lesson's state; once it has passed, the way on."""
        if watch.verdict is None:
            self.brief(watch)
            return
        news, self._news = self._news, ""
        full, short = (
            partial(self._verdict, watch, watch.verdict, news, tight) for tight in (False, True)
        )
        self._screen.show(full, short=[short])

    def _verdict(self, watch: Watch, found: Verdict, news: str, short: bool) -> None:
        result = found.report.lessons[0]
        if news:
            self._look.line(news, "bold")
        console.show_lesson(self._look, watch.lesson, result, found.todo, self._keys, short)
        console.show_faults(self._look, found.report)
        if watch.passed:
            self._look.line(f"Lesson {watch.lesson.number} is done. Well done!", "bold green")
            self._look.line("Press n to go on, d to compare your code with ours.")
        elif found.new:
            console.show_new(self._look, found.new)
            self._look.line("Press c to compare your code with ours.")
        if not watch.passed and found.open is not None and found.open.id in found.todo:
            brief = watch.study.brief(watch.lesson, found.open)
            console.show_brief(self._look, brief, "save; it is checked at once", keys=self._keys)
        self._notice(watch.study.notice)
        self._footer(watch, result.error is not None)

    def leave(self, watch: Watch) -> bool:
        """Back from a page to the main screen; whether there was one to leave."""
        beside = self._screen.beside
        if beside:
            self.verdict(watch)
        return beside

    def redraw(self) -> None:
        """What is shown is laid out for the size that the terminal has now."""
        self._screen.redraw()

    def more(self) -> None:
        """The next page of what is too long for the screen."""
        if not self._screen.more():
            self.say("All of it is on the screen.")

    def brief(self, watch: Watch) -> None:
        step = watch.study.open_step(watch.lesson) or watch.lesson.steps[0]
        brief = watch.study.brief(watch.lesson, step)
        self._screen.show(
            partial(console.show_welcome, self._look, watch.lesson, brief, keys=self._keys)
        )

    def _footer(self, watch: Watch, broken: bool) -> None:
        self._look.line()
        if watch.only:
            self._look.line(f"Only step {watch.only} is checked. Press f for all.", "cyan")
        if self._app is not None:
            self._look.line(self._state_of(self._app, broken), "cyan")
        named = {"f": "all steps"} if watch.only else {}
        keys = [f"{key} {named.get(key, what)}" for key, what, _ in KEYS]
        if self._keys:
            self._pack(["q quit", "? keys"] if self._look.plain else [*keys, "? keys"])

    @staticmethod
    def _state_of(app: subprocess.Popen[bytes], broken: bool) -> str:
        """Whether the app runs. What cannot be started for a check is not served either."""
        if app.poll() is not None:
            return "Your app has ended. Press a to start it again."
        if broken:
            return "Your app has stopped with this; it starts again when you save what runs."
        return f"Your app runs at http://127.0.0.1:{PORT}"

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
            self._look.line("Press Enter or q to go back.", "dim")

    def keys(self) -> None:
        """What each key does, in a sentence."""
        self._screen.show(self._explain, self._back, beside=True)

    def _explain(self) -> None:
        for key, _, use in KEYS:
            for number, part in enumerate(wrap(use, self._look.width - 3)):
                self._look.raw(f"{'' if number else key:3}{part}")

    def _notice(self, text: str) -> None:
        if text:
            self._look.line(f"Note: {text}", "yellow")

    def busy(self) -> None:
        """A check takes longer than half a second."""
        if not self._look.plain:
            self._look.console.print("Checking …", end="\r", style="dim")

    def trouble(self, error: CourseError) -> None:
        def draw() -> None:
            self._look.line(error.message, "red")
            self._look.line(error.remedy)

        self._screen.show(draw, self._back, beside=True)

    def say(self, text: str) -> None:
        self._screen.add(partial(self._look.line, text, "bold"), self._back)

    def ask(self, question: str) -> None:
        self._screen.add(partial(self._look.line, question, "bold"))

    def news(self, text: str) -> None:
        """As :meth:`say`, and once more above the verdict that follows at once."""
        self.say(text)
        self._news = "" if self._look.plain else text

    def hint(self, hint: Hint) -> None:
        def draw() -> None:
            self._look.line()
            console.show_hint(self._look, hint, keys=self._keys)

        self._screen.add(draw, self._back)

    def ending(self, ending: Ending) -> None:
        self._screen.show(partial(console.show_ending, self._look, ending), self._back, beside=True)

    def list(self, study: Study, here: Lesson) -> None:
        self._screen.show(
            partial(console.show_list, self._look, study, here, True), self._back, beside=True
        )

    def reading(self, watch: Watch) -> None:
        self._page(partial(self._look.markdown, watch.lesson.reading))

    def diff(self, places: Sequence[Comparison]) -> None:
        """Own code and ours: in the pager where it is longer than the screen."""
        draw = partial(console.show_diff, self._look, places)
        if self._look.plain or self._screen.fits(draw, self._back):
            self._screen.show(draw, self._back, beside=True)
        else:
            self._page(draw)

    def _page(self, draw: Draw) -> None:
        """In a pager; what was on the screen comes back afterwards."""
        with self._paused(), self._look.pager():
            draw()
        self._screen.redraw()

    def tape(self, tape: Tape, played: tuple[Played, ...]) -> None:
        """What the running app answers to the requests of a failed check."""
        self._screen.show(
            partial(console.show_tape, self._look, tape, played), self._back, beside=True
        )

    def moved(self, found: tuple[State, State], way: str) -> None:
        """An undo or a redo has brought other files back."""
        here, there = found
        why = here.why if way == "undo" and here.why.startswith(("reset", "restore")) else ""
        what = f"Undone: {why}." if why else "Undone." if way == "undo" else "Brought back."
        key = "U" if way == "undo" else "u"
        self.news(f"{what} Your files are as they were at {console.when(there.time)}. "
                 f"To go back, press {key}.")  # fmt: skip

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
        self.say(f"Your app starts at http://127.0.0.1:{PORT}, and again when you save.")

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
            if self._app.poll() is None:
                self._look.line("Stopping your app …")
            self._app.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._app.wait(timeout=3)
            if self._app.poll() is None:
                self._app.kill()
            self._app = None


def _open(browser: webbrowser.BaseBrowser, url: str) -> None:
    listens(PORT)
    browser.open(url)
