"""Commands that set up: a workspace, a newer course in it, what keeps it from working."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from checker.commands.common import (
    Format,
    FormatOption,
    WorkspaceOption,
    make_look,
    open_study,
    print_json,
)

app = typer.Typer()


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
) -> None:
    """Make a workspace of your own, anywhere."""
    from checker.curriculum import bundled
    from checker.workspace import init as make

    lessons = make(folder, bundled())
    look = make_look(Format.auto)
    look.line(f"{folder} is ready, with {len(lessons)} lessons.", "bold")
    look.line(f"Begin with: cd {shlex.quote(str(folder))} && course next")


@app.command()
def update(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Bring the installed course's newer texts in, and keep your work. Can be undone."""
    from checker.update import update as bring

    ledger = bring(open_study(workspace).workspace)
    if format is Format.json:
        return print_json(ledger.to_json())
    from checker.console import show_update

    return show_update(make_look(format), ledger)


@app.command()
def doctor(format: FormatOption = Format.auto, workspace: WorkspaceOption = None) -> None:
    """Find out what keeps the course from working, and how to mend it."""
    from checker.doctor import examine

    findings = list(examine(lambda: open_study(workspace)))
    wrong = [finding for finding in findings if not finding.ok]
    if format is Format.json:
        print_json(
            [{"what": f.what, "seen": f.seen, "ok": f.ok, "remedy": f.remedy} for f in findings]
        )
    else:
        look = make_look(format)
        for finding in findings:
            look.status(f"{finding.what}: {finding.seen}", "well" if finding.ok else "to mend")
            if finding.remedy:
                look.pair("Mend", finding.remedy)
        look.line(f"{len(wrong)} to mend." if wrong else "All is well.", "bold")
    raise typer.Exit(1 if wrong else 0)
