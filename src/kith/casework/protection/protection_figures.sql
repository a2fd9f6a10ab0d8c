-- How protection is going: numbers and days alone, over every record, so that figures are the same whoever reads them.
-- Each row is of one team: of whoever led the enquiry on the day on which it began, or led the family's plan on the day
-- counted; null where nobody of a team did. Rows that are alike are one row with how many `children` it stands for.
-- Each is counted as one set, a table at a time: a look-up for each child is slow in a large service. Of some `teams` rows
-- of others may come too, and are left out by whoever asked; null is every team.

DROP FUNCTION IF EXISTS kith_enquiry_figures(date, date), kith_conference_figures(date, date),
  kith_protection_plan_figures(date, date, date);

-- Everybody who was ever in some teams: whose enquiries and plans their figures are made of. Null for every team.
CREATE OR REPLACE FUNCTION kith_ever_in(teams bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN teams IS NOT NULL THEN
    ARRAY(SELECT DISTINCT worker_id FROM workforce_teammembership WHERE team_id = ANY (teams)) END
$$;

-- Section 47 enquiries that began from a day to a day, both counted, each child's own. `came_of_it` is plan (a protection
-- plan began at its conference), under_way, conference_to_come, conference_no_plan, or no_conference. `ended` is the day on
-- which it ended for the child with no plan: the enquiry's, or that of the conference that made none. `helped` is the first
-- day from then on, within 21 days (ten working days are never more), on which help was given to the child or on a plan that the child was on; help that
-- was under way on the day counts on that day.
CREATE OR REPLACE FUNCTION kith_enquiry_figures(since date, until date, teams bigint[])
RETURNS TABLE (team bigint, outcome text, came_of_it text, ended date, helped date, children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH led AS MATERIALIZED (
    SELECT e.id, e.lead_id, e.start_date FROM protection_sectionfortysevenenquiry e
    WHERE e.start_date BETWEEN since AND until
      AND (teams IS NULL OR e.lead_id = ANY ((SELECT kith_ever_in(teams))::bigint[]))
  ), started AS MATERIALIZED (
    SELECT e.id, e.lead_id, e.start_date, c.child_id, c.outcome::text AS outcome, c.end_date
    FROM led e JOIN protection_enquirychild c ON c.enquiry_id = e.id
  ), following AS MATERIALIZED (
    SELECT k.id, k.enquiry_id, k.status::text AS status, k.held_date FROM protection_childprotectionconference k
    WHERE k.enquiry_id IN (SELECT id FROM started)
  ), made AS MATERIALIZED (
    SELECT DISTINCT k.enquiry_id, p.child_id
    FROM following k JOIN protection_childprotectionplan p ON p.start_conference_id = k.id
  ), conferred AS MATERIALIZED (
    -- The one that was held, else the one that is to come, else the one that was stood down.
    SELECT DISTINCT ON (k.enquiry_id, w.child_id) k.enquiry_id, w.child_id, k.status, k.held_date
    FROM following k JOIN protection_conferencechild w ON w.conference_id = k.id
    ORDER BY k.enquiry_id, w.child_id, (k.status = 'held') DESC, (k.status = 'stood_down'), k.held_date DESC, k.id DESC
  ), ended AS MATERIALIZED (
    SELECT s.id, s.child_id, m.team_id, s.outcome,
      CASE WHEN p.child_id IS NOT NULL THEN 'plan' WHEN s.end_date IS NULL THEN 'under_way'
        WHEN s.outcome <> '1' THEN 'no_conference'
        WHEN k.status IN ('held', 'stood_down') THEN 'conference_no_plan' ELSE 'conference_to_come' END AS came_of_it,
      CASE WHEN p.child_id IS NOT NULL OR s.end_date IS NULL THEN NULL WHEN s.outcome <> '1' THEN s.end_date
        WHEN k.status = 'held' THEN k.held_date WHEN k.status = 'stood_down' THEN s.end_date END AS ended
    FROM started s
    LEFT JOIN workforce_teammembership m ON m.worker_id = s.lead_id
      AND m.start_date <= s.start_date AND (m.end_date IS NULL OR m.end_date > s.start_date)
    LEFT JOIN made p ON p.enquiry_id = s.id AND p.child_id = s.child_id
    LEFT JOIN conferred k ON k.enquiry_id = s.id AND k.child_id = s.child_id
  ), left_without AS MATERIALIZED (
    SELECT DISTINCT e.child_id, e.ended FROM ended e WHERE e.ended IS NOT NULL
  ), going_on AS MATERIALIZED (
    SELECT e.child_id, e.ended, min(greatest(d.start_date, e.ended)) AS day
    FROM left_without e JOIN plans_planchild w ON w.child_id = e.child_id
    JOIN family_help_interventiondelivery d ON d.plan_id = w.plan_id
    WHERE d.start_date <= e.ended + 21 AND (d.end_date IS NULL OR d.end_date >= e.ended)
      AND w.start_date <= greatest(d.start_date, e.ended) AND (w.end_date IS NULL OR w.end_date > greatest(d.start_date, e.ended))
    GROUP BY e.child_id, e.ended
  ), waiting AS MATERIALIZED (
    -- Nothing is sooner than help that was under way on the day.
    SELECT w.child_id, w.ended FROM left_without w EXCEPT SELECT g.child_id, g.ended FROM going_on g WHERE g.day = g.ended
  ), near AS MATERIALIZED (
    SELECT w.child_id, w.ended, s.day, s.event_id
    FROM waiting w JOIN timeline_eventsubject s ON s.person_id = w.child_id AND s.day BETWEEN w.ended AND w.ended + 21
  ), help AS MATERIALIZED (
    -- Of a whole service all help of the time is read at once; of a few teams what was near each child is looked up.
    SELECT v.id FROM timeline_event v
    WHERE teams IS NULL AND v.kind = 'plans.help_given' AND v.day BETWEEN since AND (SELECT max(ended) + 21 FROM left_without)
  ), first_help AS MATERIALIZED (
    SELECT h.child_id, h.ended, min(h.day) AS day FROM (
      SELECT g.child_id, g.ended, g.day FROM going_on g
      UNION ALL
      SELECT n.child_id, n.ended, n.day FROM near n JOIN help v ON v.id = n.event_id
      UNION ALL
      SELECT n.child_id, n.ended, n.day FROM near n
      JOIN timeline_event v ON v.id = n.event_id AND v.day = n.day AND v.kind = 'plans.help_given' WHERE teams IS NOT NULL
    ) h GROUP BY h.child_id, h.ended
  )
  SELECT e.team_id, CASE WHEN e.came_of_it = 'under_way' THEN '' ELSE e.outcome END, e.came_of_it, e.ended, h.day, count(*)::int
  FROM ended e LEFT JOIN first_help h ON h.child_id = e.child_id AND h.ended = e.ended
  GROUP BY 1, 2, 3, 4, 5
$$;

-- Initial conferences held from a day to a day, both counted, each child's own: when the enquiry began, and when it was held.
CREATE OR REPLACE FUNCTION kith_conference_figures(since date, until date, teams bigint[])
RETURNS TABLE (team bigint, began date, held date, children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT m.team_id, e.start_date, k.held_date, count(*)::int
  FROM protection_childprotectionconference k
  JOIN protection_conferencechild c ON c.conference_id = k.id
  JOIN protection_sectionfortysevenenquiry e ON e.id = k.enquiry_id
  LEFT JOIN workforce_teammembership m ON m.worker_id = e.lead_id
    AND m.start_date <= e.start_date AND (m.end_date IS NULL OR m.end_date > e.start_date)
  WHERE k.kind = 'initial' AND k.status = 'held' AND k.held_date BETWEEN since AND until
    AND (teams IS NULL OR e.lead_id = ANY ((SELECT kith_ever_in(teams))::bigint[]))
  GROUP BY 1, 2, 3
$$;

-- Children's protection plans: those that hold on a day (`what` is now, with the category of the day and the days of the
-- review conferences about the child held since the plan began), those that ended from a day to a day (ended), and those
-- that began (started; `is_repeat` where the child was ever on one before, here or elsewhere).
CREATE OR REPLACE FUNCTION kith_protection_plan_figures(on_day date, since date, until date, teams bigint[])
RETURNS TABLE (what text, team bigint, category text, start_date date, end_date date, is_repeat boolean,
               reviews date[], children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  -- `day` is the day whose team it is: of the plan's last day, where it ended.
  WITH asked AS MATERIALIZED (
    SELECT p.* FROM protection_childprotectionplan p
    WHERE teams IS NULL OR p.plan_id IN (
      SELECT l.plan_id FROM plans_planlead l WHERE l.worker_id = ANY ((SELECT kith_ever_in(teams))::bigint[]))
  ), counted AS MATERIALIZED (
    SELECT 'now' AS what, p.id, p.plan_id, p.child_id, p.start_date, p.is_repeat,
      NULL::date AS end_date, on_day AS day
    FROM asked p
    WHERE p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
    UNION ALL
    SELECT 'ended', p.id, p.plan_id, p.child_id, p.start_date, p.is_repeat, p.end_date, p.end_date - 1
    FROM asked p WHERE p.end_date BETWEEN since AND until
    UNION ALL
    SELECT 'started', p.id, p.plan_id, p.child_id, p.start_date, p.is_repeat, NULL, p.start_date
    FROM asked p WHERE p.start_date BETWEEN since AND until
  ), team AS MATERIALIZED (
    SELECT c.what, c.id, min(m.team_id) AS team_id
    FROM counted c CROSS JOIN LATERAL (
      -- Each plan's own are looked up: of a whole service there are ten times as many leads as are asked for.
      SELECT l.worker_id FROM plans_planlead l
      WHERE l.plan_id = c.plan_id AND l.start_date <= c.day AND (l.end_date IS NULL OR l.end_date > c.day) OFFSET 0
    ) l
    JOIN workforce_teammembership m ON m.worker_id = l.worker_id
      AND m.start_date <= c.day AND (m.end_date IS NULL OR m.end_date > c.day)
    GROUP BY c.what, c.id
  ), reviewed AS MATERIALIZED (
    SELECT p.id, array_agg(DISTINCT k.held_date ORDER BY k.held_date) AS reviews
    FROM asked p CROSS JOIN LATERAL (
      SELECT k.held_date FROM protection_conferencechild c JOIN protection_childprotectionconference k ON k.id = c.conference_id
      WHERE c.child_id = p.child_id AND k.kind = 'review' AND k.status = 'held'
        AND k.held_date > p.start_date AND k.held_date <= on_day OFFSET 0
    ) k
    WHERE p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
    GROUP BY p.id
  ), first AS MATERIALIZED (
    SELECT b.child_id, min(b.start_date) AS start_date FROM protection_childprotectionplan b
    WHERE b.child_id IN (SELECT child_id FROM counted) GROUP BY b.child_id
  )
  SELECT c.what, t.team_id, g.category::text, CASE WHEN c.what <> 'started' THEN c.start_date END, c.end_date,
    CASE WHEN c.what = 'started' THEN c.is_repeat OR first.start_date < c.start_date END,
    CASE WHEN c.what = 'now' THEN coalesce(r.reviews, '{}') END, count(*)::int
  FROM counted c
  JOIN first ON first.child_id = c.child_id
  LEFT JOIN team t ON t.what = c.what AND t.id = c.id
  LEFT JOIN reviewed r ON r.id = c.id AND c.what = 'now'
  LEFT JOIN protection_protectionplancategory g ON g.protection_plan_id = c.id AND c.what = 'now'
    AND g.start_date <= on_day AND (g.end_date IS NULL OR g.end_date > on_day)
  GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
