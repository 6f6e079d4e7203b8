"""The ``course`` command: all its commands, and what is said when one cannot do its work."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from typing import Any

import typer

from checker.commands import (
    authoring,
    autograder,
    checking,
    files,
    gradebook,
    grading,
    learning,
    running,
    setup,
)
from checker.commands.common import complain
from checker.errors import CourseError

app = typer.Typer(
    name="course",
    help="FastAPI the way it is used in production, checked as you write.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.callback(invoke_without_command=True)(checking.where)
for commands in (checking, learning, files, running, setup, grading):
    app.add_typer(commands.app)
app.add_typer(gradebook.app, name="gradebook", rich_help_panel="For instructors")
app.add_typer(autograder.app, name="autograder", rich_help_panel="For instructors")
app.add_typer(authoring.app, name="dev", rich_help_panel="For authors")


def main() -> None:
    """Run the command line; never shows a traceback of ours."""
    try:
        code = app(standalone_mode=False)
    except CourseError as error:
        code = complain(error.message, error.remedy, error.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except typer.TyperException as error:
        text = error.format_message() if hasattr(error, "format_message") else str(error)
        ended = text if text.endswith(("?", "!")) else f"{text.rstrip('.')}."
        code = complain(ended, _help(error), 2) if text.strip() else 2  # the help was shown
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except Exception:
        code = _own_fault()
    if code == 130:
        complain("Stopped. Your files are as you saved them.", "", code)
    raise SystemExit(code)


def _help(error: Any) -> str:
    """Where the command that was used wrongly tells how it is used."""
    context: Any = getattr(error, "ctx", None)
    names = context.command_path.split()[1:] if context else []
    alone = names and not hasattr(context.command, "commands")
    what = "how it is used" if alone else "all commands"
    return f"See {what} with: {' '.join(['course', *names, '--help'])}"


def _own_fault() -> int:
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="course-mistake-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            traceback.print_exc(file=file)
        where = f"Please report it to whoever gave you the course, with this file:\n{file.name}"
    except OSError:
        where = "Please report it to whoever gave you the course."
    return complain("This is our mistake, not yours. Your files are untouched.", where, 3)


if __name__ == "__main__":
    main()
