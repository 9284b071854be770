#!/usr/bin/env bash
# The database's container runs this once, on a new volume: it creates the app's login, which owns no tables.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --set=password="$APP_PASSWORD" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
CREATE ROLE iom_reader NOLOGIN;
CREATE ROLE iom_writer NOLOGIN;
CREATE ROLE monitoring_app LOGIN NOINHERIT PASSWORD :'password';
GRANT iom_reader, iom_writer TO monitoring_app;
SQL
