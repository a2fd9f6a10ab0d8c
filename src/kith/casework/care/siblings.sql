-- Brothers and sisters of children, whoever is acting: numbers of people, never who they are.

-- The family ties at either end of which somebody of these stands, now or as known at an earlier instant.
CREATE OR REPLACE FUNCTION kith_ties_of(people bigint[], known_at timestamptz)
RETURNS TABLE (person bigint, relative bigint, kind text)
LANGUAGE sql STABLE ROWS 12 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.person_id, r.relative_id, r.kind::text FROM people_relationship r
  WHERE known_at IS NULL AND (r.person_id = ANY (people) OR r.relative_id = ANY (people))
    AND r.start_date <= kith_today() AND (r.end_date IS NULL OR r.end_date > kith_today())
  UNION ALL
  SELECT e.person_id, e.relative_id, e.kind::text FROM people_relationshipevent e
  WHERE known_at IS NOT NULL AND (e.person_id = ANY (people) OR e.relative_id = ANY (people))
    AND e.pgh_created_at <= known_at AND e.pgh_label <> 'delete'
    AND e.start_date <= (known_at AT TIME ZONE 'Europe/London')::date
    AND (e.end_date IS NULL OR e.end_date > (known_at AT TIME ZONE 'Europe/London')::date)
    AND NOT EXISTS (SELECT 1 FROM people_relationshipevent later
      WHERE later.pgh_obj_id = e.pgh_obj_id AND later.pgh_created_at <= known_at
        AND (later.pgh_created_at, later.pgh_id) > (e.pgh_created_at, e.pgh_id))
$$;

-- Each brother and sister of each of these: through a parent, a step-parent or a parent's partner, or recorded as such. It is
-- what people.queries.siblings reckons, without saying how they are brother or sister; a test holds the two together.
-- How many rows each gives (ROWS) is said, or PostgreSQL takes it for a thousand and reads whole tables to find a few.
CREATE OR REPLACE FUNCTION kith_siblings(children bigint[], known_at timestamptz) RETURNS TABLE (child bigint, sibling bigint)
LANGUAGE sql STABLE ROWS 4 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS MATERIALIZED (SELECT * FROM kith_ties_of(children, known_at)),
  parents AS MATERIALIZED (
    SELECT relative AS child, person AS parent, kind FROM own
    WHERE relative = ANY (children) AND kind IN ('parent', 'adoptive_parent', 'step_parent')
  ), of_parents AS MATERIALIZED (
    SELECT * FROM kith_ties_of(ARRAY(SELECT DISTINCT parent FROM parents), known_at)
  ), partners AS MATERIALIZED (
    SELECT p.child, CASE WHEN o.person = p.parent THEN o.relative ELSE o.person END AS partner
    FROM parents p JOIN of_parents o ON o.kind = 'partner' AND p.parent IN (o.person, o.relative)
    WHERE p.kind <> 'step_parent'
  ), of_partners AS MATERIALIZED (
    SELECT * FROM kith_ties_of(ARRAY(SELECT DISTINCT partner FROM partners), known_at)
  )
  SELECT p.child, o.relative FROM parents p JOIN of_parents o ON o.person = p.parent
  WHERE o.relative <> p.child AND (o.kind IN ('parent', 'adoptive_parent') OR (o.kind = 'step_parent' AND p.kind <> 'step_parent'))
  UNION
  SELECT p.child, o.relative FROM partners p JOIN of_partners o ON o.person = p.partner
  WHERE o.relative <> p.child AND o.kind IN ('parent', 'adoptive_parent')
  UNION
  SELECT o.person, o.relative FROM own o WHERE o.kind = 'sibling' AND o.person = ANY (children)
  UNION
  SELECT o.relative, o.person FROM own o WHERE o.kind = 'sibling' AND o.relative = ANY (children)
$$;

-- How a worker stands to each brother and sister of a child.
CREATE OR REPLACE FUNCTION kith_sibling_standing(worker bigint, of_child bigint, known_at timestamptz)
RETURNS TABLE (person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.sibling, s.restriction, s.relation, s.named, s.glass_open
  FROM kith_siblings(ARRAY[of_child], known_at) k CROSS JOIN LATERAL kith_standing(worker, k.sibling) s
$$;

-- Each brother and sister of those of these children who were in care on a day: whether they too were, and whether the two lived
-- in one home that day. Of ties it knows those of today.
CREATE OR REPLACE FUNCTION kith_siblings_of_looked_after(children bigint[], on_day date)
RETURNS TABLE (child bigint, sibling bigint, in_care boolean, together boolean)
LANGUAGE sql STABLE ROWS 8 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH pairs AS MATERIALIZED (
    SELECT k.child, k.sibling FROM kith_siblings(ARRAY(
      SELECT p.child_id FROM care_periodofcare p
      WHERE p.child_id = ANY (children) AND p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)), NULL) k
  ), cared_for AS MATERIALIZED (
    SELECT DISTINCT p.child_id FROM care_periodofcare p
    WHERE p.child_id IN (SELECT sibling FROM pairs) AND p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
  ), homes AS MATERIALIZED (
    SELECT p.child_id, p.home_id FROM care_placement p
    WHERE p.child_id IN (SELECT child FROM pairs UNION SELECT child_id FROM cared_for)
      AND p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
  )
  SELECT p.child, p.sibling, c.child_id IS NOT NULL, c.child_id IS NOT NULL AND coalesce(one.home_id = other.home_id, false)
  FROM pairs p LEFT JOIN cared_for c ON c.child_id = p.sibling
  LEFT JOIN homes one ON one.child_id = p.child LEFT JOIN homes other ON other.child_id = p.sibling
$$;

-- Of these children, who was in care on a day and had a brother or sister in care, each pair from either end.
CREATE OR REPLACE FUNCTION kith_siblings_in_care(children bigint[], on_day date)
RETURNS TABLE (child bigint, sibling bigint, together boolean)
LANGUAGE sql STABLE ROWS 4 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT child, sibling, together FROM kith_siblings_of_looked_after(children, on_day) WHERE in_care
$$;

-- Whether these two are brothers or sisters by what is recorded today.
CREATE OR REPLACE FUNCTION kith_are_siblings(one bigint, other bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM kith_siblings(ARRAY[one], NULL) WHERE sibling = other)
$$;

-- How a worker stands to each brother or sister of a child who is in care today: through a parent of both, or as written.
CREATE OR REPLACE FUNCTION kith_siblings_in_care_standing(worker bigint, child bigint)
RETURNS TABLE (person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE ROWS 4 SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ties AS (
    SELECT r.person_id AS one, r.relative_id AS other, r.kind FROM people_relationship r
    WHERE r.start_date <= kith_today() AND (r.end_date IS NULL OR r.end_date > kith_today())
  ), found AS (
    SELECT b.other AS id FROM ties a JOIN ties b ON b.one = a.one
    WHERE a.other = child AND a.kind IN ('parent', 'adoptive_parent') AND b.kind IN ('parent', 'adoptive_parent')
    UNION
    SELECT other FROM ties WHERE one = child AND kind = 'sibling'
    UNION
    SELECT one FROM ties WHERE other = child AND kind = 'sibling'
  )
  SELECT found.id, s.restriction, s.relation, s.named, s.glass_open
  FROM found CROSS JOIN LATERAL kith_standing(worker, found.id) s
  WHERE found.id <> child AND EXISTS (
    SELECT 1 FROM care_periodofcare p WHERE p.child_id = found.id AND p.start_date <= kith_today()
      AND (p.end_date IS NULL OR p.end_date > kith_today()))
$$;
