-- The three database roles. Run as a superuser, in any database; running it again changes nothing.
-- They have no password here: give each one with ALTER ROLE … PASSWORD where connections come over a network.

DO $$
BEGIN
    -- Owns the tables and migrates them. Makes the test databases, hence CREATEDB.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhangjiang_owner') THEN
        CREATE ROLE zhangjiang_owner LOGIN;
    END IF;
    -- What web and workers sign in as: row security binds it, and it owns nothing that would let it step around.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhangjiang_app') THEN
        CREATE ROLE zhangjiang_app LOGIN;
    END IF;
    -- Reads every row for a backup and writes none.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'zhangjiang_backup') THEN
        CREATE ROLE zhangjiang_backup LOGIN;
    END IF;
END
$$;

ALTER ROLE zhangjiang_owner NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION CREATEDB;
ALTER ROLE zhangjiang_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB;
ALTER ROLE zhangjiang_backup NOSUPERUSER BYPASSRLS NOCREATEROLE NOREPLICATION NOCREATEDB;

GRANT pg_read_all_data TO zhangjiang_backup;
ALTER ROLE zhangjiang_backup SET default_transaction_read_only = on;

-- Connections of one role read each other's statements, values included, in pg_stat_activity; the role cannot turn this on again.
ALTER ROLE zhangjiang_app SET track_activities = off;

-- A page that waits this long has failed; a job that needs longer says so itself with SET LOCAL.
ALTER ROLE zhangjiang_app SET statement_timeout = '30s';
ALTER ROLE zhangjiang_app SET lock_timeout = '10s';
ALTER ROLE zhangjiang_app SET idle_in_transaction_session_timeout = '60s';
