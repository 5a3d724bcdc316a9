"""What all charts have in common: a Vega-Lite v5 specification with its data inside, in colours anyone can tell apart.

The colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any common colour blindness
can tell apart; series differ by dash or position besides, so that no chart speaks by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MOST_POINTS = 200  # rows of data in one chart

BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION = "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00"
GREY = "#767676"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, GREY)
UP, DOWN = BLUE, VERMILION  # gains and losses


def specification(
    *, title: str, description: str, rows: Sequence[Mapping[str, object]], **body: Any
) -> Mapping[str, object]:
    """A chart as JSON values: `body` holds Vega-Lite's `mark` and `encoding`, or `layer`.

    `description` tells a screen reader what the chart shows, `rows` are its table. Raises ValueError for more than
    `MOST_POINTS` rows: thin them out with `spread` first.
    """
    if len(rows) > MOST_POINTS:
        raise ValueError(f"advisor.charts: {len(rows)} rows are too many for {title!r}; {MOST_POINTS} is the most")
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": description,
        "width": "container",
        "data": {"values": [dict(row) for row in rows]},
        **body,
        "config": {"range": {"category": list(PALETTE)}},
    }


def spread(count: int, most: int) -> NDArray[np.int64]:
    """At most `most` of the indexes 0 … count − 1, evenly spread, with the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))
