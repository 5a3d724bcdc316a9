"""The files of a Rasa project as data; what is wrong with one is told with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from content.counting import joined
from content.nesting import loads
from content.problems import Problem
from content.rasa_project import CATALOGUE
from content.texts import one_line

TRAINING_KEYS = ["nlu", "responses", "stories", "rules"]
_QUOTED = re.compile(r"'([^']+)'")
_BYTES = re.compile(r"'b'(.*?)''")  # how Rasa's validator shows a text


@dataclass(frozen=True)
class Source:
    """A YAML file: `name` is its path in the project."""

    name: str
    path: Path
    text: str
    data: Mapping[str, Any]

    def at(self, *keys: str | int) -> str:
        """Return the place of what stands there in `data`: "data/nlu.yml, line 12"."""
        return _place(self.name, _line_of(self.text, keys))


def read_yaml_files(root: Path, paths: Iterable[Path], problems: list[Problem], notes: list[str]) -> list[Source]:
    """Read the YAML files that hold an object; what isn't YAML is a problem, what is no object a note."""
    found: list[Source] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        text = _text(name, path, problems)
        data = None if text is None else _parse(name, text, problems)
        if text is None or data is None:
            continue
        if isinstance(data, Mapping):
            found.append(Source(name, path, text, data))
        else:
            notes.append(f"{name}: is no file of Rasa's, left out")
    return found


def is_training_data(source: Source, notes: list[str]) -> bool:
    """True for what Rasa trains on; everything else below data is noted."""
    from rasa.shared.utils.validation import validate_training_data_format_version

    if not source.data.keys() & set(TRAINING_KEYS):
        if source.data:
            notes.append(f"{source.name}: holds none of {joined(TRAINING_KEYS)}, left out as Rasa does")
        return False
    if not validate_training_data_format_version(dict(source.data), None):
        notes.append(f"{source.name}: its version {source.data['version']} is newer than Rasa 3.6 reads, left out")
        return False
    return True


def json_files(root: Path, paths: Iterable[Path], problems: list[Problem], notes: list[str]) -> dict[str, Path]:
    """Return the JSON files that Rasa trains on, by name; what is no JSON is a problem, other content a note."""
    from rasa.shared.data import is_nlu_file

    found: dict[str, Path] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        text = _text(name, path, problems)
        if text is None:
            continue
        try:
            loads(text)
        except json.JSONDecodeError as error:
            problems.append(Problem(_place(name, error.lineno), f"is no JSON: {error.msg}"))
        except ValueError as error:
            problems.append(Problem(name, f"can't be read: {error}"))
        else:
            if is_nlu_file(str(path)):
                found[name] = path
            elif name != CATALOGUE:
                notes.append(f"{name}: is no training data of Rasa's, left out")
    return found


def check_schema(source: Source, schema: str, problems: list[Problem]) -> None:
    """Hold a file against one of Rasa's schemas, as Rasa does when it trains."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.utils.validation import validate_yaml_schema

    try:
        validate_yaml_schema(source.text, schema)
    except RasaException as error:
        problems += rasa_problems(source.name, source.text, error)


def rasa_problems(name: str, text: str, error: Exception) -> list[Problem]:
    """Return what Rasa found wrong with a file, each with its line where it can be found."""
    from rasa.shared.utils.validation import YamlValidationException

    if isinstance(error, YamlValidationException) and error.validation_errors:
        lines: dict[str, int | None] = {}
        for found in error.validation_errors:
            lines.setdefault(one_line(str(found)), _line_of(text, [key for key in found.path.split("/") if key]))
        said = {_BYTES.sub(r"'\1'", what): line for what, line in lines.items()}
        return [Problem(_place(name, line), f"Rasa can't read it: {what}") for what, line in said.items()]
    what = one_line(str(error))
    at = next((text.find(quoted) for quoted in _QUOTED.findall(str(error)) if quoted in text), None)
    line = None if at is None else text.count("\n", 0, at) + 1
    return [Problem(_place(name, line), f"Rasa can't read it: {what}")]


def _text(name: str, path: Path, problems: list[Problem]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(Problem(_place(name, line), "is not UTF-8", "save it as UTF-8"))
    except OSError as error:
        problems.append(Problem(name, f"can't be read ({error.strerror or error})"))
    return None


def _parse(name: str, text: str, problems: list[Problem]) -> Any:
    """Return what Rasa's YAML reader makes of `text`, None where it can't read it."""
    from rasa.shared.exceptions import RasaException
    from rasa.shared.utils.io import read_yaml
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return read_yaml(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = one_line(" ".join(part for part in (error.context, error.problem) if part))
        problems.append(Problem(_place(name, mark.line + 1 if mark else None), f"is no YAML: {what}"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = "'\\u' or '\\U' without its digits, which Rasa takes for a character in a file of nothing but ASCII"
        problems.append(Problem(_place(name, line), what, "write '\\\\u' in double quotes, or '/'"))
    except RasaException as error:
        problems += rasa_problems(name, text, error)
    except (YAMLError, ValueError, RecursionError) as error:
        at = getattr(error, "position", None)  # of a character that no YAML file may hold
        place = name if at is None or text.isascii() else _place(name, text.count("\n", 0, at) + 1)
        problems.append(Problem(place, f"is no YAML: {one_line(str(error)) or 'it nests too deep'}"))
    return None


def _line_of(text: str, keys: Iterable[str | int]) -> int | None:
    """Return the line (from 1) where the value of `keys` begins, or the nearest above it that there is."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:  # what only Rasa's reader takes
        return None
    if node is None:
        return None
    line: int = node.start_mark.line
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(key)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode) and str(key).isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line
        else:
            break
    return line + 1


def _place(name: str, line: int | None) -> str:
    return name if line is None else f"{name}, line {line}"
