-- What those who audit, review and restrict must know about records that are not open to them.

-- Names for the log: whom somebody looked at, and no more of them. To those who audit alone.
CREATE OR REPLACE FUNCTION kith_names_for_audit(people bigint[]) RETURNS TABLE (person bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.id, p.display_name::text FROM people_person p
  WHERE p.id = ANY (people) AND kith_setting('kith.reads_audit') = 'yes'
$$;

-- The log of one person, newest first, from an entry on: to those who audit, and to those to whom the record is open.
-- Row-level security would keep the index on subjects from being used: the condition on who asks is here instead.
CREATE OR REPLACE FUNCTION kith_log_about(
  about bigint, since timestamptz, until timestamptz, of_worker bigint, of_verb text, newest_first boolean,
  from_at timestamptz, from_id bigint, most int
) RETURNS SETOF access_auditentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT (kith_setting('kith.reads_audit') = 'yes' OR about = ANY (kith_numbers('kith.granted'))
          OR (kith_setting('kith.reach') IN ('record', 'held') AND kith_is_within_reach(about)
              AND NOT about = ANY (kith_numbers('kith.own_family')))) THEN
    RETURN;
  END IF;
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT e.* FROM access_auditentry e WHERE e.subject_ids @> ARRAY[about]
    )
    SELECT f.* FROM found f
    WHERE f.at >= since AND f.at < until
      AND (of_worker IS NULL OR f.worker_id = of_worker) AND (of_verb = '' OR f.verb = of_verb)
      AND (from_at IS NULL OR CASE WHEN newest_first THEN (f.at, f.id) < (from_at, from_id)
                                   ELSE (f.at, f.id) > (from_at, from_id) END)
    ORDER BY CASE WHEN newest_first THEN f.at END DESC, CASE WHEN newest_first THEN f.id END DESC,
      f.at, f.id
    LIMIT most;
END $$;

-- The number of the team that holds a person, seen or unseen.
CREATE OR REPLACE FUNCTION kith_holding_team(held bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT t.id FROM workforce_team t WHERE t.name = kith_team_holding(held) $$;

-- Everybody whom a worker's teams hold: whose openings a manager reviews.
CREATE OR REPLACE FUNCTION kith_held_by_teams_of(worker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT kith_people_held_by(kith_team_workers(worker)) $$;

-- Whether a worker holds a child today, seen or unseen.
CREATE OR REPLACE FUNCTION kith_holds(holder bigint, child bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM workforce_allocation a WHERE a.worker_id = holder AND a.child_id = child
    AND a.start_date <= kith_today() AND (a.end_date IS NULL OR a.end_date > kith_today()))
$$;
