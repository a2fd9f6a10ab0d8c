-- What harm outside the home must know before it may show anything: numbers, yes or no; never who somebody is.

-- The child whose episode, assessment or referral this is, whoever is acting; `kind` is the word by which its thread begins.
CREATE OR REPLACE FUNCTION kith_outside_child(kind text, number bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT child_id FROM protection_missingepisode WHERE kith_outside_child.kind = 'missing' AND id = kith_outside_child.number
  UNION ALL
  SELECT child_id FROM protection_exploitationassessment WHERE kith_outside_child.kind = 'exploitation' AND id = kith_outside_child.number
  UNION ALL
  SELECT child_id FROM protection_nationalreferral WHERE kith_outside_child.kind = 'national_referral' AND id = kith_outside_child.number
$$;

-- Whether a map can never be read by a worker, because somebody of their own family stands or stood on it: also where that
-- record was joined to the one that they declared.
CREATE OR REPLACE FUNCTION kith_map_is_closed_to(map bigint, worker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM protection_mapnode n JOIN people_person p ON p.id = n.person_id
    JOIN access_ownfamily o ON o.person_id IN (p.id, p.merged_into_id)
    WHERE n.map_id = kith_map_is_closed_to.map AND o.worker_id = kith_map_is_closed_to.worker
  )
$$;

-- Whether the acting worker is named today as one who reads a map. Nobody reads one on which somebody of their own stands.
CREATE OR REPLACE FUNCTION kith_reads_map(map bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM protection_mapreader r
    WHERE r.map_id = kith_reads_map.map AND r.worker_id = kith_worker()
      AND r.start_date <= kith_today() AND (r.end_date IS NULL OR r.end_date > kith_today())
  ) AND NOT kith_map_is_closed_to(kith_reads_map.map, kith_worker())
$$;

-- The readers named on a map to whom it can never be opened, told to its own readers alone: they are not told why.
CREATE OR REPLACE FUNCTION kith_map_shuts_out(map bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT r.worker_id FROM protection_mapreader r
  WHERE r.map_id = kith_map_shuts_out.map AND kith_map_is_closed_to(r.map_id, r.worker_id)
$$;

-- How a worker stands to everybody whom a marker is about: the marked person (is_marked) and the children linked to it.
CREATE OR REPLACE FUNCTION kith_marker_standing(worker bigint, marker bigint)
RETURNS TABLE (is_marked boolean, person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.is_marked, w.person, s.restriction, s.relation, s.named, s.glass_open FROM (
    SELECT true AS is_marked, m.person_id AS person FROM protection_personwhoposesrisk m
    WHERE m.id = kith_marker_standing.marker
    UNION
    SELECT false, c.child_id FROM protection_childatriskfrom c
    WHERE c.marker_id = kith_marker_standing.marker AND (c.end_date IS NULL OR c.end_date > kith_today())
  ) w CROSS JOIN LATERAL kith_standing(kith_marker_standing.worker, w.person) s
$$;

-- The marker that a person has now, seen or unseen: nobody is marked twice at once.
CREATE OR REPLACE FUNCTION kith_marker_of(person bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id FROM protection_personwhoposesrisk m WHERE m.person_id = kith_marker_of.person AND m.end_words = ''
$$;

-- Children who share a home or a family with whoever is marked and are not linked to the marker: seen or unseen.
CREATE OR REPLACE FUNCTION kith_children_near_marked(marker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT near.child FROM protection_personwhoposesrisk m CROSS JOIN LATERAL (
    SELECT o.person_id AS child FROM people_familymembership mine
    JOIN people_familymembership o ON o.family_id = mine.family_id AND o.role = 'child'
    WHERE mine.person_id = m.person_id AND (mine.end_date IS NULL OR mine.end_date > kith_today())
      AND (o.end_date IS NULL OR o.end_date > kith_today())
    UNION
    SELECT o.person_id FROM people_residence mine JOIN people_residence o ON o.address_id = mine.address_id
    WHERE mine.person_id = m.person_id AND (mine.end_date IS NULL OR mine.end_date > kith_today())
      AND (o.end_date IS NULL OR o.end_date > kith_today())
  ) near JOIN people_person p ON p.id = near.child
  WHERE m.id = kith_children_near_marked.marker AND near.child <> m.person_id
    AND p.merged_into_id IS NULL AND p.death_date IS NULL
    AND (p.birth_date > kith_today() - interval '18 years' OR (p.birth_date IS NULL AND p.expected_birth_date IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM protection_childatriskfrom c
                    WHERE c.marker_id = m.id AND c.child_id = near.child AND c.end_date IS NULL)
$$;

-- Every child linked to a marker now, seen or unseen: what happens to it is about each of them.
CREATE OR REPLACE FUNCTION kith_linked_children(marker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.child_id FROM protection_childatriskfrom c
  WHERE c.marker_id = kith_linked_children.marker AND (c.end_date IS NULL OR c.end_date > kith_today()) ORDER BY 1
$$;

-- Who is marked by a marker that has not been taken away, seen or unseen: for linking a child to it.
CREATE OR REPLACE FUNCTION kith_marked_person(marker bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.person_id FROM protection_personwhoposesrisk m
  WHERE m.id = kith_marked_person.marker AND m.end_words = ''
$$;

-- How many of each the whole service has, seen or unseen: the difference from what a worker sees is told as a number.
CREATE OR REPLACE FUNCTION kith_outside_counts(soon date)
RETURNS TABLE (missing bigint, interviews bigint, assessments bigint, markers bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT
    (SELECT count(*) FROM protection_missingepisode WHERE found_at IS NULL),
    (SELECT count(*) FROM timeline_clock WHERE rule = 'return_interview' AND stopped_date IS NULL AND thread LIKE 'missing:%'),
    (SELECT count(*) FROM protection_exploitationassessment a WHERE a.ended_date IS NULL AND a.review_date <= soon
      AND NOT EXISTS (SELECT 1 FROM protection_exploitationassessment f WHERE f.follows_id = a.id)),
    (SELECT count(*) FROM protection_personwhoposesrisk WHERE end_words = '' AND review_date <= soon)
$$;
