"""The names of the graph's outputs, for who runs it and needs no more of how it is built."""

from __future__ import annotations

STATES = "states"  # of the top layer, (batch, pieces, width)


def output_of(layers: int) -> str:
    """The output that holds what the lowest `layers` make of a text, 1 or more and fewer than there are in all."""
    return f"{layers - 1}.down_norm.out"
