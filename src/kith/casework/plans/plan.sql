-- What a plan's own page must know before it may show any of it: numbers of people, never who they are.

-- The family whose plan it is, and how a worker stands to each child of the plan, present or past. A plan without a
-- child yet gives one row with no child.
CREATE OR REPLACE FUNCTION kith_plan_standing(worker bigint, plan bigint)
RETURNS TABLE (family_id bigint, person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.family_id, places.child_id, s.restriction, s.relation, s.named, s.glass_open
  FROM plans_plan p
  LEFT JOIN (SELECT DISTINCT c.plan_id, c.child_id FROM plans_planchild c) places ON places.plan_id = p.id
  LEFT JOIN LATERAL kith_standing(worker, places.child_id) s ON true
  WHERE p.id = plan
$$;

-- The approaches of a plan's family that still wait for their first help: the thread of each, when it began, and whom
-- its clocks are about. An approach about nobody on the record yet is found by what happened to it since.
CREATE OR REPLACE FUNCTION kith_waiting_for_first_help(plan bigint)
RETURNS TABLE (thread text, start_date date, people bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH people AS (
    SELECT child_id AS id FROM plans_planchild WHERE plan_id = plan AND (end_date IS NULL OR end_date > kith_today())
    UNION
    SELECT m.person_id FROM people_familymembership m JOIN plans_plan p ON p.family_id = m.family_id
    WHERE p.id = plan AND (m.end_date IS NULL OR m.end_date > kith_today())
  ), threads AS (
    SELECT c.thread FROM timeline_clock c
    WHERE c.person_id IN (SELECT id FROM people) AND c.stopped_date IS NULL AND c.rule = 'first_help' AND c.thread <> ''
    UNION
    SELECT c.thread FROM timeline_eventsubject s JOIN timeline_event e ON e.id = s.event_id
    JOIN timeline_clock c ON c.thread = e.thread
    WHERE s.person_id IN (SELECT id FROM people) AND e.thread <> ''
      AND c.person_id IS NULL AND c.stopped_date IS NULL AND c.rule = 'first_help'
  )
  SELECT c.thread::text, min(c.start_date), coalesce(array_agg(DISTINCT c.person_id) FILTER (WHERE c.person_id IS NOT NULL), '{}')
  FROM timeline_clock c WHERE c.thread IN (SELECT t.thread FROM threads t) AND c.rule = 'first_help' AND c.stopped_date IS NULL
  GROUP BY c.thread
$$;

-- Everybody whom an event of a plan is about: the children now on it, whoever is acting.
CREATE OR REPLACE FUNCTION kith_children_on_plan(plan bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT DISTINCT child_id FROM plans_planchild WHERE plan_id = plan AND (end_date IS NULL OR end_date > kith_today()) $$;
