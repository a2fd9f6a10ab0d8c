-- Moves of children in care: what must be known to open one, and what a team's moves did in a year. Numbers alone.

-- Whom a move is about, whoever is acting.
CREATE OR REPLACE FUNCTION kith_move_child(number bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.child_id FROM care_move m WHERE m.id = number $$;

-- Of the children in care whom these teams' workers lead on today: how many there are, how many lived in three homes or
-- more since a day, how many had three lead workers or more, and who they are (the reader is shown only those whom the
-- wall lets them see).
CREATE OR REPLACE FUNCTION kith_team_continuity(teams bigint[], since date)
RETURNS TABLE (child bigint, homes int, workers int, schools int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH members AS MATERIALIZED (
    SELECT DISTINCT worker_id FROM workforce_teammembership WHERE team_id = ANY (teams)
      AND start_date <= (SELECT kith_today()) AND (end_date IS NULL OR end_date > (SELECT kith_today()))
  ), held AS MATERIALIZED (
    SELECT DISTINCT a.child_id FROM workforce_allocation a
    WHERE a.worker_id = ANY (ARRAY(SELECT worker_id FROM members)) AND a.role = 'lead'
      AND a.start_date <= (SELECT kith_today()) AND (a.end_date IS NULL OR a.end_date > (SELECT kith_today()))
  ), in_care AS MATERIALIZED (
    SELECT DISTINCT h.child_id FROM held h JOIN care_periodofcare p ON p.child_id = h.child_id
    WHERE p.start_date <= (SELECT kith_today()) AND (p.end_date IS NULL OR p.end_date > (SELECT kith_today()))
  )
  SELECT c.child_id,
    (SELECT count(DISTINCT p.home_id)::int FROM care_placement p WHERE p.child_id = c.child_id
       AND p.placement_type NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
       AND p.start_date <= (SELECT kith_today()) AND (p.end_date IS NULL OR p.end_date > since)),
    (SELECT count(DISTINCT a.worker_id)::int FROM workforce_allocation a WHERE a.child_id = c.child_id AND a.role = 'lead'
       AND a.start_date <= (SELECT kith_today()) AND (a.end_date IS NULL OR a.end_date > since)),
    (SELECT count(DISTINCT s.school_id)::int FROM people_schoolplace s WHERE s.person_id = c.child_id
       AND s.start_date <= (SELECT kith_today()) AND (s.end_date IS NULL OR s.end_date > since))
  FROM in_care c
$$;

-- What the moves did that were made from a day to a day for children whom these teams held as they were decided. Each loss
-- once: a change of school that comes with one of home is decided by itself too, and a child who lives far from home is no
-- further from it with another school or worker.
CREATE OR REPLACE FUNCTION kith_team_moves(teams bigint[], since date, until date)
RETURNS TABLE (kind text, moves int, split int, over_twenty int, middle_of_year int, further int, heard int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.kind::text, count(*)::int,
    count(*) FILTER (WHERE m.siblings_with_after < m.siblings_with_now)::int,
    count(*) FILTER (WHERE m.kind = 'home' AND m.metres_from_home_after > 20 * 1609.344)::int,
    count(*) FILTER (WHERE m.kind = 'school' AND m.in_middle_of_school_year)::int,
    count(*) FILTER (WHERE m.people_further > m.people_nearer)::int,
    count(*) FILTER (WHERE m.child_words <> '')::int
  FROM care_move m
  WHERE m.team_id = ANY (teams) AND m.outcome = 'made' AND m.made_date BETWEEN since AND until
  GROUP BY 1
$$;
