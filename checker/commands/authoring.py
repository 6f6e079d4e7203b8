"""Commands for authors of the course: ``course dev …``."""

from __future__ import annotations

from typing import Annotated

import typer

from checker.commands.common import (
    Format,
    LessonArgument,
    bar,
    make_look,
    print_json,
)
from checker.errors import UsageError

app = typer.Typer(help="For authors of the course.", no_args_is_help=True)
new = typer.Typer(help="Write a lesson or a step that works, to be edited.")
app.add_typer(new, name="new")


@app.command()
def stubs(name: LessonArgument = None) -> None:
    """Write what is derived from the solutions: lessons/ and each contract.json."""
    from checker import authoring
    from checker.curriculum import bundled

    course = bundled()
    lessons = [course.lesson(name)] if name else list(course.lessons)
    changed = authoring.write(course, lessons)
    look = make_look(Format.auto)
    for path in changed:
        look.raw(str(path.relative_to(course.root)))
    look.line(f"{len(changed)} files written." if changed else "Everything is up to date.")


@app.command()
def verify(
    name: LessonArgument = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core.")] = None,
) -> None:
    """Run stubs, solutions and every kept answer, and count what is judged wrongly."""
    from checker.console import show_outcomes
    from checker.curriculum import bundled
    from checker.verify import Verifier
    from checker.verify import verify as judged

    course = bundled()
    answers = course.root / "tests" / "answers"
    wanted = course.lesson(name).id if name else ""
    cases = [c for c in Verifier(course, answers).cases() if wanted in {"", c.lesson}]
    with bar("Verifying", len(cases)) as tell:
        outcomes = []
        for outcome in judged(course.root, answers, cases, workers):
            outcomes.append(outcome)
            tell(outcome)
    wrong = show_outcomes(make_look(Format.auto), course, outcomes)
    raise typer.Exit(1 if wrong else 0)


@app.command()
def mutate(
    name: LessonArgument = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many of them.")] = None,
    seed: Annotated[int, typer.Option(help="Which ones --sample takes.")] = 0,
) -> None:
    """Make small mistakes in the solutions, and count those that no check notices."""
    from checker.console import show_trials
    from checker.curriculum import bundled
    from checker.mutation.mutant import sample as some
    from checker.mutation.trials import listed, trials

    try:
        from checker.mutation.search import of_course
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed.", "Install what authors need: pip install -e '.[dev]'"
        ) from None
    course = bundled()
    mutants = of_course(course, [course.lesson(name)] if name else None)
    reasons = listed(course, mutants)
    chosen = some(mutants, sample, seed)
    order = {mutant: number for number, mutant in enumerate(chosen)}
    with bar("Mutating", len(chosen)) as tell:
        found = []
        for trial in trials(course.root, chosen, reasons, workers):
            found.append(trial)
            tell(trial)
    found.sort(key=lambda trial: order[trial.mutant])
    raise typer.Exit(1 if show_trials(make_look(Format.auto), course, found) else 0)


TitleArgument = Annotated[str, typer.Argument(metavar="TITLE", help="As learners read it.")]


@new.command("lesson")
def new_lesson(title: TitleArgument) -> None:
    """Write a lesson after the last one, with one step."""
    from checker import scaffold
    from checker.curriculum import bundled

    _wrote(scaffold.lesson(bundled(), title))


@new.command("step")
def new_step(
    name: Annotated[str, typer.Argument(metavar="LESSON", help="A lesson: 1.")],
    title: TitleArgument,
) -> None:
    """Write a step after the last one of a lesson."""
    from checker import scaffold
    from checker.curriculum import bundled

    course = bundled()
    lesson = course.lesson(name)
    _wrote(scaffold.step(course, lesson, title), lesson.id)


def _wrote(what: str, name: str = "") -> None:
    from checker import authoring
    from checker.curriculum import Course, course_root

    course = Course(course_root())
    lesson = course.lesson(name or what)
    authoring.write(course, [lesson])
    look = make_look(Format.auto)
    look.line(f"{what} is written: a small example that works, for you to edit.")
    look.line(f"See that it does with: course dev verify {lesson.number}")


@app.command()
def pictures() -> None:
    """Draw the README's pictures anew, from real checks."""
    from checker.curriculum import bundled
    from checker.pictures import draw

    course = bundled()
    for name, text in draw(course, course.root / "tests" / "answers").items():
        path = course.root / ".github" / name
        path.write_text(text, "utf-8", newline="\n")
        make_look(Format.auto).raw(str(path.relative_to(course.root)))


@app.command()
def schema() -> None:
    """The JSON Schema of course check --format json."""
    from checker.report import schema as published

    print_json(published())
