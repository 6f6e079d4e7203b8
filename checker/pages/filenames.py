"""Names of files for learners whose names can be anything."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

MOST = 80
"""Bytes of a name, without its ending."""
_RESERVED = re.compile(r"(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.I)


def filenames(learners: Sequence[str], ending: str) -> list[str]:
    """A file's name for each, that every system takes and that no two share.

    A name that had to be changed, or that differs from another only in case, gets a few
    letters of its hash, so that it is the same tomorrow, whoever else is in the class.
    """
    plain = [_plain(learner) for learner in learners]
    folded = Counter(name.casefold() for name in plain)
    found, taken = [], set()
    for learner, name in zip(learners, plain, strict=True):
        if name != learner or folded[name.casefold()] > 1:
            digest = hashlib.sha256(learner.encode("utf-8", "surrogatepass")).hexdigest()
            name = f"{name}-{digest[:8]}"
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{name}-{number}"
        taken.add(unique.casefold())
        found.append(unique + ending)
    return found


def _plain(learner: str) -> str:
    """Letters, digits, dot, dash and underscore, and nothing that a system keeps for itself."""
    text = unicodedata.normalize("NFKC", learner.encode("utf-8", "replace").decode())
    text = re.sub(r"[^\w.-]+", "-", text).strip("-. ")
    text = text.encode()[:MOST].decode("utf-8", "ignore").strip("-. ")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text
