#!/usr/bin/env bash
# Run once by the database's container when its volume is new: the login of the app, which owns nothing.
set -euo pipefail
psql --set=ON_ERROR_STOP=1 --set=password="$APP_PASSWORD" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
CREATE ROLE iom_reader NOLOGIN;
CREATE ROLE iom_writer NOLOGIN;
CREATE ROLE monitoring_app LOGIN NOINHERIT PASSWORD :'password';
GRANT iom_reader, iom_writer TO monitoring_app;
SQL
