"""Runs a command of the set-up so that Ctrl-C ends it with a sentence: `python -m scripts.step convert --no-guard`."""

from __future__ import annotations

import runpy
import sys

INTERRUPTED = 130  # as shells say it: 128 and the number of the signal


def main(arguments: list[str]) -> int:
    """Exit code: 130 interrupted, else the command's own."""
    if not arguments or arguments[0].startswith("-"):
        print("usage: python -m scripts.step COMMAND [ARGUMENT ...]; COMMAND is a module of scripts", file=sys.stderr)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    sys.argv = list(arguments)
    try:
        runpy.run_module(f"scripts.{arguments[0]}", run_name="__main__", alter_sys=True)
    except KeyboardInterrupt:
        print(
            "\nInterrupted. What was under way doesn't count as done; the same command begins it anew.", file=sys.stderr
        )
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
