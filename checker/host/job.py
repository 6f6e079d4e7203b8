"""What a host is told to serve, and within which limits."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Bounds of one host process.

    ``memory`` and ``file_size`` are bytes, ``files`` counts open file handles, and
    ``processes`` the processes and threads beside those the machine has already (which
    Linux does not hold against root).
    """

    memory: int = 2 * 1024**3
    file_size: int = 64 * 1024**2
    files: int = 512
    processes: int = 512


@dataclass(frozen=True)
class Job:
    """One lesson of one workspace, to be served.

    ``learner`` and ``course`` are folders (absolute paths), ``run`` is the private
    working folder, ``unix`` the path of the socket to serve on ("" means loopback TCP
    on a free port). ``environment`` is the whole environment of the process. A host that
    ``waits`` gets ready, imports the given modules that are ``early``, and touches nothing
    of the learner's until the judge says ``go``.
    """

    lesson: str
    learner: str
    course: str
    run: str
    unix: str = ""
    given: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    waits: bool = False
    early: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Job:
        return cls(**data | {"limits": Limits(**data["limits"])})
