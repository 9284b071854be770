#!/usr/bin/env bash
# Verifies the journal against the note of the last run and notes its last line: deploy/verify-journal.sh FOLDER
# The owner of the database must not be able to write to FOLDER. `--daily` repeats it every day, for a container;
# elsewhere a system timer runs it once a day. It exits with an error when the journal was changed.
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
