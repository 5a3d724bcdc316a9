"""Did you mean …: the known name nearest to an unknown one."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

NEAR = 65  # per cent of likeness: "faq_eft" for "faq_etf" has 86, "askt" for "asked" 67


def closest(name: str, known: Iterable[str], *, at_least: float = NEAR) -> str | None:
    """Return the nearest of `known`, None where none is near. Case doesn't count."""
    found = process.extractOne(name, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=at_least)
    return str(found[0]) if found else None


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Return "did you mean 'x'?" or, where nothing is near, `otherwise`."""
    found = closest(name, known)
    return f"did you mean '{found}'?" if found else otherwise
