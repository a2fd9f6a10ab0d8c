-- Which passages and which entries of an authored chronology the acting worker may see, where they are about somebody
-- in particular: what is about others alone, whose records are closed, is closed with them.

-- Whether a passage is about somebody in particular, seen or unseen. History is asked, for it keeps corrected passages.
CREATE OR REPLACE FUNCTION kith_passage_is_about_some(passage bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM timeline_passagesubjectevent s WHERE s.passage_id = passage AND s.bearing = 'about') $$;

-- Everybody whom an authored chronology is about, seen or unseen.
CREATE OR REPLACE FUNCTION kith_chronology_people(chronology bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT p.person_id FROM timeline_chronologyperson p WHERE p.chronology_id = chronology ORDER BY 1 $$;

-- How a worker stands to each of them, in one query.
CREATE OR REPLACE FUNCTION kith_chronology_standing(worker bigint, chronology bigint)
RETURNS TABLE (person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.person_id, s.restriction, s.relation, s.named, s.glass_open
  FROM timeline_chronologyperson p CROSS JOIN LATERAL kith_standing(worker, p.person_id) s
  WHERE p.chronology_id = chronology ORDER BY p.person_id
$$;

-- Whether the acting worker may see an authored chronology: its analysis is about everybody in it together, so one
-- whose record is closed closes it. One that is about nobody yet is being made.
CREATE OR REPLACE FUNCTION kith_sees_chronology(chronology bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM kith_chronology_people(chronology) AS person
    WHERE NOT EXISTS (
      SELECT 1 FROM timeline_chronologyperson p WHERE p.chronology_id = chronology AND p.person_id = person)
  )
$$;

-- Whether an entry is, or ever was, about somebody. One that is about nobody yet is being made.
CREATE OR REPLACE FUNCTION kith_entry_is_about_some(entry bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM timeline_chronologyentrysubjectevent s WHERE s.entry_id = entry AND s.bearing = 'about') $$;

-- Whether the acting worker may see an entry: the chronology, and one of those whom the entry is about.
CREATE OR REPLACE FUNCTION kith_sees_entry(entry bigint, of_chronology bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT kith_sees_chronology(of_chronology) AND (
    EXISTS (SELECT 1 FROM timeline_chronologyentrysubject s WHERE s.entry_id = entry AND s.bearing = 'about')
    OR NOT kith_entry_is_about_some(entry)
  )
$$;

-- How many entries a chronology has, seen or unseen: a number, so that the page can say that some are not shown.
CREATE OR REPLACE FUNCTION kith_chronology_length(chronology bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT count(*) FROM timeline_chronologyentry e WHERE e.chronology_id = chronology AND e.taken_out_at IS NULL $$;
