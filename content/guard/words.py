"""What remains of a text when its clothes are taken off."""

from __future__ import annotations

import re
import unicodedata


def plain_words(text: str) -> str:
    """The words alone: no capitals, accents, punctuation or apostrophes; digits, signs of currency and % stay."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[\w%$€£&+]+", re.sub(r"['’`]", "", bare)))
