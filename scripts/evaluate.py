"""How well messages are understood that were not trained on: `python -m scripts.evaluate`.

Either the trained model on held-out messages, or, with --folds, the training messages by cross-validation.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.evaluation.history import History
from scripts.evaluation.judged import Judged

HELD_OUT = (Path("tests/nlu"), Path("tests/nlu_fresh"), Path("tests/nlu_voices_fresh"))
TRAINING = (Path("data/nlu"),)
PREDICTIONS = "predictions.jsonl"
_EXAMPLE = """examples:
  python -m scripts.evaluate
  python -m scripts.evaluate --messages tests/nlu --report results/evaluation
  python -m scripts.evaluate --folds 5     # trains 5 times; --messages are then those to learn from
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 measured, 2 not measured or not written."""
    options = _parse(arguments)
    from scripts.evaluation.folds import FoldFailed
    from scripts.evaluation.history import ModelUnreadable
    from scripts.evaluation.understanding import MessagesUnusable

    try:
        return _folds(options) if options.folds else _held_out(options)
    except (OSError, ValueError, MessagesUnusable, ModelUnreadable, FoldFailed) as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        return _refused("interrupted; nothing was written")


def _held_out(options: argparse.Namespace) -> int:
    from scripts.evaluation.history import histories
    from scripts.evaluation.understanding import judge, load_messages

    if not options.model.is_file():
        return _refused(f"{options.model} is missing; run `make train`, or name another with --model")
    epochs = histories(options.model)
    data = [(path.as_posix(), load_messages(path)) for path in dict.fromkeys(options.messages or HELD_OUT)]
    judged = judge(options.model, [one for _, messages in data for one in messages.intent_examples])
    sets = []
    for name, messages in data:
        count = len(messages.intent_examples)
        sets.append((name, judged[:count]))
        judged = judged[count:]
    return _report(options, str(options.model), sets, epochs)


def _folds(options: argparse.Namespace) -> int:
    import yaml

    from scripts.evaluation.folds import cross_validated, temperature_of
    from scripts.evaluation.predictions import Prediction, write_predictions
    from scripts.evaluation.understanding import load_messages

    data = load_messages((options.messages or TRAINING)[0])
    if len(options.messages or TRAINING) > 1:
        data = data.merge(*(load_messages(path) for path in options.messages[1:]))
    config = yaml.safe_load(options.config.read_text(encoding="utf-8"))
    temperature = temperature_of(config)
    judged: list[Judged] = []
    epochs: list[History] = []
    predictions: list[Prediction] = []
    for fold in cross_validated(data, options.config, folds=options.folds, folder=Path("var"), tell=_tell):
        judged += fold.judged
        epochs += [History(f"{one.component}, fold {fold.number}", one.epochs) for one in fold.training]
        predictions += [Prediction(m.text, m.intent, m.ranking, fold.number, temperature) for m in fold.judged]
        options.report.mkdir(parents=True, exist_ok=True)
        write_predictions(options.report / PREDICTIONS, predictions)  # what is finished isn't lost
        right = sum(m.right for m in fold.judged) / len(fold.judged)
        _tell(f"fold {fold.number} of {options.folds}: {right:.2%} of {len(fold.judged):,} messages understood")
    code = _report(options, f"{options.config} in {options.folds} folds", [("folds", judged)], epochs)
    print(f"What the folds made of each message is in {options.report / PREDICTIONS}; scripts.calibrate fits to it.")
    return code


def _report(
    options: argparse.Namespace, model: str, sets: Sequence[tuple[str, list[Judged]]], epochs: Sequence[History]
) -> int:
    from scripts.evaluation.report import Measured, as_text, write_report
    from scripts.evaluation.summary import measure

    known = {name for _, judged in sets for one in judged for name in (one.intent, *one.ranking)}
    measured = [Measured(name, judged, measure(judged, known_intents=len(known))) for name, judged in sets]
    index = write_report(options.report, model=model, sets=measured, histories=epochs)
    print(as_text(measured))
    print(f"\nThe report is {index}: open it in a browser.")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.evaluate",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", type=Path, default=Path("models/folio.tar.gz"), help="model (%(default)s)")
    parser.add_argument(
        "--messages",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="files or folders in Rasa's NLU format, each a set of its own (tests/nlu and two more)",
    )
    parser.add_argument(
        "--report", type=Path, metavar="DIR", help="folder to write (results/evaluation, or results/folds with --folds)"
    )
    parser.add_argument(
        "--folds", type=_at_least_two, metavar="N", help="cross-validate the training messages (data/nlu) in N parts"
    )
    parser.add_argument("--config", type=Path, default=Path("config.yml"), help="what folds train (%(default)s)")
    options = parser.parse_args(arguments)
    options.report = options.report or Path("results/folds" if options.folds else "results/evaluation")
    return options


def _at_least_two(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of 2 or more")
    return int(text)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _refused(sentence: str) -> int:
    print(f"evaluate: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
