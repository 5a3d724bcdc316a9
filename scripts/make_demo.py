"""Write the demo firm's portfolio, five years of twelve invented customers, to an Excel workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.demo_firm.tables import make_tables
from scripts.demo_firm.workbook import write_workbook

_EXAMPLE = """example:
  python -m scripts.make_demo && python -m scripts.load_portfolio data/demo/portfolio.xlsx

Nothing in it comes from a clock: the same code writes the same bytes.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.make_demo",
        description=__doc__,
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--to", type=Path, default=Path("data/demo/portfolio.xlsx"), metavar="FILE")
    options = parser.parse_args(arguments)
    print("living through five years …", file=sys.stderr)
    tables = make_tables()
    print(f"writing {options.to} …", file=sys.stderr)
    try:
        write_workbook(options.to, tables)
    except OSError as error:
        print(f"{options.to} can't be written: {error.strerror}", file=sys.stderr)
        return 2
    print(f"{options.to}: " + ", ".join(f"{len(rows):,} {name}" for name, (_, rows) in tables.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
