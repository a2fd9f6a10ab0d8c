-- What help has been offered and what came of it: numbers alone, over every record, so that figures are the same
-- whoever reads them.

-- Everybody whom help is given to, whoever is acting.
CREATE OR REPLACE FUNCTION kith_people_in_delivery(delivery bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT person_id FROM family_help_deliveryparticipant p WHERE p.delivery_id = delivery $$;

-- Help offered from a day to a day, both counted: of every team, or of those whose worker led the plan when it was
-- offered; of every intervention or of one. Not a function of its owner's, so that the functions below, which are, take
-- it into their own plan; called from a page it would see what the worker may see.
CREATE OR REPLACE FUNCTION kith_help_offered(teams bigint[], since date, until date, only_one bigint)
RETURNS TABLE (id bigint, intervention_id bigint, offered_date date, start_date date, ending text, ending_reason text)
LANGUAGE sql STABLE AS $$
  SELECT d.id, d.intervention_id, d.offered_date, d.start_date, d.ending::text, d.ending_reason::text
  FROM family_help_interventiondelivery d
  WHERE teams IS NULL AND d.offered_date BETWEEN since AND until
    AND (only_one IS NULL OR d.intervention_id = only_one)
  UNION ALL
  SELECT DISTINCT d.id, d.intervention_id, d.offered_date, d.start_date, d.ending::text, d.ending_reason::text
  FROM workforce_teammembership m
  JOIN plans_planlead l ON l.worker_id = m.worker_id
  JOIN family_help_interventiondelivery d ON d.plan_id = l.plan_id
  WHERE m.team_id = ANY (teams) AND d.offered_date BETWEEN since AND until
    AND (only_one IS NULL OR d.intervention_id = only_one)
    AND l.start_date <= d.offered_date AND (l.end_date IS NULL OR l.end_date > d.offered_date)
    AND m.start_date <= d.offered_date AND (m.end_date IS NULL OR m.end_date > d.offered_date)
$$;

-- For each intervention: how often it was offered, begun, completed, stopped early, never begun; what still waits or
-- goes on; and each wait from offer to start, in days. Planned anew for each call: a team's help is found from its
-- workers, everybody's by its day.
CREATE OR REPLACE FUNCTION kith_intervention_figures(teams bigint[], since date, until date, only_one bigint)
RETURNS TABLE (intervention bigint, offered int, started int, completed int, stopped_early int, never_started int,
               waiting int, going_on int, waits int[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT d.intervention_id, count(*)::int, count(d.start_date)::int,
    (count(*) FILTER (WHERE d.ending = 'completed'))::int,
    (count(*) FILTER (WHERE d.ending = 'stopped_early'))::int,
    (count(*) FILTER (WHERE d.ending = 'never_started'))::int,
    (count(*) FILTER (WHERE d.ending = '' AND d.start_date IS NULL))::int,
    (count(*) FILTER (WHERE d.ending = '' AND d.start_date IS NOT NULL))::int,
    coalesce(array_agg(d.start_date - d.offered_date) FILTER (WHERE d.start_date IS NOT NULL), '{}')
  FROM kith_help_offered(teams, since, until, only_one) d GROUP BY d.intervention_id
$$;

-- Why help of each kind stopped early or never began.
CREATE OR REPLACE FUNCTION kith_intervention_reasons(teams bigint[], since date, until date, only_one bigint)
RETURNS TABLE (intervention bigint, reason text, families int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT d.intervention_id, d.ending_reason::text, count(*)::int
  FROM kith_help_offered(teams, since, until, only_one) d WHERE d.ending_reason <> '' GROUP BY 1, 2
$$;

-- For each intervention and measure: scores before and after of the same person in the same help, as after less before:
-- how many, their sum, the sum of their squares, how many rose and how many fell.
CREATE OR REPLACE FUNCTION kith_intervention_changes(teams bigint[], since date, until date, only_one bigint)
RETURNS TABLE (intervention bigint, measure text, pairs int, total numeric, squares numeric, rose int, fell int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT d.intervention_id, b.measure::text, count(*)::int, sum(a.score - b.score),
    sum((a.score - b.score) * (a.score - b.score)),
    (count(*) FILTER (WHERE a.score > b.score))::int, (count(*) FILTER (WHERE a.score < b.score))::int
  FROM kith_help_offered(teams, since, until, only_one) d
  JOIN family_help_outcomescore b ON b.delivery_id = d.id AND b.stage = 'before'
  JOIN family_help_outcomescore a ON a.delivery_id = d.id AND a.stage = 'after' AND a.measure = b.measure
    AND a.person_id IS NOT DISTINCT FROM b.person_id
  GROUP BY 1, 2
$$;

-- Help that waits to begin for families of whom a worker of these teams leads the plan today: for each intervention how
-- many wait, since when, and for how many nobody is named who will give it.
CREATE OR REPLACE FUNCTION kith_help_waiting(teams bigint[])
RETURNS TABLE (intervention bigint, families int, since date, nobody_named int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT d.intervention_id, count(*)::int, min(d.offered_date),
    (count(*) FILTER (WHERE d.practitioner_id IS NULL AND d.provider = ''))::int
  FROM family_help_interventiondelivery d JOIN plans_plan p ON p.id = d.plan_id
  WHERE d.start_date IS NULL AND d.end_date IS NULL AND p.end_date IS NULL AND d.plan_id IN (
    SELECT l.plan_id FROM plans_planlead l JOIN workforce_teammembership m ON m.worker_id = l.worker_id
    WHERE m.team_id = ANY (teams)
      AND l.start_date <= kith_today() AND (l.end_date IS NULL OR l.end_date > kith_today())
      AND m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today()))
  GROUP BY 1
$$;
