-- Figures about teams and workers: numbers alone and about nobody by name, so that they are exact whoever reads them.

-- Every team with itself and all teams below it.
CREATE OR REPLACE FUNCTION kith_teams_and_below() RETURNS TABLE (team bigint, below bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE tree AS (
    SELECT id AS team, id AS below FROM workforce_team
    UNION
    SELECT tree.team, t.id FROM tree JOIN workforce_team t ON t.parent_id = tree.below
  )
  SELECT team, below FROM tree
$$;

-- For each worker: the children they hold today, and those children's clocks that are late or due within ten days.
CREATE OR REPLACE FUNCTION kith_caseload_figures(workers bigint[])
RETURNS TABLE (worker bigint, children int, late int, due_soon int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH held AS (
    SELECT DISTINCT worker_id, child_id FROM workforce_allocation
    WHERE worker_id = ANY (workers) AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ), running AS (
    SELECT person_id, count(*) FILTER (WHERE due_date < kith_today()) AS late,
      count(*) FILTER (WHERE due_date >= kith_today()) AS due_soon
    FROM timeline_clock
    WHERE person_id IN (SELECT child_id FROM held) AND stopped_date IS NULL AND due_date <= kith_today() + 10
    GROUP BY person_id
  )
  SELECT held.worker_id, count(*)::int, coalesce(sum(running.late), 0)::int, coalesce(sum(running.due_soon), 0)::int
  FROM held LEFT JOIN running ON running.person_id = held.child_id
  GROUP BY held.worker_id
$$;

-- For each of these teams, with all below it: workers, full-time equivalent, children held, late clocks, contacts that
-- wait for a decision (and late ones), approaches that wait for first help, since when the longest has waited, and the
-- clocks of the 600 that have waited longest: in the teams' own queue, of children whom their workers hold, and of approaches
-- that came before anybody was known to be meant and are by now about such a child.
DROP FUNCTION IF EXISTS kith_team_figures(bigint[]), kith_first_help_waiting(bigint[], int);
CREATE FUNCTION kith_team_figures(teams bigint[])
RETURNS TABLE (team bigint, workers int, full_time_equivalent numeric, children int, late int,
               contacts int, contacts_late int, waiting_for_help int, waiting_since date, waiting_clocks bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH tree AS (
    SELECT t.team, t.below FROM kith_teams_and_below() t WHERE t.team = ANY (teams)
  ), members AS (
    SELECT DISTINCT tree.team, m.worker_id FROM tree JOIN workforce_teammembership m ON m.team_id = tree.below
    WHERE m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today())
  ), held AS (
    -- The workers as one array, so that their allocations are looked up and not all of the service's read.
    SELECT DISTINCT members.team, a.child_id FROM members JOIN (
      SELECT worker_id, child_id FROM workforce_allocation
      WHERE worker_id = ANY (ARRAY(SELECT worker_id FROM members))
        AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
    ) a ON a.worker_id = members.worker_id
  ), late_of AS MATERIALIZED (
    -- Each child's once, however many teams above theirs are told of.
    SELECT c.person_id, count(*) AS late FROM timeline_clock c
    WHERE c.person_id = ANY (ARRAY(SELECT DISTINCT child_id FROM held)) AND c.stopped_date IS NULL AND c.due_date < kith_today()
    GROUP BY c.person_id
  ), children AS (
    SELECT held.team, count(*) AS children, sum(late_of.late) AS late
    FROM held LEFT JOIN late_of ON late_of.person_id = held.child_id GROUP BY held.team
  ), workers AS (
    SELECT members.team, count(*) AS workers, sum(w.full_time_equivalent) AS full_time_equivalent
    FROM members JOIN workforce_worker w ON w.id = members.worker_id GROUP BY members.team
  ), contacts AS (
    SELECT tree.team, count(DISTINCT c.thread) AS contacts,
      count(DISTINCT c.thread) FILTER (WHERE c.due_date < kith_today()) AS contacts_late
    FROM tree JOIN timeline_clock c ON c.team_id = tree.below
    WHERE c.stopped_date IS NULL AND c.rule = 'contact_decision' GROUP BY tree.team
  ), about AS MATERIALIZED (
    -- An approach that came before anybody was known to be meant is its contact's: by now that is about somebody.
    SELECT c.id, c.thread, c.start_date, p.person_id FROM timeline_clock c
    JOIN front_door_contactperson p ON p.contact_id = split_part(c.thread, ':', 2)::bigint
    WHERE c.stopped_date IS NULL AND c.rule = 'first_help' AND c.person_id IS NULL AND c.thread LIKE 'contact:%'
      AND p.person_id IS NOT NULL
  ), for_help AS (
    SELECT team, count(DISTINCT thread) AS waiting_for_help, min(start_date) AS waiting_since,
      (array_agg(id ORDER BY start_date, id))[:600] AS waiting_clocks
    FROM (
      SELECT tree.team, c.id, c.thread, c.start_date FROM tree JOIN timeline_clock c ON c.team_id = tree.below
      WHERE c.stopped_date IS NULL AND c.rule = 'first_help'
      UNION
      SELECT held.team, c.id, c.thread, c.start_date FROM held JOIN timeline_clock c ON c.person_id = held.child_id
      WHERE c.stopped_date IS NULL AND c.rule = 'first_help'
      UNION
      SELECT held.team, about.id, about.thread, about.start_date FROM held JOIN about ON about.person_id = held.child_id
    ) waiting GROUP BY team
  )
  SELECT t.id, coalesce(workers.workers, 0)::int, coalesce(workers.full_time_equivalent, 0),
    coalesce(children.children, 0)::int, coalesce(children.late, 0)::int,
    coalesce(contacts.contacts, 0)::int, coalesce(contacts.contacts_late, 0)::int,
    coalesce(for_help.waiting_for_help, 0)::int, for_help.waiting_since, coalesce(for_help.waiting_clocks, '{}')
  FROM workforce_team t
  LEFT JOIN workers ON workers.team = t.id
  LEFT JOIN children ON children.team = t.id
  LEFT JOIN contacts ON contacts.team = t.id
  LEFT JOIN for_help ON for_help.team = t.id
  WHERE t.id = ANY (teams)
$$;

-- Each approach whose first help was given since a day, by a worker of these teams or from their own queue: the day of
-- the approach and the day of the help. One row for an approach, however many people it was about.
CREATE OR REPLACE FUNCTION kith_first_help_given(teams bigint[], since date)
RETURNS TABLE (approached date, helped date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH theirs AS MATERIALIZED (
    SELECT worker_id, start_date, end_date FROM workforce_teammembership WHERE team_id = ANY (teams)
  ), many AS MATERIALIZED (
    SELECT count(DISTINCT worker_id) > kith_most_listed() AS are_many FROM theirs
  ), stopped AS (
    -- Of a few workers: from the help that they gave, which is on the day of the clock that it stopped.
    SELECT c.thread, c.person_id, c.start_date, c.stopped_date, c.team_id, e.by_worker_id
    FROM timeline_event e JOIN timeline_clock c ON c.stopped_by_id = e.id
    WHERE NOT (SELECT are_many FROM many) AND e.by_worker_id = ANY (ARRAY(SELECT worker_id FROM theirs))
      AND e.kind IN ('plans.help_given', 'front_door.help_given') AND e.day >= since
      AND c.rule = 'first_help' AND c.stopped_date >= since
    UNION ALL
    SELECT c.thread, c.person_id, c.start_date, c.stopped_date, c.team_id, e.by_worker_id
    FROM timeline_clock c JOIN timeline_event e ON e.id = c.stopped_by_id
    WHERE NOT (SELECT are_many FROM many) AND c.team_id = ANY (teams)
      AND e.kind IN ('plans.help_given', 'front_door.help_given')
      AND c.rule = 'first_help' AND c.stopped_date >= since
    UNION ALL
    -- Of a whole service: from the clocks that stopped, which are fewer than all the help that was given.
    SELECT c.thread, c.person_id, c.start_date, c.stopped_date, c.team_id, e.by_worker_id
    FROM timeline_clock c JOIN timeline_event e ON e.id = c.stopped_by_id
    WHERE (SELECT are_many FROM many) AND e.kind IN ('plans.help_given', 'front_door.help_given')
      AND c.rule = 'first_help' AND c.stopped_date >= since
  )
  SELECT min(c.start_date), min(c.stopped_date) FROM stopped c
  WHERE c.team_id = ANY (teams) OR EXISTS (
    SELECT 1 FROM theirs m WHERE m.worker_id = c.by_worker_id
      AND m.start_date <= c.stopped_date AND (m.end_date IS NULL OR m.end_date > c.stopped_date))
  GROUP BY coalesce(nullif(c.thread, ''), 'person:' || c.person_id)
$$;

-- How many children a worker holds today, those among them whom the reader may not see.
CREATE OR REPLACE FUNCTION kith_children_held(worker bigint) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT child_id)::int FROM workforce_allocation
  WHERE worker_id = worker AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
$$;

-- Whether anybody leads on a child today, seen or unseen.
CREATE OR REPLACE FUNCTION kith_has_lead(child bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM workforce_allocation WHERE child_id = child AND role = 'lead'
    AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today()))
$$;

-- The day of each worker's last supervision: that it was held, never what was said.
CREATE OR REPLACE FUNCTION kith_last_supervisions(workers bigint[]) RETURNS TABLE (worker bigint, held_date date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.worker_id, max(s.held_date) FROM workforce_supervision s WHERE s.worker_id = ANY (workers) GROUP BY s.worker_id $$;
