"""Another risk level, for all accounts or for some; the firm decides after a look at the customer's profile."""

from __future__ import annotations

from dataclasses import replace

from advisor.requests.field import Known
from advisor.requests.fields.account import ALL, AccountField, accounts_title
from advisor.requests.fields.risk_level import RiskLevelField, level_title
from advisor.requests.form import Form
from advisor.requests.forms.no_account import no_account
from advisor.requests.records import World
from advisor.requests.store import NewRequest, Recorded


def _summary(known: Known, world: World) -> str:
    if known["account"] != ALL and len(world.accounts) > 1:
        return (
            f"Set the risk level of {accounts_title(known['account'], world)} to "
            f"{level_title(int(known['risk_level']))}; everything else stays as it is."
        )
    return (
        f"Change the risk level of {accounts_title(known['account'], world)} from "
        f"{level_title(world.customer.risk_level)} to {level_title(int(known['risk_level']))}."
    )


def _request(request: NewRequest, known: Known, world: World) -> NewRequest:
    account = known["account"]
    return request if account == ALL or " " in account else replace(request, account_id=account)


def _done(recorded: Recorded, world: World) -> str:
    return "Our team looks at it with your profile and tells you; nothing is bought or sold before that."


CHANGE_RISK_LEVEL = Form(
    kind="change_risk_level",
    fields=(
        AccountField(lambda _, __: "For which of your accounts?", several=True),
        RiskLevelField(),
    ),
    summary=_summary,
    request=_request,
    done=_done,
    refused=no_account,
)
