"""A short message after an answer, read as a question of its own: "and the Roth?", "why?", "compare it with the S&P".

What was said stays; what the message names takes the place of what was named before. Nothing is guessed: a word that
names nothing makes the whole message no follow-up, and it is then answered as understanding reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from advisor.dialogue import Mention, Question, Topic
from advisor.finance.book import book_at
from advisor.follow_ups.choice import chosen
from advisor.follow_ups.naming import ORDER, World, named_in, names
from advisor.follow_ups.shape import COMPARE, REST, WHY, cores, has_lead, plain
from advisor.kinds import KINDS
from advisor.periods.grammar import read_span
from advisor.periods.period import ASSUMED
from advisor.repository import Repository
from advisor.resolve.accounts import accounts_meant
from advisor.resolve.amounts import amounts_in
from advisor.resolve.ask_back import AskBack, together
from advisor.resolve.securities import Known

_SPOKEN_OF_AS_A_WHOLE = frozenset(
    (
        *("account_summary", "portfolio_value", "account_list", "cash_balance", "holdings", "performance"),
        *("performance_reason", "benchmark_comparison", "return_methods", "best_worst", "allocation", "exposure"),
        *("risk_summary", "holding_detail"),
    )
)
_REASON_OF_TRADES = frozenset(("transactions", "trade_reason"))
_REASON_OF_RESULTS = _SPOKEN_OF_AS_A_WHOLE - {"account_list", "cash_balance", "allocation", "exposure", "risk_summary"}
_ABOUT_SECURITIES = frozenset(("price_quote", "security_info", "compare_securities"))
# What has no reason in the customer's own data has one in general: the intent whose answer tells it.
GENERAL_REASONS: Mapping[str, str] = {
    "fees_paid": "faq_pricing",
    "fund_costs": "faq_expense_ratio",
    "dividends": "faq_dividend_policy",
    "rebalancing_status": "faq_rebalancing",
    "tax_loss_harvest": "faq_tax_loss_harvesting",
    "risk_summary": "faq_risk_score",
    "allocation": "faq_asset_allocation",
    "exposure": "faq_diversification",
    "tax_documents": "faq_tax_forms",
    "transfer_status": "faq_transfer_time",
    "cash_balance": "faq_asset_allocation",
}
# Where the question before doesn't heed what is named: the question that does.
_HOME: Mapping[str, str] = {
    "period": "performance",
    "asset_class": "allocation",
    "direction": "best_worst",
    "dimension": "exposure",
    "account": "portfolio_value",
    "benchmark": "benchmark_comparison",
    "security": "holding_detail",
}
# A word that names another question: "and the fees?" keeps account and period.
_KIND_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("fees", "fee", "charges"), "fees_paid"),
    **dict.fromkeys(("dividends", "dividend", "interest"), "dividends"),
    **dict.fromkeys(("return", "returns", "performance", "gain", "gains", "profit"), "performance"),
    **dict.fromkeys(("value", "worth", "balance"), "portfolio_value"),
    **dict.fromkeys(("holdings", "positions"), "holdings"),
    **dict.fromkeys(("allocation", "mix", "split"), "allocation"),
    **dict.fromkeys(("risk", "volatility"), "risk_summary"),
    **dict.fromkeys(("contributions",), "net_contributions"),
    **dict.fromkeys(("trades", "transactions", "activity", "deposits", "withdrawals"), "transactions"),
    "cash": "cash_balance",
}
_LISTING = "list them"
_OVERALL = frozenset(("overall", "in total", "total", "altogether"))  # after one account: all of them
_BEFORE_THAT = re.compile(r"(?:the )?(?P<unit>year|month|quarter) (?:before|prior|earlier)(?: (?:that|it|then))?")


@dataclass(frozen=True)
class FollowUp:
    """`question` is what is meant. `aside`: the topic stays what it was, "and the Roth?" after it is about that."""

    question: Question
    aside: bool = False


@dataclass(frozen=True)
class Generally:
    """There is no reason in the customer's own data: the general answer of `intent` is the one to give."""

    intent: str


def follow_up(
    topic: Topic, message: str, repository: Repository, *, customer_id: str, today: date
) -> FollowUp | Generally | None:
    """What `message` means right after `topic`; None where it is no follow-up to it.

    Whatever the repository raises passes through.
    """
    words = plain(message)
    if message.startswith("/") or not words:
        return None
    world = world_of(repository, customer_id, today)
    about = _About(topic, message, customer_id, today)
    if topic.asked is not None:
        return _answered(about, words, world)
    if topic.rows_shown and REST.fullmatch(words.lower()):
        return FollowUp(replace(about.question(topic.kind, {}), rows_before=topic.rows_shown))
    if WHY.fullmatch(words.lower()):
        return _why(about, repository)
    compared = COMPARE.fullmatch(words.lower())
    if compared is not None:
        # The place in the message with its own capitals: a ticker is told by them.
        return _against(about, words[compared.start("rest") :], world)
    return _other(about, words, world)


