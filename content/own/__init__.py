"""Our own sources: the workbook of the content team and the JSON of the developers, read as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.counting import joined
from content.names import base_intent
from content.own.answers import build_responses
from content.own.draft import Draft
from content.own.flow import (
    Known,
    add_contexts,
    build_actions,
    build_definitions,
    build_slots,
    build_stories,
    check_answered,
)
from content.own.intents import build_intents, check_exampled
from content.own.json_source import is_own_json, read_json
from content.own.missing_sheets import tell_missing_sheets
from content.own.suspicions import tell_near_actions, tell_rare_entities, tell_unused_answers
from content.own.unknown import tell_unknown_intents
from content.own.values import build_lookups, build_regexes, build_synonyms
from content.own.workbook import is_own_workbook, read_workbook
from content.problems import ContentError, Problem
from content.records import Content

__all__ = ["OwnReading", "is_own_form", "read_own", "read_sources", "source_files"]


@dataclass(frozen=True)
class OwnReading:
    content: Content
    notes: tuple[str, ...]  # warnings, each with its place
    files: tuple[Path, ...]


def read_sources(folder: Path) -> Content:
    """Read all our files in `folder`. Raises ContentError with every problem at once."""
    return read_own([folder]).content


def read_own(paths: Sequence[Path]) -> OwnReading:
    """Read files and folders of our own form. Raises ContentError with every problem at once."""
    files = [file for path in paths for file in (source_files(path) if path.is_dir() else [path])]
    if not files:
        where = ", ".join(path.as_posix() for path in paths)
        raise ContentError([Problem(where, "nothing to convert is there", "put content.xlsx or intents.json there")])
    draft = Draft()
    for file in files:
        if not file.is_file():
            draft.problem(file.as_posix(), "there is no such file")
        elif file.suffix.lower() == ".json":
            read_json(file, draft)
        else:
            read_workbook(file, draft)
    return OwnReading(_build(draft), tuple(draft.notes), tuple(files))


def source_files(folder: Path) -> list[Path]:
    """Return the workbooks and JSON files of `folder` by name, without hidden ones and Excel's lock files."""
    found = (path for path in folder.iterdir() if path.suffix.lower() in (".xlsx", ".xlsm", ".json"))
    return sorted(path for path in found if path.is_file() and not path.name.startswith((".", "~")))


def is_own_form(paths: Iterable[Path]) -> bool:
    """True where the files (of a folder: any of its files) are of our form rather than somebody else's.

    Raises ContentError where some are and some aren't: what one way of reading makes of the other would be wrong.
    """
    found = {path: _is_own(path) for path in paths}
    ours = [path.as_posix() for path, own in found.items() if own]
    theirs = [path.as_posix() for path, own in found.items() if not own]
    if ours and theirs:
        are, aren_t = ("is" if len(names) == 1 else "are" for names in (ours, theirs))
        what = f"{are} in Folio's own form and {joined(theirs)} {aren_t} not, so they can't be converted together"
        raise ContentError([Problem(joined(ours), what, "convert them one by one, each to a folder of its own")])
    return bool(ours)


def _is_own(path: Path) -> bool:
    files = source_files(path) if path.is_dir() else [path]
    return any(is_own_json(file) if file.suffix.lower() == ".json" else _is_book(file) for file in files)


def _is_book(file: Path) -> bool:
    return file.suffix.lower() in (".xlsx", ".xlsm") and file.is_file() and is_own_workbook(file)


def _build(draft: Draft) -> Content:
    tell_missing_sheets(draft)
    intents = build_intents(draft)
    add_contexts(draft, intents)
    responses = build_responses(draft, intents)
    names = [response.name for response in responses]
    slots, actions = build_slots(draft), build_actions(draft)
    forms = build_definitions(draft.forms, "form", draft)
    known = Known(
        intents={*intents, *map(base_intent, intents)},
        responses={*names, *map(base_intent, names)},
        actions={*actions, *forms, *(intent.action for intent in intents.values() if intent.action)},
        slots=slots,
        forms=forms,
    )
    stories = build_stories(draft, known)
    excused = tell_unknown_intents(draft, intents, [name.removeprefix("utter_") for name in names])
    check_exampled(draft, intents, excused.examples)
    check_answered(draft, intents, names, excused.answers | draft.told_answers)
    tell_unused_answers(draft, intents, stories)
    tell_rare_entities(draft, intents)
    tell_near_actions(draft, intents)
    content = Content(
        intents=tuple(intents.values()),
        responses=responses,
        synonyms=build_synonyms(draft, intents),
        lookups=build_lookups(draft, intents),
        stories=stories,
        regexes=build_regexes(draft),
        slots=slots,
        actions=actions,
        forms=forms,
        entities=build_definitions(draft.entities, "entity", draft),
    )
    if not draft.problems and not content.intents and not content.responses:
        draft.problem("", "the sources hold no intents and no answers, so there is nothing to convert")
    if draft.problems:
        raise ContentError(draft.problems)
    return content
