"""Numbers with their nouns: "1 intent", "2 intents"."""

from __future__ import annotations

_IRREGULAR = {"story": "stories", "entry": "entries", "rule of its own": "rules of their own"}


def counted(number: int, noun: str) -> str:
    """Return the number, with commas, and the noun (given in the singular) in the form that it takes."""
    many = _IRREGULAR.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else many}"


def joined(parts: list[str], last: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part) if parts else ""
