"""Sets are read whole or refused, qualities are the textbook's, and figures of different origins never mix."""

from __future__ import annotations

import json
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss, roc_auc_score

from scripts import benchmark
from scripts.benchmarks import server
from scripts.benchmarks.machine import Others
from scripts.benchmarks.memory import MemoryUnknown, peak_mb, resident_mb
from scripts.benchmarks.process import RunFailed
from scripts.benchmarks.understanding import cache, data, quality, sides, table
from scripts.benchmarks.understanding.answering import ranking_of
from scripts.benchmarks.understanding.quality import Ranked
from scripts.benchmarks.understanding.run import Measured, measured, run, texts

CONFIG = Path("config.yml")
SET = data.Data(
    "small",
    {"rasa_nlu_data": {"common_examples": [{"text": "hi", "intent": "greet"}, {"text": "bye", "intent": "leave"}]}},
    [data.Labelled("hello", "greet"), data.Labelled("see you", "leave")],
    ["blue"],
)
MEASURED = Measured(60.0, 2.0, 80.0, 90.0, 1500, 1600, 30.0, 0.9295, 0.433, 0.95, 0.0)


def _folder(path: Path, **tables: str) -> Path:
    path.mkdir()
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def _small(path: Path, **more: str) -> Path:
    train = 'text,intent\nhi,greet\n"bye, then",leave\n'
    return _folder(path, **{"train": train, "test": "text,intent\nhello,greet\n", **more})


# Reading


def test_a_set_of_tables_is_read_with_its_messages_out_of_scope(tmp_path: Path) -> None:
    [found] = data.read(_small(tmp_path / "mine", oos_test="text,intent\nblue,oos\n", valid="broken"), test=tmp_path)
    assert found.name == "mine" and found.intents == {"greet", "leave"}
    assert [one["text"] for one in found.examples] == ["hi", "bye, then"]
    assert (found.test, found.out_of_scope) == ([data.Labelled("hello", "greet")], ["blue"])


def test_a_folder_of_sets_gives_each_of_them(tmp_path: Path) -> None:
    _small(tmp_path / "b")
    _small(tmp_path / "a")
    assert [one.name for one in data.read(tmp_path, test=tmp_path)] == ["a", "b"]


def test_rasa_files_are_read_with_entities_and_lookups_and_held_out_messages(tmp_path: Path) -> None:
    learned, heldout = tmp_path / "nlu", tmp_path / "held_out"
    for folder, text in ((learned, "sell [VTI](security)"), (heldout, "sell it all")):
        folder.mkdir()
        intents = [{"intent": "sell", "examples": f"- {text}\n"}, {"intent": "out_of_scope", "examples": "- blue\n"}]
        lookups = [{"lookup": "security", "examples": "- VTI\n- BND\n"}] if folder is learned else []
        content = {"version": "3.1", "nlu": [*intents, *lookups]}
        (folder / "some.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    [found] = data.read(learned, test=heldout)
    [entity] = found.examples[0]["entities"]
    assert (entity["entity"], entity["value"]) == ("security", "VTI")
    assert found.training["rasa_nlu_data"]["lookup_tables"] == [{"name": "security", "elements": ["VTI", "BND"]}]
    assert found.out_of_scope == ["blue"]
    assert [one.intent for one in found.test] == ["sell", "out_of_scope"]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"test": "text,intent\n"}, "no messages to measure on"),
        ({"test": "question,label\na,b\n"}, r"test\.csv needs the columns text and intent; it has .*question"),
        ({"test": "text,intent\nhello,\n"}, r"test\.csv line 2: text or intent is empty"),
        ({"test": "text,intent\nhello,other\n"}, "never learned: other"),
        ({"train": "text,intent\nhi,greet\n"}, "examples of 1 intents"),
        ({"test": ""}, r"test\.csv needs the columns"),
    ],
)
def test_a_broken_set_is_refused_with_the_place(tmp_path: Path, tables: dict[str, str], said: str) -> None:
    with pytest.raises(data.DataError, match=said):
        data.read(_small(tmp_path / "broken", **tables), test=tmp_path)


def test_a_folder_without_a_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(data.DataError, match="has neither"):
        data.read(tmp_path, test=tmp_path)
    with pytest.raises(data.DataError, match="is no folder"):
        data.read(tmp_path / "nowhere", test=tmp_path)


def test_a_subset_is_always_the_same_and_asks_only_what_it_teaches() -> None:
    examples = [{"text": f"{intent} {n}", "intent": f"i{intent}"} for intent in range(30) for n in range(40)]
    test = [data.Labelled(f"test {n}", f"i{n % 30}") for n in range(300)]
    large = data.Data("large", {"rasa_nlu_data": {"common_examples": examples}}, test, [str(n) for n in range(90)])
    small = data.subset(large, examples=150, test=50)
    assert small == data.subset(large, examples=150, test=50)
    assert (small.name, len(small.examples), len(small.out_of_scope)) == ("large-quick", 150, 50)
    assert {one.intent for one in small.test} <= small.intents and len(small.intents) <= 10
    assert small.digest() != large.digest()


