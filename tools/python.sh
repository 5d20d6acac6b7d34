#!/usr/bin/env bash
# Make the virtual environment named by $1 with a Python that is new enough, or say in words what is missing.
set -euo pipefail
target=$1
for candidate in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        echo "== Virtual environment with $("$candidate" --version)"
        if "$candidate" -m venv "$target"; then
            exit 0
        fi
        rm -rf "$target"
        echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
done
echo "Python 3.11 or newer is needed and was not found. On Debian 12 and later: apt-get install python3 python3-venv" >&2
echo "If it is installed elsewhere, name it: make PYTHON=/path/to/python3 ..." >&2
exit 1
