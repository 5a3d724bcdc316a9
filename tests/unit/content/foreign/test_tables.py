from __future__ import annotations

import csv
import io

import pytest

from content.foreign.joined import split
from tests.unit.content.foreign.conftest import Read, answers, examples, noted


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_rows(read: Read, delimiter: str) -> None:
    rows = ["question{0}answer", '"A, or B?"{0}"x; y"', "C?{0}z"]
    reading = read("faq.csv", "\r\n".join(rows).format(delimiter))
    assert answers(reading) == {"utter_a_or_b": ["x; y"], "utter_c": ["z"]}


@pytest.mark.parametrize(
    "heading",
    [
        "Question,Answer",
        "QUESTIONS,Answers",
        "Pregunta,Respuesta",
        "Pergunta,Resposta",
        "Frage,Antwort",
        "Vraag,Antwoord",
        "Pytanie,Odpowiedź",
        "Вопрос,Ответ",
        "Câu hỏi,Câu trả lời",
        "HumanSays:,RobotSays:",
        "Query,Response",
        "prompt,completion",
        "Soru,Cevap",
    ],
)
def test_headings_are_told_in_many_languages(read: Read, heading: str) -> None:
    reading = read("faq.csv", f"{heading}\nhow so,thus\nwhy so,because\n")
    assert answers(reading) == {"utter_how_so": ["thus"], "utter_why_so": ["because"]}
    assert not noted(reading, "by position")


def test_text_and_label_are_read_without_answers(read: Read) -> None:
    reading = read("nlu.csv", 'text,label\nhi,greet\n\nhello,"greet\n"\nbye,bye\n')
    assert examples(reading) == {"greet": ["hi", "hello"], "bye": ["bye"]}
    assert noted(reading, "for understanding only")


@pytest.mark.parametrize("separator", [";", "|", " / ", "\n"])
def test_joined_examples_are_split(read: Read, separator: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Intent", "Patterns", "Responses"])
    writer.writerow(["greet", separator.join(["hi", "hello ", "good day"]), "Hey, you."])
    writer.writerow(["bye", separator.join(["bye", "ciao"]), "See you."])
    reading = read("intents.csv", text.getvalue())
    assert examples(reading) == {"greet": ["hi", "hello", "good day"], "bye": ["bye", "ciao"]}
    assert answers(reading)["utter_greet"] == ["Hey, you."]


def test_examples_joined_over_several_rows_of_an_intent_are_split_too(read: Read) -> None:
    rows = "greet,hi; hello,Hey\ngreet,good day,Hey\ngreet,hey; yo,Hey\nbye,ciao,Bye\n"
    reading = read("intents.csv", f"Intent,Patterns,Responses\n{rows}")
    assert examples(reading) == {"greet": ["hi", "hello", "good day", "hey", "yo"], "bye": ["ciao"]}


def test_semicolons_in_rows_of_a_topic_or_a_label_join_nothing(read: Read) -> None:
    rows = "A; or B?,x; y,tax\nC; or D?,z,tax\nE?,w,fees\nF?,v,fees\n"
    reading = read("faq.csv", f"Question,Answer,Class\n{rows}")
    assert answers(reading)["utter_a_or_b"] == ["x; y"]
    labelled = read("nlu.csv", "text,label\nhi; you,greet\nyo,greet\nciao,leave\nbye; then,leave\n")
    assert examples(labelled) == {"greet": ["hi; you", "yo"], "leave": ["ciao", "bye; then"]}


def test_answers_that_are_split_are_told(read: Read) -> None:
    reading = read("intents.csv", "Intent,Patterns,Responses\ngreet,hi; yo,Hey; you\nbye,bye; ciao,So long\n")
    assert answers(reading) == {"utter_greet": ["Hey", "you"], "utter_bye": ["So long"]}
    assert noted(reading, "intents.csv, row 2: answers joined by ';'")


def test_commas_and_slashes_in_single_examples_join_nothing(read: Read) -> None:
    rows = '"greet","hi, how are you",Hey\n"greet","yes / no",Hey\nbye,"well, bye",Bye\nbye,so long,Bye\n'
    reading = read("intents.csv", f"intent,text,response\n{rows}")
    assert examples(reading) == {"greet": ["hi, how are you", "yes / no"], "bye": ["well, bye", "so long"]}


def test_a_semicolon_inside_html_joins_nothing(read: Read) -> None:
    rows = [
        ["Intent", "Patterns", "Responses"],
        ["greet", "hi; hello", '<p style="a:b;c:d">Hi&nbsp;you</p>; Hey &#39;you&#39;'],
        ["bye", "bye", "Ciao"],
    ]
    reading = read("book.xlsx", {"Sheet1": rows})
    assert answers(reading)["utter_greet"] == ['<p style="a:b;c:d">Hi&nbsp;you</p>', "Hey &#39;you&#39;"]


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("<p>one; two</p>; three", ["<p>one; two</p>", "three"]),
        ("<ul><li>one;</li><li>two;</li></ul>; three", ["<ul><li>one;</li><li>two;</li></ul>", "three"]),
        ("<div><div>a; b</div>; c</div>; d", ["<div><div>a; b</div>; c</div>", "d"]),
        ("<a title=\"x>y;z\" href='q;r'>here</a>; there", ["<a title=\"x>y;z\" href='q;r'>here</a>", "there"]),
        ("<b>a; b</B>; c", ["<b>a; b</B>", "c"]),
        ("one<br>two; three<br/>four", ["one<br>two", "three<br/>four"]),
        ("<p>one; two", ["<p>one", "two"]),
        ("<img alt='a;b'>; c <!-- d; e -->", ["<img alt='a;b'>", "c <!-- d; e -->"]),
        ("Tom &amp; Jerry; you &#39;n&#x27; me", ["Tom &amp; Jerry", "you &#39;n&#x27; me"]),
        ("q&a; and more", ["q&a", "and more"]),
        ("a < b; c > d", ["a < b", "c > d"]),
    ],
)
def test_no_separator_is_taken_from_inside_html(cell: str, pieces: list[str]) -> None:
    assert split(cell, ";") == pieces


