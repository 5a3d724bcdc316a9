"""Whatever people write, Rasa reads it as it was written: through our workbook and without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.names import is_intent_name
from content.own import read_sources
from content.rasa_project import own_project_files
from content.records import Button, Content, Example, Intent, Response, Span
from content.texts import clean, one_line
from content.workbook_writer import write_workbook

NASTY = st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "- a",
        "# x",
        "a: b",
        "/greet",
        "yes",
        "No",
        "null",
        "~",
        "1e3",
        "0x1F",
        "2026-01-01",
        "{x}",
        "{{x}}",
        "[x](y)",
        "[x]{y}",
        "[x][y]",
        "${HOME}",
        "\\u0041",
        "C:\\users",
        "'",
        '"',
        "|",
        ">",
        "%a",
        "&a",
        "*a",
        "!a",
        "`",
        "_x0041_",
        "#N/A",
        "TRUE",
        "שלום",
        "😀",
        "a\u200db",
        "é",
        "\n",
        "\n\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\x85",
        "\x07",
        "\ufeff",
        "stories:",
        "nlu:",
        "---",
        "...",
    ]
)
any_text = st.lists(NASTY | st.text(max_size=8), min_size=1, max_size=4).map("".join).map(clean).filter(bool)
names = st.text(alphabet=st.sampled_from("abYn01_-.éшא/"), min_size=1, max_size=8) | st.sampled_from(
    ["yes", "no", "null", "1e3", "true", "on", "123", "0x1", "version", "nlu", "~x"]
)
intent_names = names.filter(is_intent_name).filter(lambda name: "/" not in name and not name.startswith("utter_"))


@st.composite
def contents(draw: st.DrawFn) -> Content:
    unique = st.lists(intent_names, min_size=1, max_size=3, unique_by=str.casefold)
    pool = draw(st.lists(any_text, min_size=6, max_size=9, unique_by=lambda text: one_line(text).casefold()))
    intents: list[Intent] = []
    for number, name in enumerate(draw(unique)):
        texts = pool[number * 3 : number * 3 + 3] or [f"only {name}"]
        examples = [Example(text, draw(spans(text))) for text in texts]
        intents.append(Intent(name, draw(any_text.map(one_line)), "faq", examples=tuple(examples)))
    responses = [
        Response(
            f"utter_{intent.name}",
            tuple(draw(st.lists(any_text, min_size=1, max_size=3, unique=True))),
            (Button(draw(any_text.map(one_line)), intents[0].name),),
        )
        for intent in intents
    ]
    return Content(
        intents=tuple(intents),
        responses=tuple(responses),
        lookups={"thing": tuple(draw(st.lists(any_text.map(one_line), min_size=1, max_size=2, unique=True)))},
        synonyms={("thing", draw(any_text.map(one_line))): (draw(any_text.map(one_line)),)},
    )


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    if not draw(st.booleans()):
        return ()
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    if "]" in text[start:end]:
        return ()
    return (Span(start, end, "thing", role=draw(st.sampled_from([None, "from"]))),)


@given(contents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_rasa_reads_what_went_in(content: Content) -> None:
    """Reading back is part of writing: a difference raises."""
    files = own_project_files(content, ["content.xlsx"])
    assert not any(text.isascii() for path, text in files.items() if path.endswith(".yml"))


@given(contents())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_our_workbook_holds_what_went_in(content: Content) -> None:
    with TemporaryDirectory() as folder:
        write_workbook(content, {}, Path(folder) / "content.xlsx")
        read = read_sources(Path(folder))
    placeless = tuple(
        replace(intent, place="", examples=tuple(replace(example, place="") for example in intent.examples))
        for intent in read.intents
    )
    assert replace(read, intents=placeless) == content
