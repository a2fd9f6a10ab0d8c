-- What care's pages must know before they may show anything: numbers of people, never who they are.

-- Every child whom a process of care is about, whoever is acting. `kind` is the word by which its threads begin: care_review,
-- care_visit, family_time.
CREATE OR REPLACE FUNCTION kith_care_children(kind text, number bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.child_id FROM care_carereviewchild c
  WHERE kith_care_children.kind = 'care_review' AND c.review_id = kith_care_children.number
  UNION ALL
  SELECT c.child_id FROM care_carevisitchild c
  WHERE kith_care_children.kind = 'care_visit' AND c.visit_id = kith_care_children.number
  UNION ALL
  SELECT c.child_id FROM care_familytimechild c
  WHERE kith_care_children.kind = 'family_time' AND c.plan_id = kith_care_children.number
$$;

-- How a worker stands to each child whom a process of care is about.
CREATE OR REPLACE FUNCTION kith_care_standing(worker bigint, kind text, number bigint)
RETURNS TABLE (person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.child, s.restriction, s.relation, s.named, s.glass_open
  FROM kith_care_children(kind, number) AS c(child) CROSS JOIN LATERAL kith_standing(worker, c.child) s
$$;

-- What care still has open for these children, whoever is acting, once each.
CREATE OR REPLACE FUNCTION kith_care_open(children bigint[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT 'period_of_care' FROM care_periodofcare p
  WHERE p.child_id = ANY (children) AND (p.end_date IS NULL OR p.end_date > kith_today())
$$;

-- What one person has once and both of two records have open, whoever is acting.
CREATE OR REPLACE FUNCTION kith_care_open_on_both(one bigint, other bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT open.what FROM (
    SELECT 'period_of_care' AS what, p.child_id AS person FROM care_periodofcare p
    WHERE p.child_id IN (one, other) AND (p.end_date IS NULL OR p.end_date > kith_today())
    UNION
    SELECT 'leaving_care', s.young_person_id FROM care_leavingcarestatus s
    WHERE s.young_person_id IN (one, other) AND (s.end_date IS NULL OR s.end_date > kith_today())
    UNION
    SELECT 'adoption', a.child_id FROM care_adoptionplan a
    WHERE a.child_id IN (one, other) AND a.reversed_date IS NULL AND a.order_date IS NULL
  ) open GROUP BY open.what HAVING count(*) > 1
$$;

-- What was shown before a move was decided is never changed, nor taken away.
CREATE OR REPLACE FUNCTION kith_keep_what_was_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.shown IS DISTINCT FROM OLD.shown OR NEW.decided_at IS DISTINCT FROM OLD.decided_at
     OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id OR NEW.reasons IS DISTINCT FROM OLD.reasons THEN
    RAISE EXCEPTION 'What was shown and decided about a move is never changed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION kith_keep_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_user = 'kith_web' THEN
    RAISE EXCEPTION 'What was decided about a move is never taken away' USING ERRCODE = 'check_violation';
  END IF;
  RETURN OLD;
END $$;
DROP TRIGGER IF EXISTS keep_move ON care_move;
CREATE TRIGGER keep_move BEFORE DELETE ON care_move FOR EACH ROW EXECUTE FUNCTION kith_keep_move();
DROP TRIGGER IF EXISTS keep_what_was_shown ON care_move;
CREATE TRIGGER keep_what_was_shown BEFORE UPDATE ON care_move
  FOR EACH ROW EXECUTE FUNCTION kith_keep_what_was_shown();
