"""Which security a customer means."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from advisor.dialogue import Mention
from advisor.model import Security
from advisor.resolve.ask_back import AskBack
from advisor.resolve.benchmarks import benchmark_meant
from advisor.resolve.securities import Known, ask_for_security, securities_meant
from advisor.resolve.securities_named import securities_in, securities_marked
from tests.fakes.portfolio import security

FUNDS = (
    security("AAPL", name="Apple Inc.", kind="stock", aliases=("Apple",)),
    security("BND", name="Vanguard Total Bond Market ETF", asset_class="bonds", aliases=("Vanguard Total Bond",)),
    security("BNDX", name="Vanguard Total International Bond ETF", asset_class="bonds"),
    security("GLD", name="SPDR Gold Shares", asset_class="commodities", aliases=("gold",)),
    security("JNJ", name="Johnson & Johnson", kind="stock", aliases=("J&J",)),
    security("VTI", name="Vanguard Total Stock Market ETF", aliases=("total stock market",)),
    security("VTSAX", name="Vanguard Total Stock Market Index Fund", kind="mutual_fund"),
    security("VXUS", name="Vanguard Total International Stock ETF"),
)
INDEXES = (
    security("DJI", name="Dow Jones Industrial Average", kind="index", asset_class=None, aliases=("the Dow",)),
    security("IXIC", name="Nasdaq Composite", kind="index", asset_class=None, aliases=("Nasdaq",)),
    security("SPX", name="S&P 500", kind="index", asset_class=None, aliases=("S&P 500", "the market", "S&P")),
)


def _tickers(*texts: str, held: Collection[str] = (), traded: Collection[str] = ()) -> list[str] | AskBack:
    mentions = [Mention("security", text, text) for text in texts]
    found = securities_meant(mentions, Known(sorted((*FUNDS, *INDEXES), key=lambda s: s.ticker), held, traded))
    return found if isinstance(found, AskBack) else [one.ticker for one in found]


@pytest.mark.parametrize(
    ("text", "ticker"),
    [
        ("VTI", "VTI"),
        ("vti", "VTI"),
        ("$AAPL", "AAPL"),
        ("apple stock", "AAPL"),
        ("Aple", "AAPL"),
        ("my VXUS position", "VXUS"),
        ("vanguard total bond", "BND"),
        ("vangaurd total bond", "BND"),
        ("the gold etf", "GLD"),
        ("gold fund", "GLD"),
        ("j&j", "JNJ"),
        ("J and J", "JNJ"),
        ("johnson and johnson", "JNJ"),
        ("Total Stock Market", "VTI"),
        ("international bond fund", "BNDX"),
        ("s&p", "SPX"),
        ("S and P 500", "SPX"),
        ("sp500", "SPX"),
        ("VXSU", "VXUS"),
        ("VTSX", "VTSAX"),
        ("vanguard total stock market etf", "VTI"),
    ],
)
def test_a_ticker_a_name_an_alias_or_a_small_slip_of_one_finds_the_security(text: str, ticker: str) -> None:
    assert _tickers(text) == [ticker]


@pytest.mark.parametrize("text", ["SCHB", "VTV", "VXUZ", "tesla", "emerging markets bond fund"])
def test_another_ticker_or_an_unknown_name_is_never_guessed_at(text: str) -> None:
    back = _tickers(text, held=["VTI"])
    assert isinstance(back, AskBack)
    assert text in back.text
    assert [choice.value for choice in back.choices] == ["VTI"]


def test_of_several_that_fit_the_one_held_is_meant() -> None:
    assert _tickers("vanguard international", held=["VXUS"], traded=["VXUS", "BNDX"]) == ["VXUS"]
    assert _tickers("vanguard international", traded=["BNDX"]) == ["BNDX"]


def test_several_that_fit_are_asked_back_with_those_held() -> None:
    back = _tickers("vanguard", held=["VTI", "BND"])
    assert isinstance(back, AskBack)
    assert [choice.value for choice in back.choices] == ["BND", "VTI"]


@pytest.mark.parametrize(
    "texts", [("VTI", "BND"), ("vti and bnd",), ("VTI vs. BND",), ("vti versus vanguard total bond",), ("VTI/BND",)]
)
def test_several_securities_come_in_the_order_named(texts: tuple[str, ...]) -> None:
    assert _tickers(*texts) == ["VTI", "BND"]


def test_a_name_with_and_in_it_is_one_security() -> None:
    assert _tickers("Johnson & Johnson and Apple") == ["JNJ", "AAPL"] or isinstance(_tickers("Johnson & Johnson"), list)
    assert _tickers("Johnson & Johnson") == ["JNJ"]


def test_one_named_twice_counts_once() -> None:
    assert _tickers("VTI", "total stock market") == ["VTI"]


@pytest.mark.parametrize(
    ("message", "tickers"),
    [
        ("how is VTI doing", ["VTI"]),
        ("BND or VTI", ["BND", "VTI"]),
        ("what does the Vanguard Total Bond hold", ["BND"]),
        ("is it gold", []),
        ("what am I holding", []),
        ('/price_quote{"security": "VTI"}', []),
    ],
)
def test_an_unmarked_name_is_found_only_where_it_is_plain(message: str, tickers: list[str]) -> None:
    assert [mention.value for mention in securities_in(message, Known(FUNDS))] == tickers


@pytest.mark.parametrize(
    ("message", "tickers"),
    [
        ("gold price", ["GLD"]),
        ("did apple go up today", ["AAPL"]),
        ("which did better, j&j or apple", ["JNJ", "AAPL"]),
        ("vti price", ["VTI"]),
        ("S&P 500 vs Nasdaq", ["SPX", "IXIC"]),
        ("is gold better than the market", ["GLD"]),
        ("how is the market", ["SPX"]),
        ("tell me about it", []),
    ],
)
def test_where_a_question_needs_a_security_a_single_word_is_enough(message: str, tickers: list[str]) -> None:
    known = Known((*FUNDS, *INDEXES))
    assert [mention.value for mention in securities_in(message, known, needed=1)] == tickers


@pytest.mark.parametrize(
    ("message", "tickers"),
    [
        ("dividends from apple", ["AAPL"]),
        ("dividends of Vanguard Total Bond Market", ["BND"]),
        ("why was vti sold", ["VTI"]),
        ("why was bnd sold", []),
        ("why did you sell vti", ["VTI"]),
        ("apple of my eye", []),
        ("why did you sell when the market fell", []),
        ("why did you sell johnson & johnson", ["JNJ"]),
    ],
)
def test_elsewhere_a_single_word_counts_behind_words_that_take_one(message: str, tickers: list[str]) -> None:
    assert [mention.value for mention in securities_in(message, Known((*FUNDS, *INDEXES), held=["VTI"]))] == tickers


@pytest.mark.parametrize(
    ("marked", "message", "needed", "tickers"),
    [
        (["total", "bond"], "price of vanguard total bond", 1, ["BND"]),
        (["VTI"], "VTI or BND", 2, ["VTI", "BND"]),
        (["BND"], "VTI or BND", 2, ["VTI", "BND"]),
        (["VTI"], "how much VTI did you sell to buy BND", 0, ["VTI"]),
        (["Vanguard Total Bond"], "vanguard total bond", 1, ["Vanguard Total Bond"]),
    ],
)
def test_whole_names_take_the_place_of_marked_parts(
    marked: list[str], message: str, needed: int, tickers: list[str]
) -> None:
    mentions = [Mention("security", text, text) for text in marked]
    found = securities_marked(mentions, message, Known((*FUNDS, *INDEXES)), needed=needed)
    assert [mention.value for mention in found] == tickers


def test_words_that_fit_two_funds_are_narrowed_to_the_one_held() -> None:
    (mention,) = securities_in("cost of vanguard total stock market", Known(FUNDS), needed=1)
    found = securities_meant([mention], Known(FUNDS, held=["VTSAX"]))
    assert isinstance(found, tuple) and [one.ticker for one in found] == ["VTSAX"]


def test_asking_for_the_second_security_keeps_the_first() -> None:
    back = ask_for_security(Known(FUNDS, held=["VTI", "BND"]), named=FUNDS[5])
    assert ([choice.value for choice in back.choices], back.before) == (["BND"], ("VTI",))


def _benchmark(text: str) -> Security | AskBack | None:
    return benchmark_meant([Mention("benchmark", text, text)], (*FUNDS, *INDEXES))


@pytest.mark.parametrize(
    ("text", "ticker"),
    [
        ("the market", "SPX"),
        ("stock market", "SPX"),
        ("s&p 500", "SPX"),
        ("S and P", "SPX"),
        ("nasdaq", "IXIC"),
        ("nasdak", "IXIC"),
        ("the Dow", "DJI"),
        ("dow jones", "DJI"),
        ("the nasdaq index", "IXIC"),
    ],
)
def test_a_benchmark_is_an_index_by_name_or_alias(text: str, ticker: str) -> None:
    found = _benchmark(text)
    assert isinstance(found, Security)
    assert found.ticker == ticker


@pytest.mark.parametrize("text", ["russell 2000", "nasdaq 100", "VTI", "bloomberg aggregate"])
def test_what_is_no_known_index_is_asked_back_with_those_there_are(text: str) -> None:
    back = _benchmark(text)
    assert isinstance(back, AskBack)
    assert [choice.value for choice in back.choices] == ["DJI", "IXIC", "SPX"]


def test_without_a_mention_the_benchmark_is_the_market_if_the_data_have_it() -> None:
    assert benchmark_meant([], INDEXES) == INDEXES[2]
    assert benchmark_meant([], INDEXES[:2]) is None


SHARES = (
    security("BRK.A", name="Berkshire Hathaway Class A", kind="stock"),
    security("BRK.B", name="Berkshire Hathaway Class B", kind="stock"),
    *FUNDS,
)


@pytest.mark.parametrize("ticker", ["BRK.B", "BRK/B", "BRK-B", "BRK B"])
@pytest.mark.parametrize("said", ["BRK.B", "BRK/B", "brk-b", "brk b", "BRK/B shares", "$BRK.B"])
def test_a_ticker_with_a_class_is_the_same_in_all_spellings(ticker: str, said: str) -> None:
    known = Known([security("BRK.A", name="Berkshire A", kind="stock"), security(ticker, name="B", kind="stock")])
    assert securities_meant([Mention("security", said, said)], known) == (known.securities[1],)
    assert [mention.value for mention in securities_in(f"bought {said}", known, needed=1)] == [ticker]


def test_a_ticker_with_a_class_is_found_in_capitals_though_none_is_needed_or_held() -> None:
    assert [mention.value for mention in securities_in("my trades in BRK/A", Known(SHARES))] == ["BRK.A"]


@pytest.mark.parametrize(
    ("said", "before", "choices", "after"),
    [
        ("VTI vs Berkshire vs BND", ("VTI",), ["BRK.A", "BRK.B"], ("BND",)),
        ("BRK/B, VTI/Zyzzyva and GLD", ("BRK.B", "VTI"), ["AAPL"], ("GLD",)),
        ("Zyzzyva and BRK/A and nonsense", (), ["AAPL"], ("BRK.A", "nonsense")),
        ("Zyzzyva and nonsense", (), ["AAPL"], ()),
    ],
)
def test_what_is_clear_beside_an_unclear_security_is_kept(
    said: str, before: tuple[str, ...], choices: list[str], after: tuple[str, ...]
) -> None:
    back = securities_meant([Mention("security", said, said)], Known(SHARES, held=("AAPL", *before)))
    assert isinstance(back, AskBack)
    assert (back.before, [choice.value for choice in back.choices], back.after) == (before, choices, after)


@pytest.mark.parametrize(
    ("held", "traded", "offered"),
    [(["GLD"], ["BND", "GLD"], ["GLD"]), ([], ["BND"], ["BND"]), ([], [], [one.ticker for one in SHARES[:8]])],
)
def test_a_question_back_about_a_security_always_has_choices(
    held: list[str], traded: list[str], offered: list[str]
) -> None:
    known = Known(SHARES, held, traded)
    unknown = securities_meant([Mention("security", "ZZZZ", "ZZZZ")], known)
    for back in (unknown, ask_for_security(known)):
        assert isinstance(back, AskBack)
        assert [choice.value for choice in back.choices] == offered


def test_without_an_index_none_is_asked_for() -> None:
    assert benchmark_meant([Mention("benchmark", "Nasdaq", "Nasdaq")], FUNDS) is None
