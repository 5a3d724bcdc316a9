"""The weight of each asset class, with a mark where its target is."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.charts.specification import specification
from advisor.questions.allocation import Allocation
from advisor.resolve.asset_classes import CLASS_TITLES
from advisor.wording.voice import Voice, capitalised


def allocation_chart(record: Allocation, voice: Voice) -> Mapping[str, object] | None:
    """A bar for each class that is there or should be, the largest first; a line across it for its target, if any.

    None where the weights are unknown or nothing is there.
    """
    shares = [share for share in record.by_class if share.weight is not None and (share.weight or share.target)]
    if not shares:
        return None
    targeted = any(share.target is not None for share in shares)
    rows = [
        {
            "asset_class": capitalised(CLASS_TITLES[share.asset_class]),
            "weight": round(share.weight or 0.0, 6),
            **({"target": round(share.target or 0.0, 6)} if targeted else {}),
        }
        for share in sorted(shares, key=lambda share: (-(share.weight or 0.0), share.asset_class))
    ]
    about = f"{capitalised(voice.subject)} by asset class"
    beside = ", with a line across each bar where its target is" if targeted else ""
    axis = {"type": "quantitative", "title": "Share of the value (%)", "axis": {"format": ".0%"}}
    weights = {"x": {"field": "weight", **axis}}
    bars = {"mark": {"type": "bar"}, "encoding": {**weights, "color": {"datum": "Share"}}}
    ticks = {
        "mark": {"type": "tick", "thickness": 4, "size": 20, "opacity": 1},
        "encoding": {"x": {"field": "target", **axis}, "color": {"datum": "Target"}},
    }
    return specification(
        title=about + (" beside its target" if targeted else ""),
        description=f"{about}: a bar for the share of each class in the value{beside}.",
        rows=rows,
        encoding={"y": {"field": "asset_class", "type": "nominal", "title": "Asset class", "sort": None}},
        layer=[bars, ticks] if targeted else [{"mark": {"type": "bar"}, "encoding": weights}],
    )
