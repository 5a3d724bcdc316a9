"""Requests that can be left and taken up again later: the questionnaire, with the answers that were given.

Anything else that is left unfinished is dropped: a balance, a limit or a wish may be another one tomorrow.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from advisor.questionnaire.dialogue import PATIENCE, RISK_QUESTIONNAIRE
from advisor.requests.records import Asks, Draft, World

__all__ = ["PATIENCE", "still_waits", "take_up", "waits"]

_TAKEN_UP = {"risk_questionnaire": RISK_QUESTIONNAIRE}


def waits(draft: Draft | None) -> bool:
    """Whether there is anything in an unfinished request that is kept when it is left."""
    return draft is not None and draft.kind in _TAKEN_UP and bool(draft.fields)


def still_waits(draft: Draft, now: datetime) -> bool:
    return waits(draft) and now - draft.heard_at < PATIENCE


def take_up(draft: Draft, world: World) -> Asks:
    """Goes on where the customer stopped. Raises KeyError for a kind of which `waits` is false."""
    here = replace(draft, heard_at=world.now, tries=0)
    return Asks(here, _TAKEN_UP[draft.kind].taken_up(here, world))
