-- What the chair's page and a team's page list: numbers of processes alone, so that a page can say how many are not open
-- to its reader. Who they are about is then read through the wall. Of each list the first `most`, those that wait for an
-- answer soonest, with how many there are of `every` one.

DROP FUNCTION IF EXISTS kith_conference_work(bigint), kith_team_protection(bigint[]);

-- What conferences wait for: of one chair, or of everybody for null. `what` is to_come (booked, the next first), to_book
-- (asked for, with no chair or this one, by the day that its clock is due), to_write_up (held in the last twelve weeks, with
-- no minutes gone), dissent (held in the last half year, somebody sees it otherwise, the latest first), all by conference;
-- review_due (within six weeks, nobody asked for it) by plan; never_heard by child, whoever has been on a plan the longest first.
CREATE OR REPLACE FUNCTION kith_conference_work(for_chair bigint, most int) RETURNS TABLE (what text, number bigint, every bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH protected AS MATERIALIZED (
    SELECT p.child_id, p.plan_id, p.start_date FROM protection_childprotectionplan p
    WHERE p.start_date <= (SELECT kith_today()) AND (p.end_date IS NULL OR p.end_date > (SELECT kith_today()))
  ), last AS MATERIALIZED (
    SELECT DISTINCT ON (c.child_id) c.child_id, k.chair_id
    FROM protected p JOIN protection_conferencechild c ON c.child_id = p.child_id
    JOIN protection_childprotectionconference k ON k.id = c.conference_id
    WHERE k.status = 'held' AND for_chair IS NOT NULL ORDER BY c.child_id, k.held_date DESC, k.id DESC
  ), on_plan AS MATERIALIZED (
    SELECT * FROM protected p
    WHERE for_chair IS NULL OR p.child_id IN (SELECT child_id FROM last WHERE chair_id = for_chair)
  ), coming AS MATERIALIZED (
    SELECT k.id, k.status, k.kind, k.enquiry_id, k.planned_at, k.requested_date FROM protection_childprotectionconference k
    WHERE k.status IN ('requested', 'booked')
      AND (for_chair IS NULL OR k.chair_id = for_chair OR (k.chair_id IS NULL AND k.status = 'requested'))
  ), found AS (
    SELECT 'to_come' AS what, id AS number, extract(epoch FROM planned_at) AS place FROM coming WHERE status = 'booked'
    UNION ALL
    SELECT 'to_book', k.id, extract(epoch FROM coalesce(min(t.due_date), k.requested_date))
    FROM coming k LEFT JOIN protection_conferencechild c ON c.conference_id = k.id
    LEFT JOIN timeline_clock t ON t.person_id = c.child_id AND t.stopped_date IS NULL AND CASE k.kind
        WHEN 'initial' THEN t.rule = 'initial_conference' AND t.thread = 'enquiry:' || k.enquiry_id
        WHEN 'review' THEN t.rule IN ('first_review_conference', 'later_review_conference')
        ELSE t.rule = 'transfer_conference' END
    WHERE k.status = 'requested' GROUP BY k.id, k.requested_date
    UNION ALL
    SELECT 'to_write_up', k.id, extract(epoch FROM k.held_date) FROM protection_childprotectionconference k
    WHERE k.status = 'held' AND (for_chair IS NULL OR k.chair_id = for_chair) AND k.held_date > (SELECT kith_today()) - 84 AND NOT EXISTS (
      SELECT 1 FROM protection_paper m
      WHERE m.thread = 'conference:' || k.id AND m.kind = 'conference_minutes' AND m.sent_date IS NOT NULL)
    UNION ALL
    SELECT 'dissent', k.id, -extract(epoch FROM k.held_date) FROM protection_childprotectionconference k
    WHERE k.status = 'held' AND (for_chair IS NULL OR k.chair_id = for_chair) AND k.held_date > (SELECT kith_today()) - 183
      AND EXISTS (SELECT 1 FROM protection_conferenceplace s WHERE s.conference_id = k.id AND s.sees_it_otherwise <> '')
    UNION ALL
    SELECT 'review_due', o.plan_id, extract(epoch FROM min(t.due_date))
    FROM on_plan o JOIN timeline_clock t ON t.person_id = o.child_id
    WHERE t.stopped_date IS NULL AND t.due_date <= (SELECT kith_today()) + 42
      AND t.rule IN ('first_review_conference', 'later_review_conference') AND NOT EXISTS (
        SELECT 1 FROM protection_conferencechild c JOIN protection_childprotectionconference k ON k.id = c.conference_id
        WHERE c.child_id = o.child_id AND k.kind = 'review' AND k.status IN ('requested', 'booked'))
    GROUP BY o.plan_id
    UNION ALL
    SELECT 'never_heard', child.child_id, extract(epoch FROM min(child.since)) FROM (
      SELECT child_id, start_date AS since FROM on_plan
      UNION ALL
      SELECT c.child_id, coming.planned_at::date FROM protection_conferencechild c JOIN coming ON coming.id = c.conference_id
      WHERE coming.status = 'booked'
    ) child
    WHERE NOT EXISTS (SELECT 1 FROM protection_conferencechild w WHERE w.child_id = child.child_id AND w.child_words <> '')
      AND NOT EXISTS (SELECT 1 FROM protection_enquirychild w WHERE w.child_id = child.child_id AND w.child_words <> '')
      AND NOT EXISTS (SELECT 1 FROM protection_protectionvisitchild w WHERE w.child_id = child.child_id AND w.child_words <> '')
    GROUP BY child.child_id
  ), ranked AS (
    SELECT f.what, f.number, row_number() OVER (PARTITION BY f.what ORDER BY f.place, f.number) AS place,
      count(*) OVER (PARTITION BY f.what) AS every
    FROM found f
  )
  SELECT r.what, r.number, r.every FROM ranked r WHERE r.place <= most ORDER BY r.what, r.place
$$;

-- How many children each of these conferences is about, seen or unseen.
CREATE OR REPLACE FUNCTION kith_conference_children(conferences bigint[]) RETURNS TABLE (number bigint, children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.conference_id, count(*)::int FROM protection_conferencechild c WHERE c.conference_id = ANY (conferences) GROUP BY 1
$$;

-- What protection has on its way in some teams: by their workers who called or lead it, or who hold a child in it as lead
-- or co-worker. `what` is discussion (called and not held), enquiry (not ended), conference (asked for or booked),
-- protection_plan (a child's, now), and help (the clock of help that a family took up and that has not begun). The first of
-- each are those that fall due soonest.
CREATE OR REPLACE FUNCTION kith_team_protection(teams bigint[], most int) RETURNS TABLE (what text, number bigint, every bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH members AS MATERIALIZED (
    SELECT DISTINCT worker_id FROM workforce_teammembership WHERE team_id = ANY (teams)
      AND start_date <= (SELECT kith_today()) AND (end_date IS NULL OR end_date > (SELECT kith_today()))
  ), held AS MATERIALIZED (
    SELECT DISTINCT child_id FROM workforce_allocation
    WHERE worker_id = ANY (ARRAY(SELECT worker_id FROM members)) AND role IN ('lead', 'co_worker')
      AND start_date <= (SELECT kith_today()) AND (end_date IS NULL OR end_date > (SELECT kith_today()))
  ), helping AS MATERIALIZED (
    SELECT t.id, t.person_id, t.due_date, split_part(t.thread, ':', 2) AS enquiry FROM timeline_clock t
    WHERE t.rule = 'help_after_enquiry' AND t.stopped_date IS NULL
  ), found AS (
    SELECT 'discussion' AS what, d.id AS number, coalesce(min(t.due_date), d.called_date) AS due
    FROM protection_strategydiscussion d
    LEFT JOIN timeline_clock t ON t.thread = 'strategy:' || d.id AND t.rule = 'strategy_discussion' AND t.stopped_date IS NULL
    WHERE d.status = 'called' AND (d.called_by_id IN (SELECT worker_id FROM members) OR d.id IN (
      SELECT c.discussion_id FROM protection_strategychild c JOIN held h ON h.child_id = c.child_id))
    GROUP BY d.id
    UNION ALL
    SELECT 'enquiry', e.id, coalesce(min(t.due_date), e.start_date)
    FROM protection_sectionfortysevenenquiry e
    LEFT JOIN timeline_clock t ON t.thread = 'enquiry:' || e.id AND t.rule = 'initial_conference' AND t.stopped_date IS NULL
    WHERE e.status <> 'ended' AND (e.lead_id IN (SELECT worker_id FROM members) OR e.id IN (
      SELECT c.enquiry_id FROM protection_enquirychild c JOIN held h ON h.child_id = c.child_id))
    GROUP BY e.id
    UNION ALL
    SELECT 'conference', k.id, coalesce(k.planned_at::date, k.requested_date)
    FROM protection_childprotectionconference k
    WHERE k.status IN ('requested', 'booked') AND (k.requested_by_id IN (SELECT worker_id FROM members) OR k.id IN (
      SELECT c.conference_id FROM protection_conferencechild c JOIN held h ON h.child_id = c.child_id))
    UNION ALL
    SELECT 'protection_plan', p.id, min(t.due_date)
    FROM protection_childprotectionplan p JOIN held h ON h.child_id = p.child_id
    LEFT JOIN timeline_clock t ON t.person_id = p.child_id AND t.stopped_date IS NULL AND t.rule IN (
      'protection_plan_visit', 'core_group', 'first_review_conference', 'later_review_conference')
    WHERE p.start_date <= (SELECT kith_today()) AND (p.end_date IS NULL OR p.end_date > (SELECT kith_today()))
    GROUP BY p.id
    UNION ALL
    SELECT 'help', t.id, t.due_date FROM helping t
    WHERE t.person_id IN (SELECT child_id FROM held) OR t.enquiry IN (
      SELECT e.id::text FROM protection_sectionfortysevenenquiry e JOIN members m ON m.worker_id = e.lead_id)
  ), ranked AS (
    SELECT f.what, f.number, row_number() OVER (PARTITION BY f.what ORDER BY f.due, f.number) AS place,
      count(*) OVER (PARTITION BY f.what) AS every
    FROM found f
  )
  SELECT r.what, r.number, r.every FROM ranked r WHERE r.place <= most ORDER BY r.what, r.place
$$;
