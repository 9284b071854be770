#!/usr/bin/env bash
# Writes a copy of the database of DATABASE_URL into a folder while the app runs: deploy/backup.sh [FOLDER]
# Copies older than KEEP_DAYS (30) are deleted. A copy holds personal data and is readable by its owner only.
#
# Restore, with the app stopped:
#   SQLite      rm -f var/monitoring.db-wal var/monitoring.db-shm
#               gunzip --stdout COPY.db.gz > var/monitoring.db
#   PostgreSQL  pg_restore --clean --if-exists --no-owner --single-transaction --dbname=ADDRESS COPY.dump
#               (ADDRESS is DATABASE_URL without «+psycopg»)
# Then run `make migrate` if the code is newer than the copy, and start. A copy does not hold var/secret_key: without
# the file everyone signs in again, and no data is lost.
set -euo pipefail
umask 077

address="${DATABASE_URL:-sqlite:///var/monitoring.db}"
folder="${1:-backups}"
mkdir -p "$folder"
copy="$folder/monitoring-$(date -u +%Y%m%dT%H%M%SZ)"
# An unfinished copy has another name.
trap 'rm -f "$copy".unfinished*' EXIT

copy_of_sqlite() {
    local file="${1#*:///}"
    [ -f "$file" ] || { echo "There is no database in $file" >&2; exit 1; }
    python3 - "$file" "$copy.unfinished" <<'PYTHON'
import sqlite3
import sys

with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as source, sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
    found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    copy.execute("PRAGMA journal_mode=DELETE")
if found != "ok":
    sys.exit(f"The copy is damaged: {found}")
PYTHON
    gzip "$copy.unfinished"
    mv "$copy.unfinished.gz" "$copy.db.gz"
    echo "$copy.db.gz"
}

copy_of_postgresql() {
    local bare="${1/+psycopg/}"
    # The password is passed in the environment, because every user of the machine can read a command line.
    if [[ "$bare" =~ ^([^:]+://[^:@/]+):([^@/]*)@(.+)$ ]]; then
        local written="${BASH_REMATCH[2]}"
        bare="${BASH_REMATCH[1]}@${BASH_REMATCH[3]}"
        PGPASSWORD="$(printf '%b' "${written//%/\\x}")"
        export PGPASSWORD
    fi
    pg_dump --format=custom --no-owner --file="$copy.unfinished" --dbname="$bare"
    # Reading the list of contents proves that the dump is complete.
    pg_restore --list "$copy.unfinished" > /dev/null
    mv "$copy.unfinished" "$copy.dump"
    echo "$copy.dump"
}

case "$address" in
    sqlite:///*) copy_of_sqlite "$address" ;;
    postgres*://*) copy_of_postgresql "$address" ;;
    *) echo "DATABASE_URL is neither SQLite nor PostgreSQL" >&2; exit 1 ;;
esac
find "$folder" -maxdepth 1 -type f \( -name 'monitoring-*.db.gz' -o -name 'monitoring-*.dump' \) \
    -mtime "+${KEEP_DAYS:-30}" -delete
