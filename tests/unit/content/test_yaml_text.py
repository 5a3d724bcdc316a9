"""Our YAML writer writes the bytes that the general one (ruamel.yaml, which Rasa writes with) would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from content.rasa_project.yaml_text import Block, dump, first_line, lines

NO_WRAP = 2**31 - 1
BARE = {"greet", "utter_faq_etf", "text", "_x1"}
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"}  # YAML 1.1 reads them so

texts = st.text(max_size=12) | st.sampled_from(
    ["yes", "null", "", " x ", "a\nb", "\x85\u2028\u2029\ufeff\xa0\x7f\x1b", "😀", "\ufffe", "Greet", "x" * 140]
)
scalars = texts | st.sampled_from(sorted(BARE)) | st.booleans() | st.none() | st.integers() | st.floats()
blocks = st.lists(st.text("ab é:#-'\"\\", min_size=1, max_size=9), min_size=1, max_size=3).map(lines)
values = st.recursive(
    scalars | blocks,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts | st.sampled_from(sorted(BARE)), inner, max_size=3)
    ),
    max_leaves=9,
)


def general(data: Mapping[str, Any]) -> str:
    writer = YAML()
    writer.width = NO_WRAP
    writer.representer.ignore_aliases = lambda _: True
    buffer = StringIO()
    writer.dump(_marked(data), buffer)
    return buffer.getvalue()


def _marked(value: Any) -> Any:
    if isinstance(value, Block):
        return LiteralScalarString(value)
    if isinstance(value, str):
        bare = re.fullmatch("[a-z_][a-z0-9_]*", value) and value not in WORDS
        return value if bare else DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        return CommentedMap((_marked(key), _marked(item)) for key, item in value.items())
    return CommentedSeq(_marked(item) for item in value) if isinstance(value, list) else value


@given(st.dictionaries(texts | st.sampled_from(sorted(BARE)), values, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_the_bytes_are_those_of_the_general_writer(data: dict[str, Any]) -> None:
    written = dump(data, ["a.xlsx"])
    assert written.removeprefix(first_line(["a.xlsx"])) == general(data)
