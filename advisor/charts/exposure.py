"""The weight of each region, sector or position, as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from advisor.charts.specification import BLUE, specification
from advisor.questions.exposure import Exposure
from advisor.wording.exposure import DIMENSION_TITLES
from advisor.wording.voice import Voice, capitalised

_MOST_BARS = 20


def exposure_chart(record: Exposure, voice: Voice) -> Mapping[str, object] | None:
    """A bar for each, the largest first, at most 20; None where nothing is held or a weight is unknown."""
    if not record.items or any(item.weight is None for item in record.items):
        return None
    title = DIMENSION_TITLES[record.dimension]
    shown = record.items[:_MOST_BARS]
    rows = [
        {"name": name, "weight": round(item.weight or 0.0, 6)}
        for name, item in zip(_apart([capitalised(item.name) for item in shown]), shown, strict=True)
    ]
    about = f"{capitalised(voice.subject)} by {title}"
    largest = f", the {_MOST_BARS} largest" if len(record.items) > _MOST_BARS else ""
    return specification(
        title=about + largest,
        description=f"{about}{largest}: a bar for the share of each in the value; uninvested cash has none.",
        rows=rows,
        mark={"type": "bar", "color": BLUE},
        encoding={
            "y": {
                "field": "name",
                "type": "nominal",
                "title": capitalised(title),
                "sort": None,
                "axis": {"labelLimit": 240},
            },
            "x": {
                "field": "weight",
                "type": "quantitative",
                "title": "Share of the value (%)",
                "axis": {"format": ".0%"},
            },
        },
    )


def _apart(names: Sequence[str]) -> list[str]:
    """Two positions of one name would share a bar: the later ones get a number."""
    seen: Counter[str] = Counter()
    apart: list[str] = []
    for name in names:
        seen[name] += 1
        apart.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return apart
