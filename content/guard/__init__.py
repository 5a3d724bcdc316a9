"""Looks over examples as the encoder sees them, and tells the editor which ones will confuse the assistant.

Texts become vectors by whatever encoder is handed in; everything else here is arithmetic on those. Nothing is an error:
what looks like a slip may be meant.
"""

from __future__ import annotations

from content.guard.alike import tell_alike
from content.guard.copies import tell_copies
from content.guard.gathered import Encode, Gathered, Vectors, gather
from content.guard.misplaced import tell_misplaced
from content.guard.neighbours import neighbours
from content.records import Content

__all__ = ["MOST", "Encode", "Gathered", "Vectors", "gather", "guard"]

MOST = 10  # warnings of each kind; the clearest first


def guard(content: Content, encode: Encode, *, most: int | None = MOST) -> tuple[str, ...]:
    """Warnings, each with the place and what to do: of each kind the `most` clearest and how many more there are.

    All of them where `most` is None.
    """
    found = gather(content, encode)
    if not found.texts:
        return ()
    near = neighbours(found)
    copies, told = tell_copies(found, near)
    kinds = (
        (copies, "near-copies"),
        (tell_misplaced(found, near, but=told), "examples nearer to another intent's"),
        (tell_alike(found), "intents with examples much alike"),
    )
    return tuple(line for warnings, what in kinds for line in _shortened(warnings, what, most))


def _shortened(warnings: list[str], what: str, most: int | None) -> list[str]:
    rest = 0 if most is None else len(warnings) - most
    return warnings if rest <= 0 else [*warnings[:most], f"{what}: {rest} more, less clear; --guard tells all"]
