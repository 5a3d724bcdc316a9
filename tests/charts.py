"""Checks that every chart of an answer has to pass, and a picture of it to look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair
import jsonschema
import vl_convert

MOST_POINTS = 200
PICTURES = Path("var/charts")
_SCHEMA = Path(altair.__file__).parent / "vegalite/v5/schema/vega-lite-schema.json"


@lru_cache(maxsize=1)
def _validator() -> Any:
    return jsonschema.Draft7Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def check_chart(chart: Mapping[str, Any]) -> None:
    """Valid Vega-Lite v5 as JSON, data inline and not too many, a title, axis titles and a description."""
    spec = json.loads(json.dumps(chart, allow_nan=False))
    assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    _validator().validate(spec)
    assert spec["title"]
    assert len(spec["description"].split()) >= 5, "a screen reader needs a sentence"
    rows = spec["data"]["values"]
    assert 0 < len(rows) <= MOST_POINTS
    axes = [(channel, encoding) for channel, encoding in _encodings(spec) if channel in ("x", "y")]
    assert {channel for channel, _ in axes} == {"x", "y"}
    for channel, encoding in axes:
        assert encoding.get("title"), f"the axis {channel} of {spec['title']!r} has no title"


def draw(chart: Mapping[str, Any], name: str) -> bytes:
    """The chart as PNG, kept in var/charts/NAME.png to look at."""
    picture: bytes = vl_convert.vegalite_to_png(dict(chart) | {"width": 480}, vl_version="5.20", scale=1)
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(picture)
    return picture


def _encodings(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each axis once: in layers the first that names it counts, as a shared axis has one title."""
    seen: set[str] = set()
    for part in (spec, *spec.get("layer", ())):
        for channel, encoding in part.get("encoding", {}).items():
            if channel not in seen and "title" in encoding:
                seen.add(channel)
                yield channel, encoding