# Sides


def test_stock_is_rasas_own_pipeline_with_the_same_encoder(tmp_path: Path) -> None:
    own = tmp_path / "config.yml"
    own.write_text(yaml.safe_dump({"pipeline": [{"name": "x", "tune_epochs": 0, "model": "some/bert"}]}), "utf-8")
    pipeline = sides.configuration("stock", own)["pipeline"]
    assert [part["name"] for part in pipeline] == ["WhitespaceTokenizer", "LanguageModelFeaturizer", "DIETClassifier"]
    assert pipeline[1]["model_weights"] == "some/bert"
    assert pipeline[2]["epochs"] == 30


def test_folios_sides_are_config_yml_with_the_encoder_tuned_or_left_alone(tmp_path: Path) -> None:
    shipped: list[dict[str, Any]] = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["pipeline"]
    tuning = [{**part, sides.TUNING: 2} if sides.TUNING in part else part for part in shipped]
    own = tmp_path / "config.yml"
    own.write_text(yaml.safe_dump({"pipeline": tuning}), encoding="utf-8")
    assert sides.configuration("tuned", own)["pipeline"] == tuning
    longer = sides.configuration("tuned", own, tune_epochs=7)["pipeline"]
    assert longer == [{**part, sides.TUNING: 7} if sides.TUNING in part else part for part in shipped]
    frozen = sides.configuration("frozen", own)["pipeline"]
    assert [part["name"] for part in frozen] == [part["name"] for part in shipped]
    assert [part[sides.TUNING] for part in frozen if sides.TUNING in part] == [0]
    eight = sides.configuration("frozen8", own)["pipeline"]
    assert [part[sides.QUANTISED] for part in eight if sides.TUNING in part] == [True]
    assert [{**part, sides.QUANTISED: True} if sides.TUNING in part else part for part in frozen] == eight
    baseline = sides.configuration("baseline", own)["pipeline"]
    assert [part.get(sides.TUNING) for part in baseline] == [None, 0, None]
    assert baseline[-1]["name"].endswith(".DenseLogisticRegression")


def test_a_side_that_the_configuration_has_not_is_refused(tmp_path: Path) -> None:
    own = tmp_path / "config.yml"
    own.write_text(yaml.safe_dump({"pipeline": [{"name": "x", "tune_epochs": 0}]}), encoding="utf-8")
    with pytest.raises(sides.ConfigError, match="leave the side 'tuned' out"):
        sides.configuration("tuned", own, tune_epochs=3)
    own.write_text(yaml.safe_dump({"pipeline": [{"name": "x"}]}), encoding="utf-8")
    with pytest.raises(sides.ConfigError, match="no encoder to compare with"):
        sides.configuration("frozen", own)
    with pytest.raises(sides.ConfigError, match="can't be read"):
        sides.configuration("frozen", tmp_path / "nowhere.yml")


# Quality


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=40))
def test_the_area_under_the_curve_is_that_of_scikit_learn(scored: list[tuple[int, bool]]) -> None:
    inside = [float(score) for score, ours in scored if ours]
    outside = [float(score) for score, ours in scored if not ours]
    if inside and outside:
        expected = roc_auc_score([1] * len(inside) + [0] * len(outside), inside + outside)
        assert quality.auroc(inside, outside) == pytest.approx(expected)


def test_the_likelihood_is_that_of_scikit_learn_where_every_intent_is_listed() -> None:
    rows = [("a", [0.7, 0.2, 0.1]), ("b", [0.5, 0.3, 0.2]), ("c", [0.1, 0.1, 0.8])]
    answers = [Ranked(meant, dict(zip("abc", shares, strict=True))) for meant, shares in rows]
    expected = log_loss([meant for meant, _ in rows], [shares for _, shares in rows], labels=["a", "b", "c"])
    assert quality.negative_log_likelihood(answers, intents=3) == pytest.approx(expected)
    assert quality.accuracy(answers) == pytest.approx(2 / 3)


def test_intents_that_a_ranking_leaves_out_share_what_is_left() -> None:
    answers = [Ranked("z", {"a": 0.6, "b": 0.2})]
    assert quality.negative_log_likelihood(answers, intents=6) == pytest.approx(-math.log(0.2 / 4))


@pytest.mark.parametrize("wrong", [math.nan, math.inf, 0.0])
def test_a_probability_that_is_none_is_a_mistake_and_no_infinity(wrong: float) -> None:
    answers = [Ranked("a", {"a": wrong, "b": 0.4})]
    assert quality.negative_log_likelihood(answers, intents=2) == pytest.approx(-math.log(quality.LEAST))
    assert quality.accuracy(answers) == 0
    assert quality.accuracy([Ranked("a", {})]) == 0


