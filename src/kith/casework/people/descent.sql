-- Whether one person is another's ancestor by what is recorded, or that person themself: over every record, for a circle
-- may close through somebody whose record is not open to whoever is writing.
CREATE OR REPLACE FUNCTION kith_is_ancestor(elder bigint, younger bigint, kinds text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE up (id) AS (
    SELECT younger
    UNION
    SELECT r.person_id FROM people_relationship r JOIN up ON r.relative_id = up.id
    WHERE r.kind = ANY (kinds) AND (r.end_date IS NULL OR (r.end_date > r.start_date AND r.end_date > kith_today()))
  )
  SELECT EXISTS (SELECT 1 FROM up WHERE id = elder)
$$;
