"""The filter on system calls: its numbers, what it refuses, and what it leaves alone."""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import json
import os
import platform
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker import sandbox, syscalls

needs_filter = pytest.mark.skipif(
    bool(sandbox.missing()) or not syscalls.program(),
    reason=sandbox.missing() or f"no filter for {platform.machine()}",
)
COLUMN = 0 if platform.machine() == "x86_64" else 1
CALLS = {name: numbers[COLUMN] for name, numbers in syscalls.DENIED.items()}
PROBE = """
import ctypes, errno, json, sys
libc = ctypes.CDLL(None, use_errno=True)
def tried(number, *arguments):
    ctypes.set_errno(0)
    done = libc.syscall(ctypes.c_long(number), *map(ctypes.c_ulong, arguments))
    return errno.errorcode.get(ctypes.get_errno(), "none") if done < 0 else "done"
print(json.dumps([tried(*call) for call in json.loads(sys.argv[1])]))
"""
PYTHON = [str(Path(sys.executable).resolve()), "-I", "-c"]


def tried(calls: list[list[int]], inside: Callable[..., str]) -> list[str]:
    """How these calls end in a sandbox: an error's name, or "done"."""
    found: list[str] = json.loads(inside([*PYTHON, PROBE, json.dumps(calls)]))
    return found


@needs_filter
def test_listed_calls_are_refused(inside: Callable[..., str]) -> None:
    """Each gives EPERM, by the filter: without it, nonsense like this has other errors."""
    calls = [[number, *[2**64 - 1] * 5] for number in CALLS.values()]

    found = dict(zip(CALLS, tried(calls, inside), strict=True))

    assert dict.fromkeys(CALLS, "EPERM") == found


@needs_filter
def test_calls_are_refused_by_their_arguments(inside: Callable[..., str]) -> None:
    """No new namespace, nothing typed into a terminal; the high half hides nothing."""
    clone, ioctl = ((56, 16), (220, 29))[COLUMN]
    new_user, no_such_flag = 0x10000000, 0x1
    calls = [
        [clone, new_user | 17, 0, 0, 0, 0],
        [clone, 2**32 | new_user | 17, 0, 0, 0, 0],
        [435, 0, 0],
        [ioctl, 1, 0x5412, 0],
        [ioctl, 1, 2**32 | 0x5412, 0],
        [ioctl, 1, no_such_flag, 0],
    ]

    assert tried(calls, inside) == ["EPERM", "EPERM", "ENOSYS", "EPERM", "EPERM", "ENOTTY"]


@needs_filter
@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() != 0, reason="is about root alone")
def test_modes_of_the_systems_devices_stay(inside: Callable[..., str]) -> None:
    """Root owns them, and in its sandbox too: chmod says that it has worked, and has not."""
    code = "import os; os.chmod('/dev/null', 0o676); print(oct(os.stat('/dev/null').st_mode))"

    assert inside([*PYTHON, code]) == f"{oct(Path('/dev/null').stat().st_mode)}\n"


@needs_filter
@pytest.mark.skipif(platform.machine() != "x86_64", reason="only x86_64 has a second kind")
def test_second_kind_of_calls_is_not_there(inside: Callable[..., str]) -> None:
    """The numbers of x32 do not pass by the list: getpid has one, too."""
    assert tried([[0x40000000 + 39], [39]], inside) == ["ENOSYS", "done"]


@needs_filter
def test_threads_and_processes_start(inside: Callable[..., str]) -> None:
    """What asks for clone3 first gets along without."""
    code = (
        "import os, subprocess, sys, threading\n"
        "t = threading.Thread(target=print, args=['thread']); t.start(); t.join()\n"
        "sys.stdout.flush()\n"
        "subprocess.run([sys.executable, '-I', '-c', 'print(1)'], check=True)\n"
        "sys.exit(os.waitpid(os.posix_spawn('/usr/bin/env', ['env'], {}), 0)[1])\n"
    )

    assert inside([*PYTHON, code]) == "thread\n1\n"


def _libseccomp() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("seccomp")
    return ctypes.CDLL(name) if name else None


@pytest.mark.skipif(_libseccomp() is None, reason="libseccomp, which knows them, is not here")
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_numbers_are_the_kernels(machine: str) -> None:
    """A wrong number would refuse a harmless call, and let the meant one pass."""
    library = _libseccomp()
    assert library is not None
    audit = syscalls._MACHINES[machine].audit
    find = library.seccomp_syscall_resolve_name_arch
    column = syscalls._MACHINES[machine].column
    names = [*syscalls.DENIED, "clone", "clone3", "ioctl"]
    ours = {name: numbers[column] for name, numbers in syscalls.DENIED.items()}
    ours |= {n: getattr(syscalls._MACHINES[machine], n) for n in ("clone", "clone3", "ioctl")}
    modes = [find(ctypes.c_uint32(audit), n) for n in (b"chmod", b"fchmod", b"fchmodat")]

    assert {number for number in modes if number >= 0} < set(syscalls._MACHINES[machine].modes)
    assert ours == {name: find(ctypes.c_uint32(audit), name.encode()) for name in names}


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_way_ends_in_an_answer(machine: str, root: bool) -> None:
    """Run by hand, for both machines: what is listed is refused, all else allowed."""
    allowed, error, found = 0x7FFF0000, 0x00050000, syscalls._MACHINES[machine]
    wanted = dict.fromkeys(range(600), allowed) | {found.clone3: error | errno.ENOSYS}
    wanted |= {numbers[found.column]: error | errno.EPERM for numbers in syscalls.DENIED.values()}
    wanted |= dict.fromkeys(found.modes, error) if root else {}
    lines = list(struct.iter_unpack("=HBBI", syscalls.program(machine, root)))

    assert wanted == {number: verdict(lines, number, found.audit) for number in range(600)}
    assert verdict(lines, 1, 0x40000003) == error | errno.ENOSYS


def verdict(lines: list[tuple[int, ...]], number: int, arch: int) -> int:
    """What a filter answers to a call without arguments: seccomp's machine in small."""
    data, value, at = {0: number, 4: arch, 16: 0, 24: 0}, 0, 0
    tests = {0x15: int.__eq__, 0x35: int.__ge__, 0x45: int.__and__}
    while True:
        code, yes, no, constant = lines[at]
        at += 1
        if code == 0x06:
            return int(constant)
        if code == 0x20:
            value = data[constant]
        else:
            at += yes if tests[code](value, constant) else no


def test_other_machines_have_no_filter() -> None:
    """Numbers of one machine mean something else on another."""
    assert syscalls.program("riscv64") == b""
