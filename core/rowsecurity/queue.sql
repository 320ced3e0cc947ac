-- The two ways in which a worker, which has no scope yet, may look at the queue. Owned by the table's owner, for whom
-- alone the policy queue_keeper holds; they return ids and tenants, never arguments of another kind.
CREATE OR REPLACE FUNCTION claim_job(wanted uuid, stale_seconds integer)
RETURNS TABLE (job_id uuid, job_attempt integer, job_user bigint, job_scope jsonb)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE core_job SET status = 'running', attempt = attempt + 1, heartbeat_at = clock_timestamp(),
           started_at = coalesce(started_at, clock_timestamp())
     WHERE id = wanted
       AND (status = 'queued'
            OR (status = 'running' AND heartbeat_at < clock_timestamp() - make_interval(secs => stale_seconds)))
    RETURNING id, attempt, user_id, scope
$$;

CREATE OR REPLACE FUNCTION lost_jobs(stale_seconds integer)
RETURNS TABLE (job_id uuid, job_kind text, job_queue text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE core_job SET poked_at = clock_timestamp() WHERE id IN (
        SELECT id FROM core_job
         WHERE (status = 'queued' AND (poked_at IS NULL OR poked_at < clock_timestamp() - interval '10 seconds'))
            OR (status = 'running' AND heartbeat_at < clock_timestamp() - make_interval(secs => stale_seconds))
         ORDER BY created_at LIMIT 200 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, queue
$$;