def test_without_messages_there_is_no_figure() -> None:
    with pytest.raises(ValueError, match="no messages"):
        quality.accuracy([])
    with pytest.raises(ValueError, match="no messages"):
        quality.auroc([0.5], [])


def test_what_is_out_of_scope_scores_by_the_intents_of_its_own() -> None:
    assert quality.scope_score({"out_of_scope": 0.9, "a": 0.06, "b": 0.04}, without="out_of_scope") == 0.06
    assert quality.scope_score({}, without="out_of_scope") == 0


def test_the_fallback_is_no_intent() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "a", "confidence": 0.15}]
    assert ranking_of({"intent": ranking[0], "intent_ranking": ranking}) == {"a": 0.15}
    assert ranking_of({"intent": ranking[1]}) == {"a": 0.15}


def test_figures_come_from_the_answers_in_their_order() -> None:
    answers: dict[str, Any] = {
        "rankings": [{"greet": 0.9, "leave": 0.1}, {"greet": 0.6, "leave": 0.4}, {"greet": 0.5, "leave": 0.5}],
        "seconds": [0.001, 0.002, 0.003],
        "load_seconds": 2.0,
        "memory_mb": 700.2,
        "peak_memory_mb": 800.0,
    }
    found = measured(SET, 12.34, 30.0, answers, 0.1)
    assert (found.accuracy, found.auroc, found.message_median_ms, found.train_seconds) == (0.5, 1.0, 2.0, 12.3)
    assert found.nll == pytest.approx(-(math.log(0.9) + math.log(0.4)) / 2)
    fewer = {**answers, "rankings": answers["rankings"][:2]}
    assert measured(replace(SET, out_of_scope=[]), 1.0, 1.0, fewer, None).auroc is None


def test_a_message_that_stands_twice_is_asked_once() -> None:
    twice = replace(SET, test=[*SET.test, data.Labelled("blue", "greet")])
    assert texts(twice) == ["hello", "see you", "blue"]


def test_a_training_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match=r"(?s)training ended with exit code 1:.*NoSuchComponent"):
        run(SET, {"recipe": "default.v1", "language": "en", "pipeline": [{"name": "NoSuchComponent"}]}, folder=tmp_path,
            tell=lambda text: None)  # fmt: skip
    assert list(tmp_path.iterdir()) == []


# Keeping


def test_what_is_kept_is_taken_up_again(tmp_path: Path) -> None:
    now = cache.origin(SET, {"pipeline": []}, code=[CONFIG], encoder=Path("a/hub-id"))
    assert cache.load(tmp_path / "small" / "stock.json", now) == []
    cache.save(tmp_path / "small" / "stock.json", now, [MEASURED])
    assert cache.load(tmp_path / "small" / "stock.json", now) == [MEASURED]
    assert [path.name for path in (tmp_path / "small").iterdir()] == ["stock.json"]


@pytest.mark.parametrize("what", ["machine", "versions", "messages", "encoder", "settings", "code"])
def test_figures_of_another_origin_are_refused(tmp_path: Path, what: str) -> None:
    now = cache.origin(SET, {"pipeline": []}, code=[CONFIG], encoder=Path("a/hub-id"))
    cache.save(tmp_path / "stock.json", {**now, what: "another"}, [MEASURED])
    with pytest.raises(cache.OtherOrigin, match=f"{what} was another, is .*--again"):
        cache.load(tmp_path / "stock.json", now)


def test_messages_encoder_settings_and_code_each_make_another_origin(tmp_path: Path) -> None:
    code, encoder = tmp_path / "code.py", tmp_path / "encoder"
    encoder.mkdir()
    for file in (code, encoder / "SHA256SUMS"):
        file.write_text("one", encoding="utf-8")

    def origin(messages: data.Data = SET, pipeline: tuple[int, ...] = ()) -> dict[str, str]:
        return cache.origin(messages, {"pipeline": pipeline}, code=[code], encoder=encoder)

    first = origin()
    assert origin(replace(SET, out_of_scope=[]))["messages"] != first["messages"]
    assert origin(pipeline=(1,))["settings"] != first["settings"]
    code.write_text("two", encoding="utf-8")
    assert origin()["code"] != first["code"]
    (encoder / "SHA256SUMS").write_text("two", encoding="utf-8")
    assert origin()["encoder"] != first["encoder"]


def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stock.json").write_text(json.dumps({"runs": []}), encoding="utf-8")
    with pytest.raises(cache.OtherOrigin, match="can't be read as earlier figures"):
        cache.load(tmp_path / "stock.json", {})


# Telling


