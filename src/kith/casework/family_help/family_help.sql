-- What Family Help's pages must know before they may show anything: numbers of people, never who they are.

-- The family that an assessment is of, and how a worker stands to each child in it.
CREATE OR REPLACE FUNCTION kith_assessment_standing(worker bigint, assessment bigint)
RETURNS TABLE (family_id bigint, person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.family_id, c.child_id, s.restriction, s.relation, s.named, s.glass_open
  FROM family_help_familyassessment a JOIN family_help_assessmentchild c ON c.assessment_id = a.id
  CROSS JOIN LATERAL kith_standing(worker, c.child_id) s
  WHERE a.id = assessment
$$;

-- Everybody whom an event of an assessment is about: the children in it, whoever is acting.
CREATE OR REPLACE FUNCTION kith_children_in_assessment(assessment bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT child_id FROM family_help_assessmentchild WHERE assessment_id = assessment $$;

-- Whether somebody of this name holds a child now on a plan, or leads it: whoever brings a family together does neither.
CREATE OR REPLACE FUNCTION kith_works_on_plan(plan bigint, said text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM workforce_worker w
    WHERE lower(regexp_replace(trim(w.name), '\s+', ' ', 'g')) = lower(regexp_replace(trim(said), '\s+', ' ', 'g'))
      AND (
        w.id IN (SELECT l.worker_id FROM plans_planlead l
                 WHERE l.plan_id = plan AND (l.end_date IS NULL OR l.end_date > kith_today()))
        OR w.id IN (SELECT a.worker_id FROM workforce_allocation a JOIN plans_planchild c ON c.child_id = a.child_id
                    WHERE c.plan_id = plan AND a.role IN ('lead', 'co_worker')
                      AND (c.end_date IS NULL OR c.end_date > kith_today())
                      AND (a.end_date IS NULL OR a.end_date > kith_today()))
      )
  )
$$;
