-- Reviews of care and the reviewing officer.

-- What a reviewing officer said is wrong, and what was answered, is never changed after; nor is how it ended.
CREATE OR REPLACE FUNCTION kith_keep_dispute() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.about IS DISTINCT FROM OLD.about OR NEW.what_would_put_it_right IS DISTINCT FROM OLD.what_would_put_it_right
     OR NEW.raised_date IS DISTINCT FROM OLD.raised_date OR NEW.raised_by_id IS DISTINCT FROM OLD.raised_by_id
     OR (OLD.ended_date IS NOT NULL AND (
       NEW.ended_date IS DISTINCT FROM OLD.ended_date OR NEW.outcome IS DISTINCT FROM OLD.outcome
       OR NEW.was_put_right IS DISTINCT FROM OLD.was_put_right)) THEN
    RAISE EXCEPTION 'What a reviewing officer said is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_dispute ON care_reviewingofficerdispute;
CREATE TRIGGER keep_dispute BEFORE UPDATE ON care_reviewingofficerdispute
  FOR EACH ROW EXECUTE FUNCTION kith_keep_dispute();

CREATE OR REPLACE FUNCTION kith_keep_dispute_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.dispute_id IS DISTINCT FROM OLD.dispute_id OR NEW.level IS DISTINCT FROM OLD.level
     OR NEW.taken_to_id IS DISTINCT FROM OLD.taken_to_id OR NEW.taken_date IS DISTINCT FROM OLD.taken_date
     OR NEW.answer_due_date IS DISTINCT FROM OLD.answer_due_date
     OR (OLD.answered_date IS NOT NULL AND (
       NEW.answered_date IS DISTINCT FROM OLD.answered_date OR NEW.answer IS DISTINCT FROM OLD.answer)) THEN
    RAISE EXCEPTION 'To whom a dispute was taken, and what they answered, is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS keep_dispute_step ON care_disputestep;
CREATE TRIGGER keep_dispute_step BEFORE UPDATE ON care_disputestep
  FOR EACH ROW EXECUTE FUNCTION kith_keep_dispute_step();

