-- What the chair's page and a team's page list: numbers of processes alone, so that a page can say how many are not open
-- to its reader. Who they are about is then read through the wall.

-- What conferences wait for: of one chair, or of everybody for null. `what` is to_come (booked), to_book (asked for, with no
-- chair or this one), to_write_up (held, with no minutes gone), dissent (held in the last half year, somebody sees it
-- otherwise), all by conference; review_due (within six weeks, nobody asked for it) by plan; never_heard by child.
CREATE OR REPLACE FUNCTION kith_conference_work(for_chair bigint) RETURNS TABLE (what text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH on_plan AS MATERIALIZED (
    SELECT p.child_id, p.plan_id FROM protection_childprotectionplan p
    LEFT JOIN LATERAL (
      SELECT k.chair_id FROM protection_conferencechild c
      JOIN protection_childprotectionconference k ON k.id = c.conference_id
      WHERE c.child_id = p.child_id AND k.status = 'held' ORDER BY k.held_date DESC, k.id DESC LIMIT 1
    ) last ON true
    WHERE p.start_date <= kith_today() AND (p.end_date IS NULL OR p.end_date > kith_today())
      AND (for_chair IS NULL OR last.chair_id = for_chair)
  ), coming AS MATERIALIZED (
    SELECT k.id, k.status, k.chair_id FROM protection_childprotectionconference k
    WHERE k.status IN ('requested', 'booked')
      AND (for_chair IS NULL OR k.chair_id = for_chair OR (k.chair_id IS NULL AND k.status = 'requested'))
  )
  SELECT CASE status WHEN 'booked' THEN 'to_come' ELSE 'to_book' END, id FROM coming
  UNION ALL
  SELECT 'to_write_up', k.id FROM protection_childprotectionconference k
  WHERE k.status = 'held' AND (for_chair IS NULL OR k.chair_id = for_chair) AND NOT EXISTS (
    SELECT 1 FROM protection_paper m
    WHERE m.thread = 'conference:' || k.id AND m.kind = 'conference_minutes' AND m.sent_date IS NOT NULL)
  UNION ALL
  SELECT DISTINCT 'dissent', k.id FROM protection_childprotectionconference k
  JOIN protection_conferenceplace s ON s.conference_id = k.id
  WHERE k.status = 'held' AND (for_chair IS NULL OR k.chair_id = for_chair)
    AND k.held_date > kith_today() - 183 AND s.sees_it_otherwise <> ''
  UNION ALL
  SELECT DISTINCT 'review_due', o.plan_id FROM on_plan o JOIN timeline_clock t ON t.person_id = o.child_id
  WHERE t.stopped_date IS NULL AND t.due_date <= kith_today() + 42
    AND t.rule IN ('first_review_conference', 'later_review_conference') AND NOT EXISTS (
      SELECT 1 FROM protection_conferencechild c JOIN protection_childprotectionconference k ON k.id = c.conference_id
      WHERE c.child_id = o.child_id AND k.kind = 'review' AND k.status IN ('requested', 'booked'))
  UNION ALL
  SELECT 'never_heard', child_id FROM (
    SELECT child_id FROM on_plan
    UNION
    SELECT c.child_id FROM protection_conferencechild c JOIN coming ON coming.id = c.conference_id
    WHERE coming.status = 'booked'
  ) child
  WHERE NOT EXISTS (SELECT 1 FROM protection_conferencechild w WHERE w.child_id = child.child_id AND w.child_words <> '')
    AND NOT EXISTS (SELECT 1 FROM protection_enquirychild w WHERE w.child_id = child.child_id AND w.child_words <> '')
    AND NOT EXISTS (SELECT 1 FROM protection_protectionvisitchild w WHERE w.child_id = child.child_id AND w.child_words <> '')
$$;

-- What protection has on its way in some teams: by their workers who called or lead it, or who hold a child in it as lead
-- or co-worker. `what` is discussion (called and not held), enquiry (not ended), conference (asked for or booked),
-- protection_plan (a child's, now), and help (the clock of help that a family took up and that has not begun).
CREATE OR REPLACE FUNCTION kith_team_protection(teams bigint[]) RETURNS TABLE (what text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH members AS MATERIALIZED (
    SELECT worker_id FROM workforce_teammembership WHERE team_id = ANY (teams)
      AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ), held AS MATERIALIZED (
    SELECT DISTINCT child_id FROM workforce_allocation
    WHERE worker_id = ANY (ARRAY(SELECT worker_id FROM members)) AND role IN ('lead', 'co_worker')
      AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  )
  SELECT 'discussion', d.id FROM protection_strategydiscussion d
  WHERE d.status = 'called' AND (d.called_by_id IN (SELECT worker_id FROM members) OR EXISTS (
    SELECT 1 FROM protection_strategychild c WHERE c.discussion_id = d.id AND c.child_id IN (SELECT child_id FROM held)))
  UNION ALL
  SELECT 'enquiry', e.id FROM protection_sectionfortysevenenquiry e
  WHERE e.status <> 'ended' AND (e.lead_id IN (SELECT worker_id FROM members) OR EXISTS (
    SELECT 1 FROM protection_enquirychild c WHERE c.enquiry_id = e.id AND c.child_id IN (SELECT child_id FROM held)))
  UNION ALL
  SELECT 'conference', k.id FROM protection_childprotectionconference k
  WHERE k.status IN ('requested', 'booked') AND (k.requested_by_id IN (SELECT worker_id FROM members) OR EXISTS (
    SELECT 1 FROM protection_conferencechild c WHERE c.conference_id = k.id AND c.child_id IN (SELECT child_id FROM held)))
  UNION ALL
  SELECT 'protection_plan', p.id FROM protection_childprotectionplan p
  WHERE p.start_date <= kith_today() AND (p.end_date IS NULL OR p.end_date > kith_today())
    AND p.child_id IN (SELECT child_id FROM held)
  UNION ALL
  SELECT 'help', t.id FROM timeline_clock t
  WHERE t.rule = 'help_after_enquiry' AND t.stopped_date IS NULL AND (t.person_id IN (SELECT child_id FROM held)
    OR EXISTS (SELECT 1 FROM protection_sectionfortysevenenquiry e
      WHERE t.thread = 'enquiry:' || e.id AND e.lead_id IN (SELECT worker_id FROM members)))
$$;