def test_the_table_has_medians_and_how_many_times_stock_takes() -> None:
    ours = [replace(MEASURED, train_seconds=seconds, message_median_ms=4.0, accuracy=0.941) for seconds in (5, 6, 40)]
    lines = table.as_markdown(SET, {"stock": [MEASURED], "frozen": ours}, "make benchmark")
    assert lines[-2].startswith("| Rasa's stock pipeline | 92.95 % | 0.433 | 0.950 | 60 s | 1.0 | 80.0 ms | 90.0 ms |")
    assert lines[-1] == (
        "| Folio, encoder frozen | 94.10 % | 0.433 | 0.950 | 6 s | 10.0 | 4.0 ms | 90.0 ms | 20.0 | 1,500 MB |"
    )
    assert "2 messages of 2 intents to learn from, 2 to measure on, 1 out of scope" in lines[0]
    assert "trainings of each side: 1 to 3" in lines[0]


def test_without_stock_there_are_no_ratios_and_a_busy_machine_is_told() -> None:
    lines = table.as_markdown(SET, {"frozen": [replace(MEASURED, others=1.25, auroc=None)]}, "make benchmark")
    assert lines[-3].count("| – |") == 3
    assert lines[-1] == "Other processes kept up to 1.2 cores busy meanwhile, so times are doubtful."


def test_the_command_names_the_one_set(tmp_path: Path) -> None:
    _small(tmp_path / "mine")
    assert table.command(tmp_path, "mine", quick=False).endswith(f"DATA={tmp_path.as_posix()}/mine")
    assert table.command(tmp_path / "mine", "mine-quick", quick=True).endswith("/mine QUICK=1")
    more = ["--sides", "stock,frozen"]
    assert table.command(Path("mine"), "mine-quick", quick=True, more=more) == (
        "python -m scripts.benchmark understanding --data mine --sides stock,frozen --quick"
    )


# The command


def test_the_command_refuses_what_it_cant_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["understanding", "--data", str(_small(tmp_path / "broken", test="text,intent\n"))]
    assert benchmark.main(asked) == 2
    assert "no messages to measure on" in capsys.readouterr().err
    assert benchmark.main(["server", "--model", str(tmp_path / "none.tar.gz")]) == 2
    assert "is missing; run `make train`" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        benchmark.main(["understanding", "--sides", "stock,other"])
    assert "there is no side 'other'" in capsys.readouterr().err


def test_figures_that_are_kept_are_told_without_training(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, kept = _small(tmp_path / "mine"), tmp_path / "kept"
    [mine] = data.read(folder, test=tmp_path)
    encoder = sides.encoder_in(CONFIG)
    origin = cache.origin(mine, sides.configuration("stock", CONFIG), code=(), encoder=encoder)
    cache.save(kept / "mine" / "stock.json", origin, [MEASURED])
    document = tmp_path / "benchmarks.md"
    first, last = "<!-- understanding of mine: made by `make benchmark` -->", "<!-- end of understanding of mine -->"
    document.write_text(f"{first}\n{last}\n", encoding="utf-8")
    command = ["understanding", "--data", str(folder), "--sides", "stock", "--results", str(kept)]
    assert benchmark.main([*command, "--document", str(document)]) == 0
    written = document.read_text(encoding="utf-8")
    assert "| Rasa's stock pipeline | 92.95 %" in written
    assert f"`python -m scripts.benchmark understanding --data {folder.as_posix()} --sides stock`" in written
    cache.save(kept / "mine" / "stock.json", {**origin, "machine": "another"}, [MEASURED])
    capsys.readouterr()
    assert benchmark.main(command) == 2
    assert "machine was another" in capsys.readouterr().err


def test_the_servers_figures_are_medians_of_its_starts() -> None:
    starts = [server.Start(seconds, seconds + 1, [20.0, 30.0], 700.0, 800.0) for seconds in (8.0, 9.0, 30.0)]
    lines = server.as_markdown(server.Result(starts, 170.2, 0.5), "make benchmark WHAT=server")
    assert "Medians of 3 starts; 9 messages." in lines[0]
    assert lines[4] == "| whole `rasa train`, empty cache | 170 s |"
    assert "| start to the first HTTP answer | 9.0 s |" in lines
    assert "| reply to a message over HTTP, median | 25 ms |" in lines
    assert lines[-1].startswith("Other processes kept 0.5 cores busy")
    assert not any("rasa train" in line for line in server.as_markdown(server.Result(starts, None, 0.0), "x"))


# The machine


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells memory and load in another way than Linux")
def test_memory_is_that_of_a_process_and_of_what_it_started() -> None:
    assert 10 < resident_mb(os.getpid()) < 4_000
    assert peak_mb(os.getpid()) > 10
    with pytest.raises(MemoryUnknown):
        resident_mb(2**22 + 1)
    others = Others()
    sum(range(300_000))
    assert (others.cores() or 0) >= 0
