"""What a "what if" tries, from the words of whole messages; marks as in training: [200](amount)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.dialogue import Mention
from advisor.resolve.ask_back import AskBack
from advisor.resolve.dates import Aged, Named, Shifted
from advisor.resolve.wish_words import wish_meant
from advisor.resolve.wishes import Change, Wish, ask_about
from tests.unit.advisor.goals_world import goal
from tests.unit.advisor.world import TODAY

D = Decimal
_MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def _wish(marked: str) -> Wish:
    said = [Mention(match[2], match[1], match[1]) for match in _MARK.finditer(marked)]
    return _of(_MARK.sub(r"\1", marked), said)


def _of(message: str, said: list[Mention]) -> Wish:
    by_entity = [[m for m in said if m.entity == entity] for entity in ("amount", "frequency", "date", "goal")]
    return wish_meant(*by_entity, message=message, today=TODAY)


def _monthly(change: Change | None, present: int = 1000) -> Decimal:
    assert change is not None
    return round(change.of(D(present)), 2)


@pytest.mark.parametrize(
    ("marked", "monthly"),
    [
        ("what if I saved [$200](amount) more [a month](frequency)", "1200"),
        ("what if I save [800](amount) [a month](frequency)", "800"),
        ("I can spare another [$250](amount) [a month](frequency). How much sooner would I get there?", "1250"),
        ("if I paid in [$300](amount) less [per month](frequency)", "700"),
        ("we cut back to [$150](amount) [monthly](frequency)", "150"),
        ("say i bump it up to [1,500](amount) [monthly](frequency)", "1500"),
        ("what if I bumped up my contribution by [$200](amount)", "1200"),
        ("raise my contribution from [250](amount) to [400](amount)", "400"),
        ("[500](amount) instead of 300 [a month](frequency)", "500"),
        ("goal with [75](amount) extra [per week](frequency)?", "1325"),
        ("only keep up [$90](amount) [every other week](frequency)", "195"),
        ("would [twice a month](frequency) [250](amount) get me there", "500"),
        ("if I added [$600](amount) more [quarterly](frequency)", "1200"),
        ("[$1,500](amount) [a quarter](frequency)", "500"),
        ("how much more would I have if I saved [$900](amount) [a month](frequency)", "900"),
        ("save [800](amount) [a month](frequency), what more would I have", "800"),
        ("what if I put away [five hundred](amount)", "500"),
        ("what if I contribute [150](amount) less", "850"),
        ("what if we add [300](amount) [a month](frequency)", "1300"),
        ("and if I put in [300](amount) [a month](frequency)", "300"),
        ("if I stop contributing", "0"),
        ("what happens if I don't pay in anything more", "0"),
        ("wat if i save nothing anymore", "0"),
        ("scenario: save half as much", "500"),
        ("pretend I double my contributions", "2000"),
        ("if i raise my contribution 10%", "1100"),
        ("what if I cut my savings by 25 percent", "750"),
    ],
)
def test_a_contribution_is_replaced_added_to_or_scaled(marked: str, monthly: str) -> None:
    wish = _wish(marked)
    assert _monthly(wish.contribution) == D(monthly)
    assert (wish.target, wish.lump_sum, wish.unclear) == (None, None, None)


def test_no_contribution_falls_below_nothing() -> None:
    assert _monthly(_wish("[$300](amount) less [a month](frequency)").contribution, 200) == 0


@pytest.mark.parametrize(
    ("marked", "lump_sum"),
    [
        ("if I add [10k](amount) now", "10000"),
        ("if I added [10,000](amount)", "10000"),
        ("my bonus is [5k](amount), what would adding it do", "5000"),
        ("using my bonus of [5k](amount)", "5000"),
        ("the [15k](amount) from my inheritance toward the [down payment](goal)", "15000"),
        ("simulate one off [20 grand](amount) into [kids' college](goal)", "20000"),
        ("how much better if i put [a thousand](amount) more in right now", "1000"),
        ("what does a [$5,000](amount) extra deposit do", "5000"),
        ("if I took a second job and added [5k](amount)", "5000"),
        ("what if I took out [5k](amount)", "-5000"),
        ("if I withdraw [$3,000](amount) now", "-3000"),
    ],
)
def test_an_amount_without_a_frequency_may_be_a_lump_sum(marked: str, lump_sum: str) -> None:
    wish = _wish(marked)
    assert wish.lump_sum == D(lump_sum)
    assert (wish.contribution, wish.target) == (None, None)


@pytest.mark.parametrize(
    ("marked", "target"),
    [
        ("what if the [house](goal) costs [600k](amount)", "600000"),
        ("if I only needed [$40,000](amount)", "40000"),
        ("if I needed 500k", "500000"),
        ("what if i lower my [retirement](goal) target to [half a million](amount)", "500000"),
        ("should it cost [15,000](amount) more than planned", "1015000"),
        ("what if we raise the target by [50k](amount)", "1050000"),
        ("what if the house is 10% more expensive", "1100000"),
    ],
)
def test_what_it_costs_is_the_target(marked: str, target: str) -> None:
    wish = _wish(marked)
    assert wish.target is not None and wish.target.of(D(1_000_000)) == D(target)
    assert (wish.contribution, wish.lump_sum) == (None, None)


def test_several_wishes_go_together() -> None:
    wish = _wish("retire [3 years](date) earlier, add [$5,000](amount) now and [100](amount) more [monthly](frequency)")
    assert wish == Wish(contribution=Change(plus=D(100)), lump_sum=D(5000), when=Shifted(-36))


def test_the_name_of_a_goal_is_no_wish() -> None:
    assert _wish("what about my [early retirement](goal)") == Wish()
    assert _wish("[retire](goal) earlier, possible?") == Wish(hint="earlier")


def test_what_no_word_explains_is_left_unclear() -> None:
    assert _wish("what about [$500](amount)") == Wish(unclear=D(500))
    assert _wish("what if markets return 8%") == Wish()
    assert _wish("skip a year of saving, how bad is it") == Wish()


def test_years_and_ages_are_no_amounts() -> None:
    assert _wish("I'm 45, what if I save 500 a month until 2050") == Wish(
        contribution=Change(D(0), D(500)), when=Named(2050)
    )


def test_what_an_earlier_turn_left_standing_counts_too() -> None:
    kept = [Mention("amount", "contribution $200 more a month", "contribution $200 more a month")]
    assert _of("and for the house?", kept) == Wish(contribution=Change(plus=D(200)))


GOAL = goal(until="2046-11-30", monthly="300")


def _asked(wish: Wish, present: str = "300") -> AskBack:
    back = ask_about(wish, goal(monthly=present), money=lambda amount: f"${amount:,.2f}", today=TODAY)
    assert back is not None
    return back


def test_an_age_is_asked_back_for_a_year_and_keeps_the_rest() -> None:
    back = _asked(Wish(contribution=Change(plus=D(50)), when=Aged(62)))
    assert "year of birth" in back.text and back.entity == "date"
    assert [choice.title for choice in back.choices] == ["2041", "2044", "2048", "2051"]
    assert back.kept == {"goal": "G-1", "amount": "contribution $50 more a month"}


def test_an_unclear_amount_is_asked_back_for_what_it_is() -> None:
    back = _asked(Wish(unclear=D(500), when=Shifted(12)))
    assert [choice.title for choice in back.choices] == [
        *("$500.00 a month", "$500.00 more a month", "$500.00 once, now", "$500.00 as the target")
    ]
    assert back.kept == {"goal": "G-1", "date": "12 months later"}
    read = [_of("/goal_what_if", [Mention("amount", choice.value, choice.value)]) for choice in back.choices]
    assert read == [
        Wish(contribution=Change(D(0), D(500))),
        Wish(contribution=Change(plus=D(500))),
        Wish(lump_sum=D(500)),
        Wish(target=Change(D(0), D(500))),
    ]


@pytest.mark.parametrize(
    ("message", "entity", "first"),
    [
        ("what if I saved more", "amount", "$50.00 more a month"),
        ("what if I save less", "amount", "Half as much"),
        ("retire earlier?", "date", "1 year earlier"),
        ("later retirement = better odds?", "date", "1 year later"),
        ("play with the numbers", "amount", "$50.00 more a month"),
    ],
)
def test_a_wish_without_a_figure_is_asked_back(message: str, entity: str, first: str) -> None:
    back = _asked(_wish(message))
    assert (back.entity, back.choices[0].title) == (entity, first)


def test_less_than_nothing_is_not_offered() -> None:
    assert _asked(Wish(hint="less"), "0").choices[0].title == "$50.00 more a month"


def test_what_is_clear_is_not_asked_back() -> None:
    assert ask_about(Wish(lump_sum=D(1)), GOAL, money=str, today=TODAY) is None


_CENTS = st.integers(1, 10**9).map(lambda cents: D(cents) / 100)
_PACES = st.sampled_from([12, 52, 26, 24, 4, 1])
_CONTRIBUTIONS = st.one_of(
    st.builds(
        lambda amount, times, sign: Change(plus=sign * amount * times / 12), _CENTS, _PACES, st.sampled_from([1, -1])
    ),
    st.builds(lambda amount, times: Change(D(0), amount * times / 12), _CENTS, _PACES),
    st.sampled_from([Change(times=D(0)), Change(times=D("0.5")), Change(times=D(2)), Change(times=D("1.1"))]),
)
_TARGETS = st.one_of(
    st.builds(lambda amount, times: Change(D(times), amount), _CENTS, st.sampled_from([0, 1])),
    st.sampled_from([Change(times=D("1.1")), Change(times=D("0.75"))]),
)
_WHENS = st.one_of(
    st.integers(2027, 2099).map(Named), st.integers(-240, 240).filter(bool).map(Shifted), st.integers(40, 80).map(Aged)
)


@settings(deadline=None)
@given(
    st.none() | _CONTRIBUTIONS,
    st.none() | _TARGETS,
    st.none() | _CENTS | _CENTS.map(lambda amount: -amount),
    st.none() | _WHENS,
)
def test_words_for_a_wish_are_read_as_it_again(
    contribution: Change | None, target: Change | None, lump_sum: Decimal | None, when: Named | Shifted | Aged | None
) -> None:
    wish = Wish(contribution, target, lump_sum, when)
    said = [Mention(entity, words, words) for entity, words in wish.words.items()]
    read = _of("/goal_what_if", said)
    assert (read.target, read.lump_sum, read.when, read.unclear) == (target, lump_sum, when, None)
    if contribution is None:
        assert read.contribution is None
    else:
        assert read.contribution is not None and read.contribution.times == contribution.times
        assert abs(read.contribution.plus - contribution.plus) < D("1e-15")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    _of(text, [Mention("amount", text[:5], text[:5]), Mention("date", text[-5:], text[-5:])])
