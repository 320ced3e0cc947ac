#!/bin/sh
# The application's role alone comes through the pool; the owner connects to PostgreSQL itself.
set -eu
umask 077
printf '"zhangjiang_app" "%s"\n' "${APP_PASSWORD:?the password of zhangjiang_app}" > /tmp/userlist.txt
exec pgbouncer /etc/portal-pgbouncer/pgbouncer.ini
