#!/bin/sh
# Prints the path of a Python 3.10 that really runs and can make virtual environments; says in one sentence if none can.
# Order: FOLIO_PYTHON, the path, pyenv's versions, uv (which may fetch one).
set -u

works() {
    [ -n "$1" ] && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1
}

if [ -n "${FOLIO_PYTHON:-}" ] && ! works "$FOLIO_PYTHON"; then
    echo "FOLIO_PYTHON=$FOLIO_PYTHON is no Python 3.10 with venv; looking for another." >&2
fi
for candidate in "${FOLIO_PYTHON:-}" python3.10 python3 python \
    "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.10*/bin/python3.10; do
    if works "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
done

if command -v uv >/dev/null 2>&1; then
    found=$(uv python find 3.10 2>/dev/null)
    if ! works "$found"; then
        echo "No Python 3.10 here yet: uv fetches one." >&2
        uv python install 3.10 >&2 && found=$(uv python find 3.10 2>/dev/null)
    fi
    if works "$found"; then
        echo "$found"
        exit 0
    fi
fi

echo "Folio needs Python 3.10 with venv, and found none on the path, among pyenv's versions or through uv: install one \
(for example 'pyenv install 3.10', 'uv python install 3.10', or your system's python3.10 and python3.10-venv packages) \
or set FOLIO_PYTHON to its path." >&2
exit 1
