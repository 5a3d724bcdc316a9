#!/bin/sh
# Makes .venv from requirements.lock, hashes checked; uv does it in seconds where it is installed, pip anywhere.
set -eu
python=$(sh scripts/find_python.sh)
if command -v uv >/dev/null 2>&1; then
    [ -x .venv/bin/python ] || uv venv --quiet --seed --python "$python" .venv
    uv pip sync --python .venv/bin/python --compile-bytecode --require-hashes requirements.lock
else
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    echo "Installing Folio's Python packages (about 1 GB, some minutes the first time) ..."
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
fi
