"""The README's table of everything that can be asked: `python -m scripts.readme_table`.

Made from the converted content, so it can't drift from what the assistant understands: `make convert` writes it anew
and a test compares it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

START = "<!-- everything that can be asked: made by `make convert` -->"
END = "<!-- end of everything that can be asked -->"
_KINDS = {
    "portfolio": "About one's own account",
    "request": "Requests",
    "faq": "About the service",
}
_SHORTEST = 5  # words of an example that tells something


class NoPlace(Exception):
    """The README has lost the marks between which the table stands."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.readme_table",
        description="Write the table of everything that can be asked into the README.",
        epilog="example: python -m scripts.readme_table --check",
    )
    parser.add_argument("--project", type=Path, default=Path(), help="folder of the converted project (here)")
    parser.add_argument("--readme", type=Path, default=Path("README.md"), help="(%(default)s)")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if the table is not up to date")
    options = parser.parse_args(arguments)
    try:
        old = options.readme.read_text(encoding="utf-8")
        new = with_table(old, table(options.project))
    except (OSError, NoPlace) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if new != old and options.check:
        print(f"error: the table in {options.readme} is not up to date; run `make convert`", file=sys.stderr)
        return 1
    if new != old:
        options.readme.write_text(new, encoding="utf-8")
    return 0


def with_table(readme: str, lines: Sequence[str]) -> str:
    """The README with `lines` between the two marks. Raises NoPlace without them."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise NoPlace(f"the README has no place for the table; put the lines {START!r} and {END!r} into it")
    return "\n".join([f"{before}{START}", "", *lines, "", f"{END}{after}"])


def table(project: Path) -> list[str]:
    """Lines of Markdown: for each kind its intents with title and example, in the order of the content."""
    entries: Mapping[str, Mapping[str, str]] = json.loads((project / "data/catalogue.json").read_text(encoding="utf-8"))
    examples = _examples(project / "data/nlu")
    lines: list[str] = []
    for kind, heading in _KINDS.items():
        chosen = [(intent, entry["title"]) for intent, entry in entries.items() if entry["kind"] == kind]
        summary = f"{heading} ({len(chosen)})"
        opening = ["<details>", f"<summary><b>{summary}</b></summary>"] if kind == "faq" else [f"**{summary}**"]
        lines += [
            *([""] if lines else []),
            *opening,
            "",
            "| question | for example | intent |",
            "|---|---|---|",
            *(f"| {_cell(title)} | {_cell(telling(examples[intent]))} | `{intent}` |" for intent, title in chosen),
            *(["", "</details>"] if kind == "faq" else []),
        ]
    return lines


def telling(examples: Sequence[str]) -> str:
    """The first example long enough to tell something, or else the longest."""
    plain = [re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", example) for example in examples]
    return next((text for text in plain if len(text.split()) >= _SHORTEST), max(plain, key=len))


def _examples(folder: Path) -> dict[str, list[str]]:
    """Intent → its examples as written, with their marks."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in item:
                found[item["intent"]] = [line[2:] for line in item["examples"].splitlines() if line.startswith("- ")]
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
