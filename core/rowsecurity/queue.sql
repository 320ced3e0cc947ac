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

-- What the system administrator sees and does: which work waits, runs or failed, never what it is about. His scope
-- holds the organisation -2, which these three alone understand.
CREATE OR REPLACE FUNCTION job_states(kept integer)
RETURNS TABLE (job_id uuid, job_kind text, job_queue text, job_status text, job_attempt integer, job_created timestamptz,
               job_started timestamptz, job_finished timestamptz, job_heartbeat timestamptz, job_done integer,
               job_total integer, job_stopping boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, kind, queue, status, attempt, created_at, started_at, finished_at, heartbeat_at, done, total,
           cancel_requested
      FROM core_job WHERE -2 = ANY(scope_organisations()) ORDER BY created_at DESC LIMIT kept
$$;

CREATE OR REPLACE FUNCTION retry_job(wanted uuid) RETURNS TABLE (job_kind text, job_queue text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE core_job SET status = 'queued', poked_at = NULL, finished_at = NULL, cancel_requested = false
     WHERE id = wanted AND status IN ('failed', 'cancelled') AND -2 = ANY(scope_organisations())
    RETURNING kind, queue
$$;

CREATE OR REPLACE FUNCTION cancel_job(wanted uuid) RETURNS TABLE (job_kind text, job_queue text)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE core_job SET cancel_requested = true,
           finished_at = CASE WHEN status = 'queued' THEN clock_timestamp() ELSE finished_at END,
           status = CASE WHEN status = 'queued' THEN 'cancelled' ELSE status END
     WHERE id = wanted AND status IN ('queued', 'running') AND -2 = ANY(scope_organisations())
    RETURNING kind, queue
$$;
