"""Temperature and threshold, worked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from scripts.calibrate import main
from scripts.evaluation.calibration import best_temperature, best_threshold, cooled, costs_at, fit_of
from scripts.evaluation.judged import Judged
from scripts.evaluation.predictions import Prediction, PredictionsUnreadable, read_predictions, write_predictions


def judged(intent: str, **ranking: float) -> Judged:
    return Judged(f"about {intent}", intent, ranking, acted_on=intent)


# Sure by 0.8, right in four of five: believable as it is.
BELIEVABLE = [*[judged("a", a=0.8, b=0.2)] * 4, judged("b", a=0.8, b=0.2)]
# Sure by 0.9, right in three of four: odds of 9 : 1 should be 3 : 1, which is their square root.
TOO_SURE = [*[judged("a", a=0.9, b=0.1)] * 3, judged("b", a=0.9, b=0.1)]


def test_probabilities_that_hold_keep_their_temperature() -> None:
    assert best_temperature(BELIEVABLE) == pytest.approx(1.0, abs=1e-3)


def test_the_temperature_makes_odds_what_they_turned_out_to_be() -> None:
    assert best_temperature(TOO_SURE) == pytest.approx(2.0, abs=1e-3)
    assert cooled(TOO_SURE[0], 2.0).ranking == pytest.approx({"a": 0.75, "b": 0.25})


def test_a_fitted_temperature_lowers_likelihood_and_calibration_error() -> None:
    after = [cooled(one, best_temperature(TOO_SURE)) for one in TOO_SURE]
    before, fitted = fit_of(TOO_SURE, costs_at(TOO_SURE, 0)), fit_of(after, costs_at(after, 0))
    assert fitted.nll == pytest.approx(-(3 * math.log(0.75) + math.log(0.25)) / 4, abs=1e-6)
    assert fitted.nll < before.nll
    assert fitted.calibration_error == pytest.approx(0, abs=1e-3) and before.calibration_error == pytest.approx(0.15)


def test_probabilities_that_are_no_numbers_count_as_hardly_possible() -> None:
    odd = judged("a", a=float("nan"), b=0.5, c=float("inf"))
    assert all(math.isfinite(value) for value in cooled(odd, 0.5).ranking.values())
    assert math.isfinite(best_temperature([odd, *TOO_SURE]))
    assert cooled(judged("a"), 2.0).ranking == {}


def test_a_wrong_answer_costs_three_needless_questions() -> None:
    messages = [judged("a", a=0.4), judged("b", a=0.6), judged("out_of_scope", a=0.5), judged("a", a=0.9)]
    assert costs_at(messages, 0.0).cost == pytest.approx(6 / 4)
    assert costs_at(messages, 0.55).cost == pytest.approx((3 + 1) / 4)
    assert costs_at(messages, 0.65).cost == pytest.approx(1 / 4)


def test_the_cheapest_threshold_is_the_lowest_of_equals() -> None:
    messages = [judged("a", a=0.4), judged("b", a=0.6), judged("out_of_scope", a=0.5), judged("a", a=0.9)]
    best = best_threshold(messages)
    assert best.threshold == 0.61
    assert best.wrong == 0 and best.out_of_scope_rejected == 1 and best.asked_back == pytest.approx(2 / 3)


def test_what_is_taken_for_out_of_scope_costs_nothing_if_it_is_and_as_a_wrong_answer_if_not() -> None:
    assert costs_at([judged("out_of_scope", out_of_scope=0.9)], 0.5).cost == 0
    assert costs_at([judged("a", out_of_scope=0.9)], 0.5).cost == 3


def test_one_side_alone_has_no_shares_of_the_other() -> None:
    assert costs_at([judged("a", a=0.9)], 0.5).out_of_scope_rejected is None
    assert costs_at([judged("out_of_scope", a=0.9)], 0.5).asked_back is None


def test_nothing_can_be_fitted_to_no_messages() -> None:
    with pytest.raises(ValueError, match="no messages"):
        best_temperature([])
    with pytest.raises(ValueError, match="no messages"):
        costs_at([], 0.5)


def written(path: Path, temperatures: tuple[float, ...] = (1.5,) * 4) -> Path:
    rows = zip(TOO_SURE, temperatures, strict=True)
    write_predictions(path, [Prediction(one.text, one.intent, one.ranking, 1, t) for one, t in rows])
    return path


def test_the_lines_for_the_configuration_count_the_temperature_that_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yml"
    config.write_text("pipeline:\n- name: FallbackClassifier\n  threshold: 0.2\n", encoding="utf-8")
    predictions = written(tmp_path / "predictions.jsonl")
    assert main(["--predictions", str(predictions), "--config", str(config)]) == 0
    printed = capsys.readouterr().out
    assert "    temperature: 3.000\n" in printed
    assert "    threshold: 0.00" in printed  # at odds of 3 : 1, asking saves as much as it costs


def test_predictions_of_two_pipelines_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    predictions = written(tmp_path / "predictions.jsonl", (1.0, 1.0, 1.0, 2.0))
    assert main(["--predictions", str(predictions)]) == 2
    assert "mixes pipelines of the temperatures [1.0, 2.0]" in capsys.readouterr().err


def test_missing_predictions_are_told_with_what_writes_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--predictions", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl is missing; `python -m scripts.evaluate --folds 5` writes it" in capsys.readouterr().err


def test_a_broken_line_is_told_by_its_number(tmp_path: Path) -> None:
    predictions = written(tmp_path / "predictions.jsonl")
    predictions.write_text(predictions.read_text(encoding="utf-8") + '{"text": "x"}\n', encoding="utf-8")
    with pytest.raises(PredictionsUnreadable, match="line 5: no prediction"):
        read_predictions(predictions)


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    first = read_predictions(written(tmp_path / "predictions.jsonl"))[0]
    assert first == Prediction(TOO_SURE[0].text, "a", TOO_SURE[0].ranking, 1, 1.5)
