-- Children on a protection plan, by number alone, whoever is acting: what happens at a core group is about each of them.

-- Every child on a protection plan that stands on one family's plan, on a day.
CREATE OR REPLACE FUNCTION kith_children_on_protection(plan bigint, on_day date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT p.child_id FROM protection_childprotectionplan p
  WHERE p.plan_id = plan AND p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
$$;
