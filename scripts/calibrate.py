"""Fits the confidence to the folds of `scripts.evaluate --folds`: `python -m scripts.calibrate`.

It prints the lines to put into config.yml, with what they bring, and changes nothing itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

PREDICTIONS = Path("results/folds/predictions.jsonl")
_EXAMPLE = """example:
  python -m scripts.evaluate --folds 5
  python -m scripts.calibrate --predictions results/folds/predictions.jsonl
"""


class ConfigUnusable(Exception):
    """config.yml has no threshold to compare with; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 fitted, 2 not."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.calibrate",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--predictions", type=Path, default=PREDICTIONS, metavar="FILE", help="(%(default)s)")
    parser.add_argument(
        "--config", type=Path, default=Path("config.yml"), help="has the present threshold (config.yml)"
    )
    options = parser.parse_args(arguments)
    from scripts.evaluation.predictions import PredictionsUnreadable

    if not options.predictions.is_file():
        return _refused(f"{options.predictions} is missing; `python -m scripts.evaluate --folds 5` writes it")
    try:
        print(calibrated(options.predictions, threshold_of(options.config)))
    except (OSError, PredictionsUnreadable, ConfigUnusable) as error:
        return _refused(str(error))
    return 0


def calibrated(path: Path, threshold: float) -> str:
    """What to tell of the predictions in `path`; `threshold` is the present one."""
    from scripts.evaluation.calibration import best_temperature, best_threshold, cooled, costs_at, fit_of
    from scripts.evaluation.judged import Judged
    from scripts.evaluation.predictions import PredictionsUnreadable, read_predictions
    from scripts.progress import Progress

    progress = Progress()
    predictions = read_predictions(path)
    temperatures = {one.temperature for one in predictions}
    if len(temperatures) > 1:
        raise PredictionsUnreadable(
            f"{path} mixes pipelines of the temperatures {sorted(temperatures)}; run the folds anew"
        )
    present = temperatures.pop()
    progress.tell(f"fitting to {len(predictions):,} messages")
    before = [Judged(one.text, one.intent, one.ranking, acted_on=one.intent) for one in predictions]
    factor = best_temperature(before)
    after = [cooled(one, factor) for one in before]
    progress.tell("trying thresholds")
    fits = [fit_of(before, costs_at(before, threshold)), fit_of(after, best_threshold(after))]
    progress.end()
    rows = [
        ("temperature", [f"{present:.3f}", f"{present * factor:.3f}"]),
        ("threshold", [f"{one.costs.threshold:.2f}" for one in fits]),
        ("negative log-likelihood", [f"{one.nll:.4f}" for one in fits]),
        ("calibration error", [f"{one.calibration_error:.4f}" for one in fits]),
        ("cost of a message", [f"{one.costs.cost:.4f}" for one in fits]),
        ("answered wrongly", [_percent(one.costs.wrong) for one in fits]),
        ("asked back (in scope)", [_percent(one.costs.asked_back) for one in fits]),
        ("… needlessly", [_percent(one.costs.needless) for one in fits]),
        ("out of scope rejected", [_percent(one.costs.out_of_scope_rejected) for one in fits]),
        ("in scope rejected", [_percent(one.costs.in_scope_rejected) for one in fits]),
    ]
    lines = [f"  {'':26}{'now':>10}{'fitted':>10}", *(f"  {name:26}{a:>10}{b:>10}" for name, (a, b) in rows)]
    return "\n".join(
        [
            f"{len(predictions):,} messages, each understood by a pipeline that was trained without it:",
            *lines,
            "",
            "For config.yml, IntentBlend:",
            f"    temperature: {present * factor:.3f}",
            "and FallbackClassifier:",
            f"    threshold: {fits[1].costs.threshold:.2f}",
        ]
    )


def threshold_of(config: Path) -> float:
    """The present one, 0 without a FallbackClassifier; Rasa's own default where it names none."""
    try:
        pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
        for part in pipeline:
            if part["name"] == "FallbackClassifier":
                return float(part.get("threshold", 0.3))
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ConfigUnusable(f"{config} can't be read as a Rasa configuration with a pipeline ({error})") from error
    return 0.0


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.2%}"


def _refused(sentence: str) -> int:
    print(f"calibrate: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
