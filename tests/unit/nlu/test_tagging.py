"""Marking entities: tags and spans, lookups whatever the case, and only what fits the intent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.training_data.formats import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message

from nlu.entity_tagger import EntityTagger
from nlu.tagging import RARE, Found, Lookups, Word, bilou, common_words, entities_of, features_of, shape_of

EXAMPLES = """
version: "3.1"
nlu:
- intent: transactions
  examples: |
    - list my [deposits](transaction_type)
    - show [withdrawals](transaction_type) please
    - every [deposit](transaction_type) [since march](period)
    - [buys](transaction_type) [last year](period)
    - my [sales](transaction_type) [in 2024](period)
- intent: faq_deposit_how
  examples: |
    - how do deposits work
    - do you take deposits by cheque
- intent: price_quote
  examples: |
    - price of [VTI](security)
    - what is [BND](security) at
    - [Apple](security) now
    - quote for [VXUS](security)
- lookup: security
  examples: |
    - VTI
    - BND
    - QQQ
"""


def words(text: str) -> list[Word]:
    found, start = [], 0
    for part in text.split():
        start = text.index(part, start)
        found.append(Word(part, start, start + len(part)))
        start += len(part)
    return found


def test_tags_tell_begin_inside_last_and_unit() -> None:
    text = "my roth ira since the first of march now"
    tags = bilou(words(text), [(3, 11, "account"), (12, 36, "period")])
    assert tags == ["O", "B-account", "L-account", "B-period", "I-period", "I-period", "I-period", "L-period", "O"]
    assert bilou(words("buy VTI"), [(4, 7, "security")]) == ["O", "U-security"]


@given(st.data())
def test_tags_give_back_the_entities_they_were_made_from(data: st.DataObject) -> None:
    text = " ".join(["word"] * data.draw(st.integers(1, 12)))
    listed = words(text)
    bounds = sorted(data.draw(st.sets(st.integers(0, len(listed)), max_size=8)))
    entities = [
        (listed[first].start, listed[last - 1].end, data.draw(st.sampled_from(["account", "period"])))
        for first, last in zip(bounds[::2], bounds[1::2], strict=False)
    ]
    found = entities_of(listed, bilou(listed, entities), [1.0] * len(listed))
    assert [(one.start, one.end, one.entity) for one in found] == entities


def test_tags_out_of_place_still_make_entities() -> None:
    listed = words("a b c")
    found = entities_of(listed, ["I-period", "L-account", "B-account"], [0.9, 0.4, 0.8])
    assert found == [Found(0, 1, "period", 0.9), Found(2, 3, "account", 0.4), Found(4, 5, "account", 0.8)]


def test_lookups_find_whole_values_whatever_the_case() -> None:
    text = "is vti or S&P 500 in svtix"
    known = Lookups({"security": ["VTI"], "benchmark": ["S&P 500", "S&P"]}).of(text, words(text))
    assert known == [[], ["security"], [], ["benchmark"], ["benchmark"], [], []]


@pytest.mark.parametrize(("text", "shape"), [("$1,250", "$9,9"), ("Q2", "x9"), ("vti", "x"), ("3/4/2025", "9/9/9")])
def test_shapes_fold_runs(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> EntityTagger:
    """Trained, kept and loaded again, as in use."""
    data = RasaYAMLReader().reads(EXAMPLES)
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process_training_data(data)
    storage, resource = LocalModelStorage(tmp_path_factory.mktemp("model")), Resource("tagger")
    config, context = EntityTagger.get_default_config(), ExecutionContext(GraphSchema({}))
    EntityTagger.create(config, storage, resource, context).train(data)
    return EntityTagger.load(config, storage, resource, context)


def marked(tagger: EntityTagger, text: str, intent: str) -> list[tuple[str, str]]:
    message = Message({"text": text, "intent": {"name": intent, "confidence": 1.0}})
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process([message])
    tagger.process([message])
    return [(text[one["start"] : one["end"]], one["entity"]) for one in message.get("entities", [])]


def test_the_same_word_is_marked_under_one_intent_and_not_under_another(tagger: EntityTagger) -> None:
    assert marked(tagger, "show my deposits", "transactions") == [("deposits", "transaction_type")]
    assert marked(tagger, "show my deposits", "faq_deposit_how") == []


def test_a_known_ticker_is_found_in_lower_case(tagger: EntityTagger) -> None:
    assert marked(tagger, "price of qqq", "price_quote") == [("qqq", "security")]


def test_a_name_that_was_never_seen_is_found_where_names_stand(tagger: EntityTagger) -> None:
    assert marked(tagger, "what is grubhub at", "price_quote") == [("grubhub", "security")]


def test_words_of_one_message_are_rare_whatever_their_case() -> None:
    assert common_words([words("Price of lyft"), words("price of Nike and of nike")]) == {"price", "of"}


def test_rare_words_look_alike_and_figures_like_themselves() -> None:
    common = frozenset(("price", "of"))

    def last(text: str) -> set[str]:
        return set(features_of(words(text), "price_quote", [[], [], []], common)[-1])

    alike = {f"0:word={RARE}", f"-1:pair={RARE}|of", f"intent=price_quote|{RARE}"}
    assert alike <= last("price of lyft") & last("price of nike")
    assert not any(RARE in feature for feature in last("price of 2024") | last("price of price"))


def test_without_any_marked_example_it_trains_and_marks_nothing(tmp_path: Path) -> None:
    data = RasaYAMLReader().reads('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hi\n    - hello\n')
    WhitespaceTokenizer(WhitespaceTokenizer.get_default_config()).process_training_data(data)
    storage, resource = LocalModelStorage(tmp_path), Resource("tagger")
    config, context = EntityTagger.get_default_config(), ExecutionContext(GraphSchema({}))
    EntityTagger.create(config, storage, resource, context).train(data)
    assert marked(EntityTagger.load(config, storage, resource, context), "hi VTI", "greet") == []