-- Every child in care whom these workers review, with what a reviewing officer must see: numbers and days alone. What clock
-- says that a visit or a health assessment is late is told by its rule.
CREATE OR REPLACE FUNCTION kith_reviewing(officers bigint[], today date)
RETURNS TABLE (
  child_id bigint, care_started date, last_number int, last_held date, plan_is_right boolean,
  planned_review bigint, planned_date date, homes_since int, siblings_in_care int, siblings_apart int, route text,
  visits_late int, health_late int, decisions_overdue int, disputes_open int
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH mine AS MATERIALIZED (
    SELECT DISTINCT a.child_id FROM workforce_allocation a
    WHERE a.worker_id = ANY (officers) AND a.role = 'reviewing_officer'
      AND a.start_date <= today AND (a.end_date IS NULL OR a.end_date > today)
  ), care AS MATERIALIZED (
    SELECT p.id, p.child_id, p.start_date FROM care_periodofcare p JOIN mine USING (child_id)
    WHERE p.start_date <= today AND (p.end_date IS NULL OR p.end_date > today)
  ), last AS MATERIALIZED (
    SELECT DISTINCT ON (c.period_of_care_id) c.period_of_care_id AS period, c.number, r.held_date, c.plan_is_right
    FROM care_carereviewchild c JOIN care_carereview r ON r.id = c.review_id JOIN care ON care.id = c.period_of_care_id
    WHERE c.number IS NOT NULL AND r.status = 'held'
    ORDER BY c.period_of_care_id, c.number DESC
  ), planned AS MATERIALIZED (
    SELECT DISTINCT ON (c.child_id) c.child_id, r.id AS review, r.planned_date
    FROM care_carereviewchild c JOIN care_carereview r ON r.id = c.review_id JOIN care USING (child_id)
    WHERE r.status = 'planned'
    ORDER BY c.child_id, r.planned_date
  ), homes AS MATERIALIZED (
    SELECT care.child_id, count(*) AS homes
    FROM care JOIN care_placement p ON p.period_of_care_id = care.id LEFT JOIN last ON last.period = care.id
    WHERE p.start_date > care.start_date AND p.start_date <= today
      AND (last.held_date IS NULL OR p.start_date > last.held_date)
    GROUP BY care.child_id
  ), parents AS MATERIALIZED (
    SELECT r.relative_id AS child, r.person_id AS parent FROM people_relationship r
    WHERE r.kind IN ('parent', 'adoptive_parent') AND r.start_date <= today
      AND (r.end_date IS NULL OR r.end_date > today) AND r.relative_id IN (SELECT care.child_id FROM care)
  ), pairs AS MATERIALIZED (
    SELECT p.child, r.relative_id AS sibling FROM parents p JOIN people_relationship r ON r.person_id = p.parent
    WHERE r.kind IN ('parent', 'adoptive_parent') AND r.relative_id <> p.child
      AND r.start_date <= today AND (r.end_date IS NULL OR r.end_date > today)
    UNION
    SELECT r.person_id, r.relative_id FROM people_relationship r
    WHERE r.kind = 'sibling' AND r.person_id IN (SELECT care.child_id FROM care)
      AND r.start_date <= today AND (r.end_date IS NULL OR r.end_date > today)
    UNION
    SELECT r.relative_id, r.person_id FROM people_relationship r
    WHERE r.kind = 'sibling' AND r.relative_id IN (SELECT care.child_id FROM care)
      AND r.start_date <= today AND (r.end_date IS NULL OR r.end_date > today)
  ), lives AS MATERIALIZED (
    SELECT p.child_id, p.home_id FROM care_placement p
    WHERE p.start_date <= today AND (p.end_date IS NULL OR p.end_date > today)
      AND p.child_id IN (SELECT child FROM pairs UNION SELECT sibling FROM pairs)
  ), siblings AS MATERIALIZED (
    SELECT pairs.child, count(*) AS in_care,
      count(*) FILTER (WHERE own.home_id IS DISTINCT FROM other.home_id) AS apart
    FROM pairs
    JOIN care_periodofcare c ON c.child_id = pairs.sibling AND c.start_date <= today
      AND (c.end_date IS NULL OR c.end_date > today)
    LEFT JOIN lives own ON own.child_id = pairs.child LEFT JOIN lives other ON other.child_id = pairs.sibling
    GROUP BY pairs.child
  ), permanence AS MATERIALIZED (
    SELECT p.child_id, p.route FROM care_permanenceplan p JOIN care USING (child_id)
    WHERE p.start_date <= today AND (p.end_date IS NULL OR p.end_date > today)
  ), late AS MATERIALIZED (
    SELECT c.person_id,
      count(*) FILTER (WHERE c.rule = 'first_visit' OR c.rule LIKE 'visit\_%') AS visits,
      count(*) FILTER (WHERE c.rule IN (
        'initial_health_assessment', 'health_assessment_under_five', 'health_assessment_five_and_over')) AS health
    FROM timeline_clock c
    WHERE c.person_id IN (SELECT care.child_id FROM care) AND c.stopped_date IS NULL AND c.due_date < today
    GROUP BY c.person_id
  ), overdue AS MATERIALIZED (
    SELECT c.child_id, count(*) AS decisions
    FROM care_carereviewchild c JOIN care USING (child_id) JOIN care_reviewdecision d ON d.part_id = c.id
    WHERE d.done_date IS NULL AND d.not_done_reason = '' AND d.due_date < today
    GROUP BY c.child_id
  ), disputes AS MATERIALIZED (
    SELECT d.child_id, count(*) AS open FROM care_reviewingofficerdispute d JOIN care USING (child_id)
    WHERE d.ended_date IS NULL GROUP BY d.child_id
  )
  SELECT care.child_id, care.start_date, last.number::int, last.held_date, last.plan_is_right,
    planned.review, planned.planned_date, coalesce(homes.homes, 0)::int,
    coalesce(siblings.in_care, 0)::int, coalesce(siblings.apart, 0)::int, coalesce(permanence.route, '')::text,
    coalesce(late.visits, 0)::int, coalesce(late.health, 0)::int, coalesce(overdue.decisions, 0)::int,
    coalesce(disputes.open, 0)::int
  FROM care
  LEFT JOIN last ON last.period = care.id
  LEFT JOIN planned ON planned.child_id = care.child_id
  LEFT JOIN homes ON homes.child_id = care.child_id
  LEFT JOIN siblings ON siblings.child = care.child_id
  LEFT JOIN permanence ON permanence.child_id = care.child_id
  LEFT JOIN late ON late.person_id = care.child_id
  LEFT JOIN overdue ON overdue.child_id = care.child_id
  LEFT JOIN disputes ON disputes.child_id = care.child_id
$$;
