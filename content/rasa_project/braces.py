"""Braces in answers: what the reader sees ↔ what Rasa's templates say.

Rasa fills `{name}` in texts and buttons from slots; doubled braces arrive as single ones. A single brace without a
partner makes it fail (rasa.core.nlg.interpolator), so every brace is doubled.
"""

from __future__ import annotations


def to_template(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def from_template(template: str) -> str | None:
    """Return what the reader sees; None where a slot is filled in or braces are unpaired."""
    text = template.replace("{{", "{").replace("}}", "}")
    return text if to_template(text) == template else None
