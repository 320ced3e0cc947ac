-- The audit chain. Events are inserted without a lock; link_audit() alone gives them their place, one caller at a time.
-- The functions belong to the tables' owner, for whom alone the policy chain_keeper holds, and return hashes, never content.

-- A new database begins a new chain.
INSERT INTO core_audithead (only_row, chain, sequence, link)
VALUES (true, gen_random_uuid(), 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;

-- What a function returns cannot be replaced in place.
DROP FUNCTION IF EXISTS audit_rows(bigint, bigint), audit_unlinked(), audit_entry(core_auditevent);

-- The event's content as core/audit/content.py hashes it: all of it but what is made from it. This and the next have no
-- search_path of their own, so that they are inlined, ten times as fast; those that call them have one.
CREATE OR REPLACE FUNCTION audit_hash(e core_auditevent) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(
        '{"at": "' || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '", "id": "' || e.id
        || '", "door": ' || to_json(e.door)::text || ', "after": ' || e.after::text || ', "event": ' || to_json(e.event)::text
        || ', "before": ' || e.before::text || ', "reason": ' || to_json(e.reason)::text
        || ', "park_id": ' || coalesce(e.park_id::text, 'null') || ', "actor_id": ' || coalesce(e.actor_id::text, 'null')
        || ', "actor_name": ' || to_json(e.actor_name)::text || ', "object_key": ' || to_json(e.object_key)::text
        || ', "object_type": ' || to_json(e.object_type)::text
        || ', "enterprise_id": ' || coalesce(e.enterprise_id::text, 'null')
        || ', "organisation_id": ' || coalesce(e.organisation_id::text, 'null') || '}', 'UTF8'))
$$;

-- What a link binds beside the content: the portal's proof and the transaction that wrote the event.
CREATE OR REPLACE FUNCTION audit_tail(e core_auditevent) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT e.proof || int8send(e.written_in::text::bigint)
$$;

-- The oldest transaction that is still running in this database: whatever has a lower number is over. pg_snapshot_xmin
-- would wait for every other database of the cluster as well. Taken before the activity is read, the snapshot's xmax is
-- below whatever starts meanwhile; a number of 32 bits is read in the epoch that it belongs to.
CREATE OR REPLACE FUNCTION audit_horizon() RETURNS xid8
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    next_one bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    oldest bigint;
BEGIN
    PERFORM pg_stat_clear_snapshot();
    SELECT min(next_one - ((next_one - running::text::bigint) & 4294967295)) INTO oldest
      FROM (SELECT backend_xid AS running FROM pg_stat_activity
             WHERE datname = current_database() AND backend_xid IS NOT NULL
             UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()) transactions
     WHERE (next_one - running::text::bigint) & 4294967295 BETWEEN 1 AND 2147483648;
    RETURN least(next_one, oldest)::text::xid8;
END $$;

-- Link what no running transaction can come before; returns how many, or NULL while another caller is at it.
-- `everything` looks below the mark as well, for a database restored into a cluster that counts transactions anew.
CREATE OR REPLACE FUNCTION link_audit(most integer, everything boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head core_audithead;
    found_event record;
    below xid8;
    linked integer := 0;
BEGIN
    SELECT * INTO head FROM core_audithead FOR UPDATE SKIP LOCKED;
    IF head.only_row IS NULL THEN
        RETURN NULL;
    END IF;
    below := audit_horizon();
    FOR found_event IN
        SELECT e.id, e.written_in, audit_hash(e) || audit_tail(e) AS entry FROM core_auditevent e
         WHERE (everything OR e.written_in >= head.linked_below)
           AND (e.written_in < below
                OR (everything AND e.written_in >= pg_snapshot_xmax(pg_current_snapshot())))
           AND NOT EXISTS (SELECT FROM core_auditlink l WHERE l.event_id = e.id)
         ORDER BY e.written_in, e.at, e.id LIMIT most
    LOOP
        linked := linked + 1;
        head.sequence := head.sequence + 1;
        head.link := sha256(head.link || found_event.entry);
        INSERT INTO core_auditlink (sequence, event_id, link) VALUES (head.sequence, found_event.id, head.link);
    END LOOP;
    UPDATE core_audithead SET sequence = head.sequence, link = head.link,
           linked_below = CASE WHEN linked < most THEN below ELSE found_event.written_in END;
    RETURN linked;
END $$;

-- The chain between two places, both included: every link with its event's hashes; NULLs where the event is gone.
CREATE OR REPLACE FUNCTION audit_rows(low bigint, high bigint)
RETURNS TABLE (row_sequence bigint, row_event uuid, row_digest text, row_hash bytea, row_tail bytea, row_link bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
    SELECT l.sequence, l.event_id, e.digest, audit_hash(e), audit_tail(e), l.link
      FROM core_auditlink l LEFT JOIN core_auditevent e ON e.id = l.event_id
     WHERE l.sequence BETWEEN low AND high ORDER BY l.sequence
$$;

-- Events without a link: those of the last moments, or such as were slipped in below the mark.
CREATE OR REPLACE FUNCTION audit_unlinked()
RETURNS TABLE (row_event uuid, row_digest text, row_hash bytea, row_tail bytea, row_is_late boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, e.digest, audit_hash(e), audit_tail(e), e.written_in < h.linked_below
      FROM core_auditevent e LEFT JOIN core_audithead h ON true
     WHERE NOT EXISTS (SELECT FROM core_auditlink l WHERE l.event_id = e.id)
     ORDER BY e.written_in, e.at, e.id
$$;
