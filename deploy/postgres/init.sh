#!/bin/sh
# Run once by the PostgreSQL image on an empty data folder: roles, database, passwords from the environment.
set -eu
superuser() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" "$@"; }

superuser --dbname postgres --file /portal-sql/roles.sql
superuser --dbname postgres --set app="${APP_PASSWORD:?}" --set owner="${OWNER_PASSWORD:?}" --set backup="${BACKUP_PASSWORD:?}" <<'SQL'
ALTER ROLE zhangjiang_app PASSWORD :'app';
ALTER ROLE zhangjiang_owner PASSWORD :'owner';
ALTER ROLE zhangjiang_backup PASSWORD :'backup';
CREATE DATABASE zhangjiang OWNER zhangjiang_owner;
SQL
superuser --dbname zhangjiang --file /portal-sql/database.sql
