"""The system calls that strangers' code may not make, as a program for the kernel's seccomp.

Parts of the kernel that no web app needs and in which holes were found again and again
are closed; the rest stays open, since this is a second wall behind bubblewrap's. Flatpak
draws the line about there too.
"""

from __future__ import annotations

import errno
import os
import platform
import struct
from collections.abc import Iterator
from dataclasses import dataclass

DENIED = {
    # Other processes: their memory, their files.
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # Keys, which belong to a user and to no sandbox.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # Programs in the kernel, and other ways to keep it busy.
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    # Memory that belongs to no process, so that no limit counts it.
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    # File systems, and files without their path.
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    # Namespaces, in which an ordinary user becomes root.
    "unshare": (272, 97),
    "setns": (308, 268),
    # The machine itself.
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "acct": (163, 89),
    "syslog": (103, 116),
    "personality": (135, 92),
}
"""Each with its number on x86_64 and on aarch64. They give EPERM."""


@dataclass(frozen=True)
class _Machine:
    """``column`` of :data:`DENIED`, AUDIT_ARCH_… of linux/audit.h, and more numbers.

    ``modes`` are chmod, fchmod, fchmodat, fchmodat2, as far as there are any.
    """

    column: int
    audit: int
    clone: int
    ioctl: int
    modes: tuple[int, ...]
    clone3: int = 435


_MACHINES = {
    "x86_64": _Machine(0, 0xC000003E, clone=56, ioctl=16, modes=(90, 91, 268, 452)),
    "aarch64": _Machine(1, 0xC00000B7, clone=220, ioctl=29, modes=(52, 53, 452)),
}
# From linux/bpf_common.h: load a word, jump if equal, at least, any bit set; return.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Where struct seccomp_data has the call's number, the machine, and low halves of arguments.
_NUMBER, _ARCH, _FIRST, _SECOND = 0, 4, 16, 24
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_REFUSE, _NOT_THERE, _NOTHING_DONE = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS, _ERROR
_X32 = 0x40000000
"""From here on x86_64 counts the calls of a second kind, which would pass by the list."""
_NEW_NAMESPACES = 0x7E020000
"""CLONE_NEW… of linux/sched.h, all of them."""
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
"""Both can type into a terminal, for whoever reads from it next."""


def program(machine: str = "", root: bool | None = None) -> bytes:
    """The filter for this machine, as ``bwrap --seccomp`` reads it; b"" if it has none.

    Args:
        machine: as :func:`platform.machine` names it; by default the one we run on.
        root: whether we are root, by default as it is. A sandbox of root's owns the
            system's devices, so in there chmod does nothing, and says that all is well.
    """
    found = _MACHINES.get(machine or platform.machine())
    if found is None:
        return b""
    root = os.getuid() == 0 if root is None else root
    return b"".join(struct.pack("=HBBI", *line) for line in _lines(found, root))


def _lines(machine: _Machine, root: bool) -> Iterator[tuple[int, int, int, int]]:
    """Instructions: what, how many to skip if true, and if false, and a value."""
    yield _LOAD, 0, 0, _ARCH
    yield _EQUAL, 1, 0, machine.audit
    yield _RETURN, 0, 0, _NOT_THERE
    yield _LOAD, 0, 0, _NUMBER
    yield from _refused(_AT_LEAST, _X32, _NOT_THERE)
    # Its flags are in memory, out of our sight; whoever hears this uses clone instead.
    yield from _refused(_EQUAL, machine.clone3, _NOT_THERE)
    for numbers in DENIED.values():
        yield from _refused(_EQUAL, numbers[machine.column], _REFUSE)
    for number in machine.modes if root else ():
        yield from _refused(_EQUAL, number, _NOTHING_DONE)
    yield _EQUAL, 0, 4, machine.clone
    yield _LOAD, 0, 0, _FIRST
    yield from _refused(_ANY_BIT, _NEW_NAMESPACES, _REFUSE)
    yield _RETURN, 0, 0, _ALLOW
    yield _EQUAL, 1, 0, machine.ioctl
    yield _RETURN, 0, 0, _ALLOW
    yield _LOAD, 0, 0, _SECOND
    yield from _refused(_EQUAL, _TIOCSTI, _REFUSE)
    yield from _refused(_EQUAL, _TIOCLINUX, _REFUSE)
    yield _RETURN, 0, 0, _ALLOW


def _refused(test: int, value: int, answer: int) -> Iterator[tuple[int, int, int, int]]:
    yield test, 0, 1, value
    yield _RETURN, 0, 0, answer