def world_of(repository: Repository, customer_id: str, today: date) -> World:
    accounts = [account for account in repository.accounts(customer_id) if account.opened_on <= today]
    transactions = repository.transactions([account.account_id for account in accounts], until=today)
    traded = {row.ticker for row in transactions if row.ticker is not None}
    known = Known(repository.securities(), book_at(transactions, today).shares, traded)
    return World(accounts, repository.goals(customer_id), known, today)


@dataclass(frozen=True)
class _About:
    topic: Topic
    message: str
    customer_id: str
    today: date

    def question(self, kind: str, named: Mapping[str, str], *, explains: bool = False) -> Question:
        """Of `kind`, about what was said before unless `named` says otherwise, as far as that kind heeds it.

        What `explains` the answer before covers the same period, also where the customer had named none.
        """
        said = {**self.topic.mentions, **named}
        default = _default_period(self.topic.kind)
        if explains and "period" not in said and default not in (None, _default_period(kind)):
            said["period"] = f"{default}{ASSUMED}"
        heeded = _heeded(kind)
        mentions = tuple(Mention(entity, words, words) for entity, words in said.items() if entity in heeded)
        # The mentions tell every word of the message, so it isn't read once more for what nobody marked.
        return Question(kind, self.customer_id, _LISTING if self.topic.listing else "", mentions)


def _default_period(kind: str) -> str | None:
    return KINDS[kind].default_period if kind in KINDS else None


def _heeded(kind: str) -> Sequence[str]:
    return KINDS[kind].entities if kind in KINDS else ()


def _answered(about: _About, words: str, world: World) -> FollowUp | None:
    """The answer to a question back, in words: "the second one", "the rollover", "the Roth, last year"."""
    topic = about.topic
    if topic.asked is None:
        return None
    value = chosen(topic.asked, words, topic.choices, replace(world, lenient=topic.asked == "security"))
    if value is not None:
        return FollowUp(about.question(topic.kind, {topic.asked: together(topic.before, value, topic.after)}))
    found = _other(about, words, world)
    if found is None or not any(mention.entity == topic.asked for mention in found.question.mentions):
        return found if has_lead(words) else None
    mentions = tuple(_beside(mention, topic) for mention in found.question.mentions)
    return replace(found, question=replace(found.question, mentions=mentions))


def _beside(mention: Mention, topic: Topic) -> Mention:
    """What was asked for stands beside what was named with it before: "VTI and BND"."""
    if mention.entity != topic.asked:
        return mention
    words = together(topic.before, mention.text, topic.after)
    return Mention(mention.entity, words, words)


def _why(about: _About, repository: Repository) -> FollowUp | Generally | None:
    kind = about.topic.kind
    if kind in _REASON_OF_TRADES:
        return FollowUp(about.question("trade_reason", {}, explains=True))
    if kind == "security_info":
        return FollowUp(about.question("trade_reason", {}, explains=True))
    if kind == "portfolio_value" and (as_of := repository.last_price_date(until=about.today)) is not None:
        # That answer tells how the value moved on the last market day.
        return FollowUp(
            about.question("performance_reason", {"period": f"on {as_of.isoformat()}{ASSUMED}"}), aside=True
        )
    if kind in _REASON_OF_RESULTS:
        return FollowUp(about.question("performance_reason", {}, explains=True), aside=True)
    return Generally(GENERAL_REASONS.get(kind, "out_of_scope"))


def _against(about: _About, rest: str, world: World) -> FollowUp | None:
    words = cores(rest)[-1]
    world = replace(world, lenient=True)
    kept = about.topic.mentions.get("security")
    if kept is not None and about.topic.kind in (*_ABOUT_SECURITIES, "holding_detail"):
        if not names("security", words, world):
            return None
        both = f"{kept.split(' and ')[0]} and {words}"
        return FollowUp(about.question("compare_securities", {"security": both}))
    named = named_in(words, ("period", "account", "benchmark"), world)
    if named is None:
        return None
    kind = "benchmark_comparison" if "benchmark" in named else about.topic.kind
    return FollowUp(about.question(kind, named, explains=True))