def test_lists_written_into_cells_are_read_and_never_evaluated(read: Read) -> None:
    text = 'tag,patterns,responses\na,"[\'it\'\'s\', \'x\']","[""A"", ""B""]"\nb,"[__import__(\'os\')]",C\n'
    reading = read("a.csv", text.replace("''", "\\'"))
    assert examples(reading) == {"a": ["it's", "x"], "b": ["[__import__('os')]"]}
    assert answers(reading)["utter_a"] == ["A", "B"]


def test_answers_of_questions_without_intents_are_never_split(read: Read) -> None:
    reading = read("faq.csv", "Question,Answer\na; b?,x; y | z\nc; d?,w; v\n")
    assert answers(reading) == {"utter_a_b": ["x; y | z"], "utter_c_d": ["w; v"]}


def test_a_class_over_many_answers_is_a_topic(read: Read) -> None:
    rows = "".join(f"question {n}?,answer {n},{'tax' if n % 2 else 'fees'}\n" for n in range(6))
    reading = read("faq.csv", f"Question,Answer,Class\n{rows}")
    assert list(examples(reading)) == [f"question_{n}" for n in range(6)]
    assert noted(reading, "'fees', 'tax'", "topics")


def test_a_class_with_one_answer_each_is_an_intent(read: Read) -> None:
    reading = read("faq.csv", "Question,Answer,Class\nhi,Hey,greet\nhello,Hey,greet\nbye,Ciao,leave\n")
    assert examples(reading) == {"greet": ["hi", "hello"], "leave": ["bye"]}


def test_an_intent_column_names_intents_whatever_their_answers(read: Read) -> None:
    reading = read("faq.csv", "Intent,Question,Answer\ngreet,hi,Hey\ngreet,hello,Hallo\nbye,bye,Ciao\n")
    assert answers(reading) == {"utter_greet": ["Hey", "Hallo"], "utter_bye": ["Ciao"]}


TOPICS = ["A?,one,tax", "B?,two,tax", "C?,three,fees", "D?,four,fees"]


@pytest.mark.parametrize(
    "heading", ["Question,Answer,", "Question,Answer", "QUESTION,answer,CLASS", "Frage,Antwort,Klasse"]
)
def test_a_topic_without_a_heading_is_a_topic(read: Read, heading: str) -> None:
    reading = read("faq.csv", "\n".join([heading, *TOPICS]))
    assert answers(reading) == {"utter_a": ["one"], "utter_b": ["two"], "utter_c": ["three"], "utter_d": ["four"]}
    assert noted(reading, "'fees', 'tax'", "topics")
    assert noted(reading, "faq.csv: column C has no heading") == (len(heading.split(",")) < 3 or heading.endswith(","))


@pytest.mark.parametrize("heading", ["Question,Answer,", "Question,Answer"])
def test_a_column_of_intents_without_a_heading_names_them(read: Read, heading: str) -> None:
    reading = read("faq.csv", f"{heading}\nhi,Hey,greet\nhello,Hey,greet\nciao,Bye,leave\nso long,Bye,leave\n")
    assert examples(reading) == {"greet": ["hi", "hello"], "leave": ["ciao", "so long"]}
    assert noted(reading, "faq.csv: column C has no heading and is read as intent or topic")


