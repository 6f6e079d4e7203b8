"""Git clones from strangers: when they were committed to, and that nothing of them runs."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.errors import UsageError
from checker.grading.clock import EARLIEST, LATEST, told
from checker.grading.clone import committed
from checker.grading.packing import pack
from checker.grading.submissions import Submission, moment
from checker.grading.unpacking import MAX_FILES, unpack

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
git_there = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(folder: Path, *words: str, when: datetime = NOON) -> str:
    """Run git without the settings of whoever runs the tests."""
    who = {f"GIT_{role}_{what}": "learner-01" for role in ("AUTHOR", "COMMITTER")
           for what in ("NAME", "EMAIL")}  # fmt: skip
    dates = {"GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_COMMITTER_DATE": when.isoformat()}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(
        ["git", "-C", str(folder), *words], env=os.environ | who | dates | alone,
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.fixture
def clone(course: Course, tmp_path: Path) -> Path:
    """A learner's repository with one commit, in a folder of its own."""
    folder = tmp_path / "learner-01"
    corpus.lay(folder, course.lessons[0], {})
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "done")
    return folder


@git_there
def test_a_clone_was_handed_in_when_it_was_committed(
    course: Course, clone: Path, tmp_path: Path
) -> None:
    """Not when it was cloned, also from a folder above; loose, packed, and with a detached HEAD."""
    assert pack(course, Submission("a", clone)).modified == NOON
    git(tmp_path, "clone", "-q", str(clone), "outer/copy")
    git(clone, "gc", "-q")
    git(clone, "checkout", "-q", "--detach")
    for folder in (clone, tmp_path / "outer"):
        assert pack(course, Submission("a", folder)).modified == NOON


@git_there
def test_every_commit_of_a_pack_is_read_as_git_reads_it(clone: Path) -> None:
    """Also those that are kept as differences to others, by offset and by name."""
    text = "\n".join(f"line {number} of a message" for number in range(60))
    for number in range(40):
        words = ("commit", "-q", "--allow-empty", "-m", f"{number}\n\n{text}")
        git(clone, *words, when=NOON + timedelta(hours=number))
    told = dict(line.split() for line in git(clone, "log", "--format=%H %ct").splitlines())
    for offsets in ("true", "false"):
        git(clone, "-c", f"repack.useDeltaBaseOffset={offsets}", "repack", "-qadf", "--depth=40")
        [index] = (clone / ".git/objects/pack").glob("*.idx")
        kept = git(clone, "verify-pack", "-v", str(index)).splitlines()
        assert [line for line in kept if " commit " in line and len(line.split()) == 7]
        for name, seconds in told.items():
            (clone / ".git/HEAD").write_text(f"{name}\n")
            assert committed(clone) == datetime.fromtimestamp(int(seconds), UTC)
    assert len(told) == 41


@git_there
def test_what_is_damaged_has_no_date(clone: Path) -> None:
    """Whatever the bytes are: a date or none, and never an error."""
    git(clone, "gc", "-q")
    files = [*(clone / ".git/objects/pack").glob("*.*"), clone / ".git/HEAD"]
    files += [clone / ".git/packed-refs"]
    chance = random.Random(6)
    for _ in range(300):
        path = chance.choice(files)
        whole = path.read_bytes()
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        path.chmod(0o644)
        path.write_bytes(broken[: chance.randint(1, len(broken))])
        assert isinstance(committed(clone), datetime | None)
        path.write_bytes(whole)
    assert committed(clone) == NOON


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no links and FIFOs without rights")
@git_there
def test_a_hostile_clone_leads_nowhere(course: Course, clone: Path, tmp_path: Path) -> None:
    """Its settings and hooks run nothing; links out of it, FIFOs and circles give no date."""
    ran = tmp_path / "ran"
    (clone / ".git/config").write_text(
        f"[core]\n\tfsmonitor = touch {ran}\n\tpager = touch {ran}\n\tsshCommand = touch {ran}\n"
        f'[extensions]\n\tpartialClone = origin\n[remote "origin"]\n\turl = ssh://x/y\n'
    )
    assert committed(clone) == NOON

    other, head = tmp_path / "other", clone / ".git/HEAD"
    shutil.copytree(clone, other)
    branch = head.read_text()
    for words in ("ref: ../../other/.git/HEAD", "ref: refs/../HEAD", "ref: refs/heads/none",
                  "f" * 40, "", "\0", branch.replace("refs", "refs/" + "x/" * 2000)):  # fmt: skip
        head.write_text(words)
        assert committed(clone) is None
    head.unlink()
    for target in (other / ".git/HEAD", head):
        head.symlink_to(target)
        assert committed(clone) is None
        head.unlink()
    os.mkfifo(head)
    assert committed(clone) is None

    shutil.rmtree(clone / ".git")
    (clone / ".git").symlink_to(other / ".git")
    assert committed(clone) is None
    package = pack(course, Submission("a", clone))
    assert package.modified == package.changed
    assert not ran.exists()


@git_there
def test_a_history_is_no_part_of_what_is_handed_in(
    course: Course, clone: Path, tmp_path: Path
) -> None:
    """The same files are known again after another commit, or without any history."""
    before = pack(course, Submission("a", clone)).fingerprint
    git(clone, "commit", "-q", "--allow-empty", "-m", "again")
    after = pack(course, Submission("a", clone)).fingerprint
    shutil.rmtree(clone / ".git")
    (clone / "lessons" / course.lessons[0].id / ".git").write_text("gitdir: elsewhere")

    assert [before] * 2 == [after, pack(course, Submission("a", clone)).fingerprint]

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(MAX_FILES + 1):
            archive.writestr(f"repo/.git/objects/{number}", "")
        archive.writestr("repo/main.py", "app")
    unpack(tmp_path / "a.zip", tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "repo").iterdir()] == ["main.py"]


@git_there
def test_a_time_that_no_zone_can_show_is_the_nearest_that_can(course: Course, clone: Path) -> None:
    """A learner may set a commit's date to the last second of the year 9999."""
    name = git(clone, "rev-parse", "HEAD").strip()
    text = git(clone, "cat-file", "-p", name)
    late = re.sub(r"(committer .*> )\d+", r"\g<1>253402300799", text)
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=clone, input=late, capture_output=True, text=True, check=True,
    )  # fmt: skip
    (clone / ".git/HEAD").write_text(made.stdout)

    assert pack(course, Submission("a", clone)).modified == LATEST


@pytest.mark.parametrize("seconds", [-1e18, 0, 1e18, float("nan")])
def test_every_time_of_a_file_can_be_shown(seconds: float) -> None:
    """Whatever a file system or a learner says, in each zone."""
    assert EARLIEST <= told(seconds) <= LATEST
    assert told(seconds).astimezone(timezone(timedelta(hours=14))).year < 2201


@pytest.mark.parametrize("text", ["9999-12-31T23:59-12:00", "0001-01-01", "1979-12-01", "soon"])
def test_a_time_by_hand_is_one_that_can_be_shown(text: str) -> None:
    """A deadline, or a line of the list."""
    with pytest.raises(UsageError, match="is no time"):
        moment(text, "The deadline")
