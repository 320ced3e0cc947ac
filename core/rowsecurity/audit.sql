-- The audit chain. Events are inserted without a lock; link_audit() alone gives them their place, one caller at a time.
-- The functions belong to the tables' owner, for whom alone the policy chain_keeper holds, and return hashes, never content.

-- A new database begins a new chain.
INSERT INTO core_audithead (only_row, chain, sequence, link)
VALUES (true, gen_random_uuid(), 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;

-- The event's content as core/audit/content.py hashes it: all of it but what is made from it.
CREATE OR REPLACE FUNCTION audit_hash(e core_auditevent) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(convert_to(jsonb_build_object(
        'id', e.id, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'actor_id', e.actor_id, 'actor_name', e.actor_name, 'door', e.door, 'event', e.event,
        'object_type', e.object_type, 'object_key', e.object_key, 'before', e.before, 'after', e.after,
        'reason', e.reason, 'park_id', e.park_id, 'enterprise_id', e.enterprise_id, 'organisation_id', e.organisation_id
    )::text, 'UTF8'))
$$;

-- What a link binds: the content, the portal's proof and the transaction that wrote the event.
CREATE OR REPLACE FUNCTION audit_entry(e core_auditevent) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT audit_hash(e) || e.proof || int8send(e.written_in::text::bigint)
$$;

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
    below := pg_snapshot_xmin(pg_current_snapshot());
    FOR found_event IN
        SELECT e.id, e.written_in, audit_entry(e) AS entry FROM core_auditevent e
         WHERE (everything OR e.written_in >= head.linked_below)
           AND (e.written_in < pg_snapshot_xmin(pg_current_snapshot())
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
RETURNS TABLE (row_sequence bigint, row_event uuid, row_sound boolean, row_entry bytea, row_link bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT l.sequence, l.event_id, e.digest = encode(substr(entry.bytes, 1, 32), 'hex'), entry.bytes, l.link
      FROM core_auditlink l
      LEFT JOIN core_auditevent e ON e.id = l.event_id
      LEFT JOIN LATERAL (SELECT audit_entry(e) AS bytes OFFSET 0) entry ON e.id IS NOT NULL
     WHERE l.sequence BETWEEN low AND high ORDER BY l.sequence
$$;

-- Events without a link: those of the last moments, or such as were slipped in below the mark.
CREATE OR REPLACE FUNCTION audit_unlinked()
RETURNS TABLE (row_event uuid, row_sound boolean, row_entry bytea, row_is_late boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.id, e.digest = encode(audit_hash(e), 'hex'), audit_entry(e), e.written_in < h.linked_below
      FROM core_auditevent e LEFT JOIN core_audithead h ON true
     WHERE NOT EXISTS (SELECT FROM core_auditlink l WHERE l.event_id = e.id)
     ORDER BY e.written_in, e.at, e.id
$$;
