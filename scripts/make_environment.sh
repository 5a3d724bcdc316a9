#!/bin/sh
# Makes .venv from requirements.lock, hashes checked; uv does it in seconds where it is installed, pip anywhere.
# Until all of it is there, .venv/.incomplete stands beside it: what was left half made is thrown away and made anew.
set -eu
trap 'echo "Interrupted: the Python packages are not all there; the same command begins anew." >&2; exit 130' INT

is_whole() {
    [ ! -e .venv/.incomplete ] &&
        .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1
}

if is_whole; then
    : >.venv/.incomplete
else
    python=$(sh scripts/find_python.sh)
    rm -rf .venv
    mkdir .venv
    : >.venv/.incomplete
    "$python" -m venv .venv
fi
if command -v uv >/dev/null 2>&1; then
    uv pip sync --python .venv/bin/python --compile-bytecode --require-hashes requirements.lock
else
    echo "Installing Folio's Python packages (about 1 GB, some minutes the first time) ..."
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
fi
rm .venv/.incomplete