@pytest.mark.parametrize("heading", ["text,", "text", ",label"])
def test_one_heading_of_two_is_enough(read: Read, heading: str) -> None:
    reading = read("nlu.csv", f"{heading}\nhi,greet\nyo,greet\nbye,leave\nciao,leave\n")
    assert examples(reading) == {"greet": ["hi", "yo"], "leave": ["bye", "ciao"]}


@pytest.mark.parametrize(
    ("heading", "rows"),
    [("Question,", ["A?,one", "B?,two", "C?,three"]), ("Question,,Class", ["A?,one,x", "B?,two,x", "C?,three,y"])],
)
def test_answers_without_a_heading_are_answers(read: Read, heading: str, rows: list[str]) -> None:
    reading = read("faq.csv", "\n".join([heading, *rows]))
    assert answers(reading) == {"utter_a": ["one"], "utter_b": ["two"], "utter_c": ["three"]}
    assert noted(reading, "faq.csv: column B has no heading and is read as answer")


def test_columns_that_are_left_out_are_told(read: Read) -> None:
    reading = read("faq.csv", "id,Question,Answer,Source,date\n1,A?,one,web,2024\n2,B?,two,print,2024\n")
    assert examples(reading) == {"a": ["A?"], "b": ["B?"]}
    assert noted(reading, "faq.csv: 1 column left out ('Source')")


def test_a_row_without_its_answer_is_told_with_its_number(read: Read) -> None:
    reading = read("faq.csv", "Intent,Question,Answer\ngreet,hi\nbye,ciao,Bye\n")
    assert noted(reading, "faq.csv, row 2", "only 2 of 3")


def test_a_table_without_headings_is_read_by_what_stands_in_it(read: Read) -> None:
    labelled = read("a.csv", "you there,GREET\nhi,GREET\nso long,BYE\nbye now,BYE\n")
    assert examples(labelled) == {"greet": ["you there", "hi"], "bye": ["so long", "bye now"]}
    paired = read(
        "b.csv", "How old are you?,Two years old.\nWho made you?,The people here.\nWhere is it?,Over there.\n"
    )
    assert answers(paired)["utter_who_made_you"] == ["The people here."]
    assert noted(paired, "b.csv", "column 1 as question, column 2 as answer")


def test_rows_of_the_wrong_width_are_told_with_their_number(read: Read) -> None:
    text = 'Question,Answer\nWhat is X?,It is A, B and C\nHello, you,me,him\nlonely\n"Q, really?",A\n'
    reading = read("faq.csv", text)
    assert answers(reading) == {"utter_what_is_x": ["It is A, B and C"], "utter_q_really": ["A"]}
    assert noted(reading, "faq.csv, row 2", "3 cells instead of 2", "put together again")
    assert noted(reading, "faq.csv, row 3", "4 cells instead of 2", "left out")
    assert noted(reading, "faq.csv, row 4", "only 1 of 2")


def test_error_values_of_a_spreadsheet_are_told_with_their_cells(read: Read) -> None:
    reading = read("a.csv", "Intent,Patterns,Responses\n#N/A,lost,x\ngreet,hi,#REF!\nbye,bye,Ciao\n")
    assert examples(reading) == {"greet": ["hi"], "bye": ["bye"]}
    assert noted(reading, "a.csv, row 2, column A", "#N/A")
    assert noted(reading, "a.csv, row 2:", "which intent it belongs to")
    assert noted(reading, "a.csv, row 3, column C", "#REF!")


def test_a_row_with_a_name_and_an_answer_alone_is_a_fallback(read: Read) -> None:
    text = "intent_id,intent_name,examples,response_text\n1,hi,hello|hey,Hey\n2,bye,bye,Ciao\n9,fallback,,Sorry?\n"
    reading = read("a.csv", text)
    assert answers(reading) == {"utter_hi": ["Hey"], "utter_bye": ["Ciao"], "utter_default": ["Sorry?"]}


def test_a_quotation_mark_that_never_closes_is_given_up(read: Read) -> None:
    rows = "".join(f"question {n}?,answer {n}\n" for n in range(400))
    reading = read("faq.csv", f'Question,Answer\nfirst?,"oops\n{rows}')
    assert len(reading.content.intents) == 401
    assert noted(reading, "never closes")


def test_forty_thousand_rows_are_read_with_their_conflicts(read: Read) -> None:
    rows = "".join(f"what about number {n} please?,that is answer {n}\n" for n in range(36_850))
    clashes = "".join(f"what about number {n} please?,no it is not\n" for n in range(107))
    reading = read("faq.csv", f"Question,Answer\n{rows}{clashes}")
    assert len(reading.content.intents) == 36_850 - 107
    assert sum("different answers" in note for note in reading.notes) == 107
