-- How protection is going: numbers and days alone, over every record, so that figures are the same whoever reads them.
-- Each row is of one team: of whoever led the enquiry on the day on which it began, or led the family's plan on the day
-- counted; null where nobody of a team did. Rows that are alike are one row with how many `children` it stands for.

-- Section 47 enquiries that began from a day to a day, both counted, each child's own. `came_of_it` is plan (a protection
-- plan began at its conference), under_way, conference_to_come, conference_no_plan, or no_conference. `ended` is the day on
-- which it ended for the child with no plan: the enquiry's, or that of the conference that made none. `helped` is the first
-- day from then on, within thirty days, on which help was given to the child or on a plan that the child was on; help that
-- was under way on the day counts on that day.
CREATE OR REPLACE FUNCTION kith_enquiry_figures(since date, until date)
RETURNS TABLE (team bigint, outcome text, came_of_it text, ended date, helped date, children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH started AS MATERIALIZED (
    SELECT c.child_id, m.team_id, c.outcome::text AS outcome, c.end_date, made.made, conference.status, conference.held_date
    FROM protection_sectionfortysevenenquiry e JOIN protection_enquirychild c ON c.enquiry_id = e.id
    LEFT JOIN workforce_teammembership m ON m.worker_id = e.lead_id
      AND m.start_date <= e.start_date AND (m.end_date IS NULL OR m.end_date > e.start_date)
    LEFT JOIN LATERAL (
      SELECT true AS made FROM protection_childprotectionplan p
      JOIN protection_childprotectionconference k ON k.id = p.start_conference_id
      WHERE p.child_id = c.child_id AND k.enquiry_id = e.id LIMIT 1
    ) made ON true
    LEFT JOIN LATERAL (
      -- The one that was held, else the one that is to come, else the one that was stood down.
      SELECT k.status::text AS status, k.held_date FROM protection_childprotectionconference k
      JOIN protection_conferencechild w ON w.conference_id = k.id AND w.child_id = c.child_id
      WHERE k.enquiry_id = e.id
      ORDER BY (k.status = 'held') DESC, (k.status = 'stood_down'), k.held_date DESC, k.id DESC LIMIT 1
    ) conference ON true
    WHERE e.start_date BETWEEN since AND until
  ), ended AS MATERIALIZED (
    SELECT child_id, team_id, outcome,
      CASE WHEN made THEN 'plan' WHEN end_date IS NULL THEN 'under_way' WHEN outcome <> '1' THEN 'no_conference'
        WHEN status = 'held' OR status = 'stood_down' THEN 'conference_no_plan' ELSE 'conference_to_come' END AS came_of_it,
      CASE WHEN made OR end_date IS NULL THEN NULL WHEN outcome <> '1' THEN end_date
        WHEN status = 'held' THEN held_date WHEN status = 'stood_down' THEN end_date END AS ended
    FROM started
  )
  SELECT e.team_id, CASE WHEN e.came_of_it = 'under_way' THEN '' ELSE e.outcome END, e.came_of_it, e.ended,
    least(given.day, going_on.day), count(*)::int
  FROM ended e
  LEFT JOIN LATERAL (
    SELECT min(s.day) AS day FROM timeline_eventsubject s JOIN timeline_event v ON v.id = s.event_id
    WHERE s.person_id = e.child_id AND s.day BETWEEN e.ended AND e.ended + 30 AND v.kind = 'plans.help_given'
  ) given ON e.ended IS NOT NULL
  LEFT JOIN LATERAL (
    SELECT min(greatest(d.start_date, e.ended)) AS day
    FROM plans_planchild w JOIN family_help_interventiondelivery d ON d.plan_id = w.plan_id
    WHERE w.child_id = e.child_id AND d.start_date <= e.ended + 30 AND (d.end_date IS NULL OR d.end_date >= e.ended)
      AND w.start_date <= greatest(d.start_date, e.ended) AND (w.end_date IS NULL OR w.end_date > greatest(d.start_date, e.ended))
  ) going_on ON e.ended IS NOT NULL
  GROUP BY 1, 2, 3, 4, 5
$$;

-- Initial conferences held from a day to a day, both counted, each child's own: when the enquiry began, and when it was held.
CREATE OR REPLACE FUNCTION kith_conference_figures(since date, until date)
RETURNS TABLE (team bigint, began date, held date, children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT m.team_id, e.start_date, k.held_date, count(*)::int
  FROM protection_childprotectionconference k
  JOIN protection_conferencechild c ON c.conference_id = k.id
  JOIN protection_sectionfortysevenenquiry e ON e.id = k.enquiry_id
  LEFT JOIN workforce_teammembership m ON m.worker_id = e.lead_id
    AND m.start_date <= e.start_date AND (m.end_date IS NULL OR m.end_date > e.start_date)
  WHERE k.kind = 'initial' AND k.status = 'held' AND k.held_date BETWEEN since AND until
  GROUP BY 1, 2, 3
$$;

-- Children's protection plans: those that hold on a day (`what` is now, with the category of the day and the days of the
-- review conferences about the child held since the plan began), those that ended from a day to a day (ended), and those
-- that began (started; `is_repeat` where the child was ever on one before, here or elsewhere).
CREATE OR REPLACE FUNCTION kith_protection_plan_figures(on_day date, since date, until date)
RETURNS TABLE (what text, team bigint, category text, start_date date, end_date date, is_repeat boolean,
               reviews date[], children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  SELECT 'now', t.team_id, g.category::text, p.start_date, NULL::date, NULL::boolean,
    r.reviews, count(*)::int
  FROM protection_childprotectionplan p
  LEFT JOIN protection_protectionplancategory g ON g.protection_plan_id = p.id
    AND g.start_date <= on_day AND (g.end_date IS NULL OR g.end_date > on_day)
  LEFT JOIN LATERAL (
    SELECT coalesce(array_agg(DISTINCT k.held_date ORDER BY k.held_date), '{}') AS reviews
    FROM protection_conferencechild c JOIN protection_childprotectionconference k ON k.id = c.conference_id
    WHERE c.child_id = p.child_id AND k.kind = 'review' AND k.status = 'held'
      AND k.held_date > p.start_date AND k.held_date <= on_day
  ) r ON true
  LEFT JOIN LATERAL (
    SELECT m.team_id FROM plans_planlead l JOIN workforce_teammembership m ON m.worker_id = l.worker_id
    WHERE l.plan_id = p.plan_id AND l.start_date <= on_day AND (l.end_date IS NULL OR l.end_date > on_day)
      AND m.start_date <= on_day AND (m.end_date IS NULL OR m.end_date > on_day) LIMIT 1
  ) t ON true
  WHERE p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
  GROUP BY 1, 2, 3, 4, 7
  UNION ALL
  SELECT 'ended', t.team_id, NULL, p.start_date, p.end_date, NULL, NULL, count(*)::int
  FROM protection_childprotectionplan p
  LEFT JOIN LATERAL (
    SELECT m.team_id FROM plans_planlead l JOIN workforce_teammembership m ON m.worker_id = l.worker_id
    WHERE l.plan_id = p.plan_id AND l.start_date <= p.end_date - 1 AND (l.end_date IS NULL OR l.end_date > p.end_date - 1)
      AND m.start_date <= p.end_date - 1 AND (m.end_date IS NULL OR m.end_date > p.end_date - 1) LIMIT 1
  ) t ON true
  WHERE p.end_date BETWEEN since AND until GROUP BY 1, 2, 4, 5
  UNION ALL
  SELECT 'started', t.team_id, NULL, NULL, NULL,
    p.is_repeat OR EXISTS (SELECT 1 FROM protection_childprotectionplan b WHERE b.child_id = p.child_id AND b.start_date < p.start_date),
    NULL, count(*)::int
  FROM protection_childprotectionplan p
  LEFT JOIN LATERAL (
    SELECT m.team_id FROM plans_planlead l JOIN workforce_teammembership m ON m.worker_id = l.worker_id
    WHERE l.plan_id = p.plan_id AND l.start_date <= p.start_date AND (l.end_date IS NULL OR l.end_date > p.start_date)
      AND m.start_date <= p.start_date AND (m.end_date IS NULL OR m.end_date > p.start_date) LIMIT 1
  ) t ON true
  WHERE p.start_date BETWEEN since AND until GROUP BY 1, 2, 6
$$;
