#!/usr/bin/env bash
# Verifies the journal against what the last run noted, and notes the last line again: deploy/verify-journal.sh FOLDER
# FOLDER lies where the owner of the database can't write. `--daily` repeats it every day, as a container does;
# elsewhere a timer of the system calls it once a day. It ends with an error when the journal was changed.
set -euo pipefail
umask 077

notes="${1:?FOLDER}/journal-notes"
mkdir -p "$(dirname "$notes")"

verify_once() {
    local last="" output
    if [ -s "$notes" ]; then
        last="$(tail -n 1 "$notes" | cut -d ' ' -f 2)"
    fi
    output="$(python cli.py journal verify ${last:+--noted "$last"})"
    echo "$output"
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(grep -oE '[0-9]+:[0-9a-f]*$' <<<"$output" | tail -n 1)" >> "$notes"
}

verify_once
while [ "${2:-}" = --daily ]; do
    sleep 86400
    verify_once
done
