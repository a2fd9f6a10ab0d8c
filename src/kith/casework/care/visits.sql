-- Visits to children in care: who lives in one home, and a team's numbers; never who anybody is beyond what was asked about.

-- Which of these children live in the same home as one child on a day, whoever is acting.
CREATE OR REPLACE FUNCTION kith_living_together(child bigint, others bigint[], day date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.child_id FROM care_placement p JOIN care_placement o ON o.home_id = p.home_id
  WHERE p.child_id = kith_living_together.child AND o.child_id = ANY (others) AND o.child_id <> p.child_id
    AND p.start_date <= day AND (p.end_date IS NULL OR p.end_date > day)
    AND o.start_date <= day AND (o.end_date IS NULL OR o.end_date > day)
$$;

-- How visits went for the children in care whom these teams hold: how many there are, how many wait past their day, and of
-- the visits that were due since a day how many came in time; of those made since then, at how many the child was seen, alone.
CREATE OR REPLACE FUNCTION kith_care_visits_of_teams(teams bigint[], since date, today date)
RETURNS TABLE (children bigint, late bigint, came bigint, in_time bigint, made bigint, seen bigint, alone bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH held AS MATERIALIZED (
    SELECT DISTINCT a.child_id FROM workforce_allocation a
    JOIN workforce_teammembership m ON m.worker_id = a.worker_id
    JOIN care_periodofcare p ON p.child_id = a.child_id
    WHERE m.team_id = ANY (teams) AND a.role = 'lead'
      AND a.start_date <= today AND (a.end_date IS NULL OR a.end_date > today)
      AND m.start_date <= today AND (m.end_date IS NULL OR m.end_date > today)
      AND p.start_date <= today AND (p.end_date IS NULL OR p.end_date > today)
  ), waited AS (
    -- A placement may have two clocks for one visit, its first or that after a care order: it stops both, and counts once.
    SELECT c.person_id, c.stopped_by_id, bool_or(c.was_late) AS was_late
    FROM timeline_clock c JOIN held h ON h.child_id = c.person_id
    WHERE c.rule = ANY (ARRAY['first_visit', 'visit_weekly', 'visit_four_weeks', 'visit_six_weeks', 'visit_three_months',
                              'visit_six_months', 'visit_after_care_order', 'visit_short_breaks', 'visit_short_breaks_first'])
      AND c.stopped_date >= since
      AND EXISTS (SELECT 1 FROM timeline_event e WHERE e.id = c.stopped_by_id AND e.kind = 'care.child_visited')
    GROUP BY 1, 2
  ), running AS (
    SELECT DISTINCT c.person_id FROM timeline_clock c JOIN held h ON h.child_id = c.person_id
    WHERE c.rule = ANY (ARRAY['first_visit', 'visit_weekly', 'visit_four_weeks', 'visit_six_weeks', 'visit_three_months',
                              'visit_six_months', 'visit_after_care_order', 'visit_short_breaks', 'visit_short_breaks_first'])
      AND c.stopped_date IS NULL AND c.due_date < today
  ), made AS (
    SELECT v.seen, v.seen_alone FROM care_carevisitchild v
    JOIN held h ON h.child_id = v.child_id JOIN care_carevisit c ON c.id = v.visit_id
    WHERE c.day >= since AND c.day <= today
  )
  SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM running),
    (SELECT count(*) FROM waited), (SELECT count(*) FROM waited WHERE NOT was_late),
    (SELECT count(*) FROM made), (SELECT count(*) FROM made WHERE made.seen),
    (SELECT count(*) FROM made WHERE made.seen_alone)
$$;