def _other(about: _About, words: str, world: World) -> FollowUp | None:
    """The same question about something else, or another question about the same."""
    lead = has_lead(words)
    world = replace(world, lenient=lead and not about.message.isupper())
    topic = about.topic
    for core in cores(words):
        shifted = _before_that(core, about)
        if shifted is not None:
            return FollowUp(about.question(topic.kind, {"period": shifted}))
        if "account" in topic.mentions and core.lower() in _OVERALL:
            return FollowUp(about.question(topic.kind, {"account": "all"}))
        other = _the_other(core, topic, world)
        if other is not None:
            return FollowUp(about.question(topic.kind, other))
        named = named_in(core, [entity for entity in ORDER if entity in _heeded(topic.kind)], world)
        if named is not None and (lead or not _says_nothing_new(named, topic, world)):
            return FollowUp(about.question(topic.kind, _beside_what_was_said(topic, named)))
        if named is None and lead and (elsewhere := _elsewhere(about, core, world)) is not None:
            return elsewhere
    return None


def _the_other(core: str, topic: Topic, world: World) -> Mapping[str, str] | None:
    """ "The other one", where one of two was talked about: two that were to choose from, or all there are."""
    if re.fullmatch(r"(?:in |for )?(?:the |my )?other(?: one| account| goal)?", core.lower()) is None:
        return None
    all_there_are = {
        "account": [account.account_id for account in world.accounts],
        "goal": [goal.goal_id for goal in world.goals],
    }
    for entity, there_are in all_there_are.items():
        one = topic.mentions.get(entity)
        for two in (topic.choices, there_are):
            if len(two) == 2 and one in two:
                return {entity: next(other for other in two if other != one)}
    return None


def _says_nothing_new(named: Mapping[str, str], topic: Topic, world: World) -> bool:
    """ "All my accounts" after an answer that covered them all: rather a question for the list of them."""
    if set(named) != {"account"} or "account" in topic.mentions:
        return False
    found = accounts_meant([Mention("account", named["account"], named["account"])], world.accounts)
    return not isinstance(found, AskBack) and len(found) == len(world.accounts) > 1


def _elsewhere(about: _About, core: str, world: World) -> FollowUp | None:
    """Where a lead ("and", "what about") shows that the message goes on: another question, about the same."""
    told = [word for word in re.findall(r"[a-z]+", core.lower()) if word not in ("the", "my", "in", "of", "total")]
    kinds = {_KIND_WORDS.get(word, "") for word in told}
    if len(kinds) == 1 and "" not in kinds:
        kind = kinds.pop()
        listed = kind == "transactions" and names("transaction_type", core, world)
        return FollowUp(about.question(kind, {"transaction_type": core} if listed else {}))
    if about.topic.kind == "goal_progress":
        wished = named_in(core, ("amount", "frequency", "date"), world)
        return None if wished is None else FollowUp(about.question("goal_what_if", wished))
    if about.topic.kind not in _SPOKEN_OF_AS_A_WHOLE:
        return None
    named = named_in(core, [entity for entity in ORDER if entity in _HOME], world)
    new = [entity for entity in named or {} if entity not in _heeded(about.topic.kind)]
    if named is None or not new:
        return None
    kind = next((_HOME[entity] for entity in reversed(ORDER) if entity in new), "")
    if not set(named) <= set(_heeded(kind)) or ("period" in new and "security" in about.topic.mentions):
        return None
    return FollowUp(about.question(kind, named))


def _beside_what_was_said(topic: Topic, named: Mapping[str, str]) -> Mapping[str, str]:
    """In a comparison a further security joins the others; a bare amount takes the place of the one before:
    "$200 more a month", then "and $300?"."""
    before = topic.mentions.get("security")
    if topic.kind == "compare_securities" and "security" in named and before is not None:
        return {**named, "security": f"{before} and {named['security']}"}
    amount = topic.mentions.get("amount", "")
    said = amounts_in(named.get("amount", ""))
    if len(said) == 1 and said[0].end - said[0].start == len(named["amount"]) and amount.count("$") == 1:
        return {**named, "amount": re.sub(r"\$[\d,.]+", f"${said[0].amount:f}", amount)}
    return named


def _before_that(core: str, about: _About) -> str | None:
    """ "the year before": the one before the period that was talked about."""
    match = _BEFORE_THAT.fullmatch(core.lower())
    if match is None or "period" not in _heeded(about.topic.kind):
        return None
    words = about.topic.mentions.get("period") or _default_period(about.topic.kind) or ""
    span = read_span(words, about.today)
    if span is None or span.start is None:
        return None
    if match["unit"] == "year":
        return f"in {span.start.year - 1}"
    before = span.start.replace(day=1) - timedelta(days=1)
    if match["unit"] == "month":
        return f"in {before:%B %Y}"
    first_of_quarter = span.start.replace(month=(span.start.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    return f"Q{(first_of_quarter.month - 1) // 3 + 1} {first_of_quarter.year}"
