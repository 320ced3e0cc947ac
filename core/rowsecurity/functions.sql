-- The functions that policies call. They alone read the signing key; a forged or expired scope raises.
CREATE TABLE IF NOT EXISTS core_scope_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
REVOKE ALL ON core_scope_key FROM PUBLIC;

CREATE OR REPLACE FUNCTION scope_part(part integer) RETURNS text
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := nullif(current_setting('app.scope', true), '');
    body text;
    expected text;
BEGIN
    IF token IS NULL THEN
        RETURN NULL;
    END IF;
    body := left(token, -65);
    SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(body, 'UTF8'))), 'hex')
      INTO expected FROM public.core_scope_key k;
    IF expected IS NULL OR substr(token, length(body) + 1) IS DISTINCT FROM '.' || expected THEN
        RAISE EXCEPTION 'app.scope is not signed by this portal' USING ERRCODE = '42501';
    END IF;
    IF split_part(body, '|', 5)::bigint < extract(epoch FROM clock_timestamp()) THEN
        RAISE EXCEPTION 'app.scope has expired' USING ERRCODE = '42501';
    END IF;
    RETURN split_part(body, '|', part);
END $$;

CREATE OR REPLACE FUNCTION scope_user() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT nullif(scope_part(1), '')::bigint $$;

CREATE OR REPLACE FUNCTION scope_parks() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT coalesce(string_to_array(nullif(scope_part(2), ''), ',')::bigint[], '{}') $$;

CREATE OR REPLACE FUNCTION scope_enterprises() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT coalesce(string_to_array(nullif(scope_part(3), ''), ',')::bigint[], '{}') $$;

CREATE OR REPLACE FUNCTION scope_organisations() RETURNS bigint[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT coalesce(string_to_array(nullif(scope_part(4), ''), ',')::bigint[], '{}') $$;
