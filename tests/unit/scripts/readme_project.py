"""A converted project of one question, as small as the README's table needs."""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def write_project(folder: Path) -> None:
    (folder / "data/nlu").mkdir(parents=True)
    entry = {"title": "Fees I paid", "kind": "portfolio", "action": "action_fees_paid"}
    (folder / "data/catalogue.json").write_text(json.dumps({"fees_paid": entry}), encoding="utf-8")
    examples = "    - fees\n    - what did I pay you [last year](period)\n"
    nlu = f'version: "3.1"\nnlu:\n- intent: fees_paid\n  examples: |\n{examples}'
    (folder / "data/nlu/portfolio.yml").write_text(nlu, encoding="utf-8")
