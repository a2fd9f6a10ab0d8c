-- Care plans, placement plans, notices and approvals: whose they are, who is told, and what no paper of theirs ever says.

-- The child whom one row of care is about, whoever is acting: a number by which the right to it is asked.
CREATE OR REPLACE FUNCTION kith_child_of(kind text, number bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT child_id FROM care_placement WHERE kith_child_of.kind = 'placement' AND id = number
  UNION ALL
  SELECT child_id FROM care_temporaryapproval WHERE kith_child_of.kind = 'temporary_approval' AND id = number
$$;

-- Which people regulation 13 names for a placement, those on closed records among them: a notice is owed to them whoever
-- works it out. Numbers, and names that are on nobody's record.
CREATE OR REPLACE FUNCTION kith_people_to_tell(placement bigint) RETURNS TABLE (recipient text, person_id bigint, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH this AS (SELECT p.* FROM care_placement p WHERE p.id = placement),
  parents AS (
    SELECT DISTINCT r.person_id FROM people_relationship r JOIN this ON this.child_id = r.relative_id
    JOIN people_person q ON q.id = r.person_id
    WHERE (r.parental_responsibility OR r.kind IN ('parent', 'adoptive_parent')) AND q.death_date IS NULL
      AND r.start_date <= kith_today() AND (r.end_date IS NULL OR r.end_date > this.start_date)
  )
  SELECT 'child', child_id, '' FROM this
  UNION ALL
  SELECT 'parent', person_id, '' FROM parents
  UNION ALL
  SELECT DISTINCT 'person_in_contact', f.person_id, CASE WHEN f.person_id IS NULL THEN f.name ELSE '' END
  FROM this JOIN care_familytimechild c ON c.child_id = this.child_id
  JOIN care_familytimeplan t ON t.id = c.plan_id JOIN care_familytimeperson f ON f.plan_id = t.id
  LEFT JOIN people_person q ON q.id = f.person_id
  WHERE t.ordered_by_court AND t.start_date <= kith_today() AND (t.end_date IS NULL OR t.end_date > this.start_date)
    AND q.death_date IS NULL AND NOT EXISTS (SELECT 1 FROM parents WHERE parents.person_id = f.person_id)
  UNION ALL
  SELECT 'former_carer', NULL, former.name FROM this CROSS JOIN LATERAL (
    SELECT h.id, h.name, h.kind FROM care_placement p JOIN care_home h ON h.id = p.home_id
    WHERE p.child_id = this.child_id AND p.period_of_care_id = this.period_of_care_id AND p.start_date < this.start_date
    ORDER BY p.start_date DESC LIMIT 1
  ) former WHERE former.kind <> 'parent' AND former.id <> this.home_id
$$;

-- Where the homes are whose address is withheld and in which somebody around a child lives or lived, as patterns.
CREATE OR REPLACE FUNCTION kith_withheld_homes(child bigint, authority text) RETURNS TABLE (pattern text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH around AS (SELECT DISTINCT id FROM kith_around(ARRAY[child]) AS id),
  homes AS (
    SELECT DISTINCT a.lines, a.town, a.postcode FROM care_placement p JOIN care_home h ON h.id = p.home_id
    JOIN care_homeaddress a ON a.home_id = h.id
    WHERE p.child_id IN (SELECT id FROM around) AND h.address_withheld
  ),
  known AS (
    SELECT a.town, a.postcode FROM people_residence r JOIN people_address a ON a.id = r.address_id
    WHERE r.person_id IN (SELECT id FROM around) AND NOT r.withheld
  ),
  pieces AS (
    SELECT lines AS piece FROM homes
    UNION
    SELECT part FROM homes, regexp_split_to_table(lines, '[,;\n]+') AS part
    WHERE part !~* '^\s*(flat|apartment|apt|unit|room|floor|no|number)?[.\s]*\d+\s*[a-z]?\s*$'
    UNION
    SELECT street FROM homes, regexp_split_to_table(lines, '[,;\n]+') AS part,
      regexp_replace(part, '^\s*((flat|apartment|apt|unit|room|no|number)[.\s]*)?\d+\s*[a-z]?([-/ ]+\d+[a-z]?)*\s+', '', 'i') AS street
    WHERE street ~ '[[:alpha:]]{2,}[^[:alnum:]]+[[:alpha:]]{2,}' OR length(regexp_replace(street, '[^[:alpha:]]', '', 'g')) >= 7
  )
  SELECT kith_by_itself(kith_address_however_typed(piece)) FROM pieces
  WHERE length(regexp_replace(piece, '[^[:alnum:]]', '', 'g')) >= 5
  UNION
  SELECT kith_however_typed(postcode) FROM homes WHERE length(postcode) >= 5
  UNION
  SELECT kith_by_itself(kith_however_typed(town)) FROM homes
  WHERE length(town) >= 3 AND NOT lower(town) IN (SELECT lower(k.town) FROM known k)
    AND NOT authority ~* kith_by_itself(kith_however_typed(town))
  UNION
  SELECT kith_by_itself(kith_however_typed(split_part(postcode, ' ', 1))) FROM homes
  WHERE postcode LIKE '% %' AND NOT split_part(postcode, ' ', 1) IN (SELECT split_part(k.postcode, ' ', 1) FROM known k)
$$;

-- The names of those around a child whose record is closed, as patterns; names that others around the child have as well,
-- whose record is not closed, are left. `but` are those whom the paper is about or for.
CREATE OR REPLACE FUNCTION kith_closed_names(child bigint, but bigint[]) RETURNS TABLE (pattern text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH around AS (
    SELECT p.id, p.display_name, p.restriction <> 'normal' OR NOT (
        kith_worker() IS NULL OR p.id = ANY (kith_numbers('kith.granted'))
        OR (kith_setting('kith.reach') IN ('record', 'basics', 'held') AND NOT p.id = ANY (kith_numbers('kith.own_family')))
      ) AS closed
    FROM people_person p WHERE p.id IN (SELECT kith_around(ARRAY[child]))
  ),
  hidden AS (SELECT id, display_name FROM around WHERE closed AND NOT id = ANY (but)),
  shared AS (
    SELECT DISTINCT w AS word FROM people_personname n, unnest(n.words) AS w
    WHERE n.person_id IN (SELECT id FROM around) AND n.person_id NOT IN (SELECT id FROM hidden)
  ),
  names AS (
    SELECT n.given_names, n.family_name FROM people_personname n WHERE n.person_id IN (SELECT id FROM hidden)
    UNION
    SELECT display_name, '' FROM hidden
  ),
  said AS (
    SELECT trim(given_names || ' ' || family_name) AS name FROM names
    UNION
    SELECT trim(split_part(given_names, ' ', 1) || ' ' || family_name) FROM names WHERE family_name <> ''
    UNION
    SELECT one FROM names, unnest(ARRAY[split_part(given_names, ' ', 1), family_name]) AS one
    WHERE length(one) >= 2 AND NOT kith_normalise(one) IN (SELECT word FROM shared)
  )
  SELECT kith_by_itself(kith_however_typed(name)) FROM said WHERE name ~ '[[:alnum:]]'
$$;

-- What whoever makes a paper about a child may ask: its texts, in order, without what it must not say.
CREATE OR REPLACE FUNCTION kith_as_papers_of_child_go(child bigint, texts text[], authority text, but bigint[])
RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  patterns text[];
BEGIN
  texts := kith_without_withheld(ARRAY[child], texts, authority);
  SELECT array_agg(found.pattern ORDER BY length(found.pattern) DESC) INTO patterns FROM (
    SELECT pattern FROM kith_withheld_homes(child, authority)
    UNION
    SELECT pattern FROM kith_closed_names(child, but || child)
  ) found;
  RETURN kith_leave_out(texts, patterns, array_fill('[left out]'::text, ARRAY[coalesce(array_length(patterns, 1), 0)]));
END $$;

DROP FUNCTION IF EXISTS kith_as_placement_papers_go(bigint, text[], text, bigint[]);
REVOKE ALL ON FUNCTION kith_withheld_homes(bigint, text), kith_closed_names(bigint, bigint[]) FROM PUBLIC;
