"""A statement or report made for the customer: which period, which accounts, and how it is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from advisor.requests.field import Known, Mode, Question, Reading
from advisor.requests.fields.account import ALL, AccountField, accounts_title
from advisor.requests.fields.period import PeriodField, period_title
from advisor.requests.form import Form
from advisor.requests.forms.no_account import no_account
from advisor.requests.records import Heard, Offer, World
from advisor.requests.store import NewRequest, Recorded

_POST = re.compile(
    r"\b(?:paper|by (?:post|mail)|printed|print|in the mail|postal|ship|(?<!e-)(?<!e )mail me|hard ?copy|large print)\b"
)
_ONLINE = re.compile(r"\b(?:pdf|online|download\w*|e-?mail\w*|electronic\w*|digital\w*|documents)\b")
_WAYS = {"online": "as a PDF among your documents", "post": "on paper by post"}
_OFFERS = (Offer("As a PDF", "online"), Offer("On paper", "post"))


@dataclass(frozen=True)
class _WayField:
    """A PDF among the documents of the site, unless paper is asked for."""

    name: str = "way"
    called: tuple[str, ...] = ("delivery", "format")

    def is_needed(self, known: Known) -> bool:
        return True

    def read(self, heard: Heard, known: Known, world: World, *, mode: Mode) -> Reading | None:
        text = heard.text.casefold()
        for value, pattern in (("post", _POST), ("online", _ONLINE)):
            found = pattern.search(text)
            if found is not None:
                return Reading(value, words=(found[0],))
        return None

    def default(self, known: Known, world: World) -> str | None:
        return "online"

    def check(self, known: Known, world: World) -> Question | None:
        return None if known[self.name] in _WAYS else self.ask(known, world)

    def ask(self, known: Known, world: World) -> Question:
        return Question("How should we send it?", _OFFERS)


def _summary(known: Known, world: World) -> str:
    which = accounts_title(known["account"], world)
    return f"Statement of {which} for {period_title(known['period'], world)}, {_WAYS[known['way']]}."


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    account = known["account"]
    return request if account == ALL or " " in account else replace(request, account_id=account)


def _done(recorded: Recorded, world: World) -> str:
    return "Our team makes it and tells you by email once it is there."


STATEMENT_REQUEST = Form(
    kind="statement_request",
    fields=(
        AccountField(lambda _, __: "Of which account?", several=True),
        PeriodField(),
        _WayField(),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    refused=no_account,
)
