#!/usr/bin/env bash
# Run a long command with one line of output; show what it said only when it fails.
set -uo pipefail
title=$1
shift
log=$(mktemp)
trap 'rm -f "$log"' EXIT
started=$SECONDS
echo "== $title ..."
if "$@" >"$log" 2>&1 </dev/null; then
    echo "== $title: $((SECONDS - started)) s"
else
    status=$?
    cat "$log" >&2
    echo "== $title: failed" >&2
    exit "$status"
fi
