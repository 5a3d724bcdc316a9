"""How an exposure is split: by region, sector or position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.dialogue import Mention
from advisor.model import Dimension
from advisor.resolve.parts import part_named
from advisor.resolve.words import all_words_of, mended

_WORDS: dict[str, Dimension] = {
    **dict.fromkeys(
        (
            *("region", "regions", "regional", "regionally", "country", "countries", "geography", "geographic"),
            *(
                "geographical",
                "geographically",
                "geographies",
                "continent",
                "continents",
                "world",
                "worldwide",
                "where",
            ),
            *("international", "internationally", "abroad", "overseas", "foreign", "domestic", "emerging", "europe"),
            *("european", "asia", "asian", "africa", "america", "american", "usa", "china", "japan", "outside"),
        ),
        "region",
    ),
    **dict.fromkeys(
        ("sector", "sectors", "sektor", "industry", "industries", "tech", "technology", "healthcare", "energy"),
        "sector",
    ),
    **dict.fromkeys(
        (
            *("position", "positions", "holding", "holdings", "company", "companies", "security", "securities"),
            *("fund", "funds", "biggest", "largest", "single", "concentration", "concentrated", "top"),
        ),
        "position",
    ),
}
_MENDED = frozenset(word for word in _WORDS if len(word) > 5)  # one slip from "where" lies "were"


def dimension_meant(
    mentions: Sequence[Mention], message: str, *, regions: Iterable[str] = (), sectors: Iterable[str] = ()
) -> Dimension:
    """What the mentions name, else what the message does; by position where neither names any.

    Region and sector are plainer words than those for positions ("the biggest sector"), so they go first; after them a
    region or sector of the data by its own name ("how much in utilities").
    """
    for texts in ([text for mention in mentions for text in (mention.text, mention.value)], [message]):
        found = [_WORDS[word] for text in texts for word in _mended(text) if word in _WORDS]
        if found:
            told: Dimension = next((dimension for dimension in found if dimension != "position"), "position")
            if told != "position" or mentions:
                return told
    if part_named(message, sectors) is not None:
        return "sector"
    return "position" if part_named(message, regions) is None else "region"


def _mended(text: str) -> list[str]:
    return [word if word in _WORDS else mended((word,), _MENDED)[0] for word in all_words_of(text)]
