"""Every measure against values worked by hand, or against scikit-learn's."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, f1_score, log_loss, roc_auc_score

from scripts.evaluation import confidence, intents
from scripts.evaluation.judged import NOTHING, Judged, sound
from scripts.evaluation.scope import scope_of
from scripts.evaluation.spans import all_entities, by_entity
from scripts.evaluation.summary import measure, percentile_95, slowest, written
from tests.unit.scripts.judged_messages import OUTSIDE, RIGHT, UNSURE, WRONG, judged

LABELS = ["cash", "fees", "out_of_scope"]


def many(count: int = 300) -> list[Judged]:
    """Random rankings, right more often than not."""
    generator = random.Random(3)
    found = []
    for number in range(count):
        weights = [generator.random() ** 3 + 1e-3 for _ in LABELS]
        ranking = {name: weight / sum(weights) for name, weight in zip(LABELS, weights, strict=True)}
        best = max(ranking, key=lambda name: ranking[name])
        found.append(judged(best if generator.random() < 0.7 else generator.choice(LABELS), ranking, text=str(number)))
    return found


def test_the_likelihood_is_that_of_scikit_learn() -> None:
    messages = many()
    shares = [[one.ranking[name] for name in LABELS] for one in messages]
    expected = log_loss([one.intent for one in messages], shares, labels=LABELS)
    assert measure(messages, known_intents=3).nll == pytest.approx(expected)


def test_the_macro_f1_is_that_of_scikit_learn() -> None:
    messages = many()
    expected = f1_score([one.intent for one in messages], [one.predicted for one in messages], average="macro")
    assert intents.macro_f1(messages) == pytest.approx(expected)


def test_the_area_under_the_curve_is_that_of_scikit_learn() -> None:
    messages = many()
    inside = [one.intent != "out_of_scope" for one in messages]
    scores = [max(one.ranking["cash"], one.ranking["fees"]) for one in messages]
    scope = scope_of(messages)
    assert scope is not None
    assert scope.area == pytest.approx(roc_auc_score(inside, scores))


def test_the_brier_score_of_two_intents_is_twice_that_of_scikit_learn() -> None:
    messages = [RIGHT, UNSURE, WRONG]
    one_sided = brier_score_loss([True, True, False], [0.9, 0.6, 0.7])
    assert confidence.brier(messages, intents=2) == pytest.approx(2 * one_sided)


def test_what_a_ranking_leaves_out_shares_what_is_left() -> None:
    cut = judged("other", {"cash": 0.8})
    assert measure([cut], known_intents=3).nll == pytest.approx(-math.log(0.1))
    assert confidence.brier([cut], intents=3) == pytest.approx(0.8**2 + 0.9**2 + 0.1**2)
    assert confidence.unlisted([cut, RIGHT]) == 0.5


def test_an_intent_held_impossible_costs_much_but_not_everything() -> None:
    impossible = judged("fees", {"cash": 1.0, "fees": 0.0})
    assert measure([impossible], known_intents=2).nll == pytest.approx(-math.log(1e-12))


def test_the_calibration_error_weighs_the_gap_of_each_bin() -> None:
    # (0.5, 0.6]: one, right; (0.6, 0.7]: one, wrong; (0.8, 0.9]: one, right
    bins = confidence.equal_width_bins([RIGHT, UNSURE, WRONG])
    assert [(one.low, one.messages, one.accuracy) for one in bins] == [(0.5, 1, 1.0), (0.6, 1, 0.0), (0.8, 1, 1.0)]
    assert confidence.expected_calibration_error(bins) == pytest.approx((0.4 + 0.7 + 0.1) / 3)


def test_confidences_of_0_and_1_are_in_the_first_and_last_bin() -> None:
    bins = confidence.equal_width_bins([judged("a", {"a": 0.0}), judged("a", {"a": 1.0})])
    assert [(one.low, one.high) for one in bins] == [(0.0, 0.1), (0.9, 1.0)]


def test_bins_of_equal_mass_hold_as_many_each() -> None:
    assert {one.messages for one in confidence.equal_mass_bins(many(300))} == {30}
    assert [one.messages for one in confidence.equal_mass_bins([RIGHT, WRONG])] == [1, 1]


def test_a_model_as_sure_as_it_is_right_has_no_calibration_error() -> None:
    messages = [judged("a", {"a": 0.75})] * 3 + [judged("b", {"a": 0.75})]
    assert confidence.expected_calibration_error(confidence.equal_width_bins(messages)) == pytest.approx(0.0)


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_a_confidence_that_is_no_number_counts_as_0(odd: float) -> None:
    strange = judged("cash", {"cash": odd, "fees": odd})
    figures = measure([strange, RIGHT, OUTSIDE], known_intents=3)
    assert sound(odd) == strange.confidence == 0.0
    assert all(value is None or math.isfinite(value) for value in vars(figures).values())


def test_a_message_without_ranking_is_understood_as_nothing() -> None:
    empty = judged("cash", {})
    assert empty.predicted == NOTHING and not empty.right and empty.rejected
    assert math.isfinite(measure([empty], known_intents=2).nll)


def test_pairs_are_ordered_by_mistakes_and_list_the_surest_first() -> None:
    surer = judged("fees", {"cash": 0.95}, text="surer")
    other = judged("cash", {"fees": 0.5})
    found = intents.confusions([WRONG, surer, other, RIGHT])
    assert [(one.meant, one.understood, len(one.messages)) for one in found] == [
        ("fees", "cash", 2),
        ("cash", "fees", 1),
    ]
    assert [one.text for one in found[0].messages] == ["surer", "what do I pay"]


def test_only_exact_spans_with_the_right_name_count() -> None:
    spans = frozenset({(0, 4, "account"), (5, 9, "period")})
    off = frozenset({(0, 4, "account"), (5, 8, "period"), (5, 9, "amount")})
    messages = [judged("cash", {"cash": 1.0}, entities=spans, found=off)]
    assert [(row.entity, row.expected, row.found, row.right) for row in by_entity(messages)] == [
        ("account", 1, 1, 1),
        ("amount", 0, 1, 0),
        ("period", 1, 1, 0),
    ]
    assert all_entities(messages).f1 == pytest.approx(2 * 1 / 5)


def test_nothing_to_mark_and_nothing_marked_is_right() -> None:
    assert all_entities([RIGHT]).f1 == 1.0


def test_the_threshold_rejects_most_while_few_in_scope_are_rejected() -> None:
    inside = [judged("cash", {"cash": 0.5 + number / 200}) for number in range(100)]
    outside = [judged("out_of_scope", {"cash": value}) for value in (0.1, 0.2, 0.3, 0.9)]
    scope = scope_of([*inside, *outside])
    assert scope is not None and scope.best is not None
    assert (scope.best.rightly, scope.best.threshold) == (0.75, 0.31)
    assert scope.best.wrongly == 0.0
    assert scope.curve[0].rightly == 0.0 and scope.curve[-1].rightly == 1.0
    assert all(a.rightly <= b.rightly for a, b in zip(scope.curve, scope.curve[1:], strict=False))


def test_without_messages_out_of_scope_there_is_no_curve() -> None:
    figures = measure([RIGHT, UNSURE, WRONG], known_intents=2)
    assert scope_of([RIGHT]) is None and scope_of([OUTSIDE]) is None
    assert figures.auroc is figures.out_of_scope_rejected is figures.rejected_at_3_percent is None
    assert written(figures, "auroc") == "–"
    assert measure([OUTSIDE], known_intents=3).asked_back is None


def test_rejections_are_told_from_wrong_answers() -> None:
    unsure = judged("fees", {"fees": 0.1, "cash": 0.05})
    taken = judged("out_of_scope", {"cash": 0.9})
    figures = measure([RIGHT, WRONG, unsure, OUTSIDE, taken], known_intents=3)
    assert figures.asked_back == figures.in_scope_rejected == pytest.approx(1 / 3)
    assert figures.out_of_scope_rejected == 0.5
    assert figures.wrongly_answered == pytest.approx(2 / 5)


def test_no_message_is_nothing_to_measure_on() -> None:
    with pytest.raises(ValueError, match="no messages"):
        measure([], known_intents=2)
    for function in (confidence.equal_width_bins, confidence.equal_mass_bins, confidence.unlisted):
        with pytest.raises(ValueError, match="no messages"):
            function([])


def test_one_message_of_one_intent_is_enough() -> None:
    figures = measure([judged("cash", {"cash": 1.0})], known_intents=1)
    assert (figures.accuracy, figures.macro_f1, figures.nll, figures.brier) == (1.0, 1.0, 0.0, 0.0)


def test_times_are_in_milliseconds_and_the_slowest_come_first() -> None:
    messages = [judged("cash", {"cash": 1.0}, text=str(n), seconds=n / 1000) for n in range(1, 101)]
    figures = measure(messages, known_intents=1)
    assert figures.median_ms == pytest.approx(50.5)
    assert figures.p95_ms == pytest.approx(float(np.percentile(np.arange(1, 101), 95)))
    assert [one.text for one in slowest(messages, 2)] == ["100", "99"]
    assert percentile_95([4.0]) == 4.0
