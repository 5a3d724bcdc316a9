from __future__ import annotations

import pytest

from content.problems import ContentError
from tests.unit.content.foreign.conftest import Read, answers, examples

TABLE = "Nr,Frob,Grob,Hob\n1,how so,thus,x\n2,why so,because,x\n3,how come,thus,y\n"


def test_columns_that_nobody_knows_are_named_by_the_caller(read: Read) -> None:
    reading = read("a.csv", TABLE, columns={"question": "Frob", "answer": "grob"})
    assert examples(reading) == {"how_so": ["how so", "how come"], "why_so": ["why so"]}


def test_a_named_intent_column_is_never_a_topic(read: Read) -> None:
    reading = read("a.csv", TABLE, columns={"question": "Frob", "answer": "Grob", "intent": "Hob"})
    assert examples(reading) == {"x": ["how so", "why so"], "y": ["how come"]}
    assert answers(reading)["utter_x"] == ["thus", "because"]


def test_keys_of_json_are_named_alike(read: Read) -> None:
    root = [{"frob": "hi", "hob": "greet"}, {"frob": "bye", "hob": "leave"}]
    assert examples(read("a.json", root, columns={"question": "frob", "intent": "hob"})) == {
        "greet": ["hi"],
        "leave": ["bye"],
    }


def test_without_them_the_table_is_refused_with_the_columns_there_are(read: Read) -> None:
    with pytest.raises(ContentError, match=r"a\.csv: .*'Nr', 'Frob', 'Grob', 'Hob'.*--columns question="):
        read("a.csv", TABLE)


@pytest.mark.parametrize(("name", "content"), [("a.csv", TABLE), ("a.json", [{"Frob": "hi", "Grob": "x"}])])
def test_an_unknown_column_is_an_error_that_lists_the_others(read: Read, name: str, content: object) -> None:
    with pytest.raises(ContentError, match=r"has no column 'Zob'; columns there are: .*'Frob', 'Grob'"):
        read(name, content, columns={"question": "Zob", "answer": "Grob"})


@pytest.mark.parametrize("columns", [{"colour": "Frob"}, {"answer": "Grob"}])
def test_roles_that_there_are_not_are_errors(read: Read, columns: dict[str, str]) -> None:
    with pytest.raises(ContentError, match="--columns"):
        read("a.csv", TABLE, columns=columns)
