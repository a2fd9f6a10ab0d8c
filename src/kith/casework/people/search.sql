-- Finding people by name, whatever the spelling. It sees everybody, so that a restricted record is never silently
-- absent, and answers only with numbers and scores: what may be shown of each is decided by whoever asks.

CREATE OR REPLACE FUNCTION kith_learn_name_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO people_nameword (word, sound, people)
  SELECT DISTINCT w, dmetaphone(w), 1 FROM unnest(NEW.words) AS w WHERE w <> ''
  ON CONFLICT (word) DO NOTHING;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS learn_name_words ON people_personname;
CREATE TRIGGER learn_name_words AFTER INSERT OR UPDATE ON people_personname
  FOR EACH ROW EXECUTE FUNCTION kith_learn_name_words();

-- The words most like one word: itself, those it begins, those that sound alike, those a slip or two away.
CREATE OR REPLACE FUNCTION kith_words_like(wanted text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT array_agg(word) FROM (
    SELECT word FROM (
      SELECT word, sound, similarity(word, wanted) AS alike FROM people_nameword WHERE word % wanted
      UNION
      SELECT word, sound, similarity(word, wanted) FROM people_nameword WHERE sound = dmetaphone(wanted) AND sound <> ''
    ) near
    WHERE alike >= 0.4 OR (sound = dmetaphone(wanted) AND left(word, 1) = left(wanted, 1))
       OR levenshtein_less_equal(left(word, 60), left(wanted, 60), 2) <= CASE WHEN length(wanted) <= 4 THEN 1 ELSE 2 END
    ORDER BY word = wanted DESC, alike DESC LIMIT 25
  ) nearest
$$;

-- People whose name is like these words, best first. With a date of birth, those born that day come first, and of
-- everybody born that day only some likeness is asked.
CREATE OR REPLACE FUNCTION kith_find_people(wanted text, born date, most int)
RETURNS TABLE (person bigint, name bigint, score real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  asked text[] := (string_to_array(nullif(kith_normalise(wanted), ''), ' '))[1:6];
  near text[];
  every text := '';
  found int;
  i int;
BEGIN
  IF asked IS NULL THEN
    IF born IS NULL THEN RETURN; END IF;
    RETURN QUERY SELECT p.id, NULL::bigint, 0.5::real FROM people_person p
      WHERE p.birth_date = born AND p.merged_into_id IS NULL LIMIT most;
    RETURN;
  END IF;
  -- As it is spelt.
  RETURN QUERY
    SELECT n.person_id, n.id, (1.0 + CASE WHEN p.birth_date = born THEN 1 ELSE 0 END
      + CASE WHEN cardinality(n.words) = cardinality(asked) THEN 0.3 ELSE 0 END
      + CASE WHEN n.end_date IS NULL THEN 0.1 ELSE 0 END)::real
    FROM people_personname n JOIN people_person p ON p.id = n.person_id
    WHERE n.words @> asked AND p.merged_into_id IS NULL AND (born IS NULL OR p.birth_date = born)
    ORDER BY 3 DESC LIMIT most;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found >= most THEN RETURN; END IF;
  -- Otherwise spelt: every word asked for has a word like it in the name.
  FOR i IN 1 .. cardinality(asked) LOOP
    near := coalesce(kith_words_like(asked[i]), ARRAY[asked[i]]);
    every := every || format(' AND n.words && %L::text[]', near);
  END LOOP;
  RETURN QUERY EXECUTE format(
    'SELECT n.person_id, n.id, ((
        SELECT avg(best) FROM (SELECT max(similarity(a, w)) AS best FROM unnest($1) a, unnest(n.words) w GROUP BY a) b
      ) * 0.9 + CASE WHEN p.birth_date = $2 THEN 1 ELSE 0 END)::real
     FROM (SELECT n.id, n.person_id, n.words FROM people_personname n WHERE true %s LIMIT 1500) n
     JOIN people_person p ON p.id = n.person_id
     WHERE p.merged_into_id IS NULL AND NOT n.words @> $1
     ORDER BY 3 DESC LIMIT $3', every) USING asked, born, most;
  IF born IS NOT NULL THEN
    RETURN QUERY
      SELECT n.person_id, n.id, (0.9 + similarity(array_to_string(n.words, ' '), array_to_string(asked, ' ')))::real
      -- From whoever was born that day to their names, however many they are: never through everybody's names.
      FROM (SELECT id FROM people_person WHERE birth_date = born AND merged_into_id IS NULL OFFSET 0) p
      CROSS JOIN LATERAL (
        SELECT own.person_id, own.id, own.words FROM people_personname own WHERE own.person_id = p.id OFFSET 0
      ) n
      WHERE similarity(array_to_string(n.words, ' '), array_to_string(asked, ' ')) > 0.2
      ORDER BY 3 DESC LIMIT most;
  END IF;
END $$;

-- The same by where they live: the start of an address, or a postcode.
CREATE OR REPLACE FUNCTION kith_find_people_at(place text, most int)
RETURNS TABLE (person bigint, lives_there_now boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.person_id, bool_or(r.end_date IS NULL OR r.end_date > (SELECT kith_today()))
  FROM people_residence r JOIN people_person p ON p.id = r.person_id
  WHERE p.merged_into_id IS NULL AND NOT r.withheld AND r.address_id IN (
    SELECT a.id FROM people_address a
    WHERE a.postcode = upper(place) OR a.lines ILIKE '%' || replace(replace(place, '\', ''), '%', '') || '%' LIMIT 400)
  GROUP BY r.person_id ORDER BY 2 DESC, 1 LIMIT most
$$;

CREATE OR REPLACE FUNCTION kith_find_people_by_number(number text)
RETURNS TABLE (person bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(p.merged_into_id, p.id) FROM people_identifier i JOIN people_person p ON p.id = i.person_id
  WHERE i.kind IN ('nhs', 'upn', 'former_upn', 'uln', 'home_office', 'former_system') AND i.value = number
$$;

-- The team that holds a person, for "contact the team manager": its name alone.
CREATE OR REPLACE FUNCTION kith_team_holding(held bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.name FROM workforce_allocation a
  JOIN workforce_teammembership m ON m.worker_id = a.worker_id AND m.start_date <= (SELECT kith_today())
    AND (m.end_date IS NULL OR m.end_date > (SELECT kith_today()))
  JOIN workforce_team t ON t.id = m.team_id
  WHERE a.start_date <= (SELECT kith_today()) AND (a.end_date IS NULL OR a.end_date > (SELECT kith_today()))
    AND (a.child_id = held OR a.child_id IN (
      SELECT f.person_id FROM people_familymembership f WHERE f.family_id IN (
        SELECT g.family_id FROM people_familymembership g WHERE g.person_id = held)))
  ORDER BY a.role = 'lead' DESC LIMIT 1
$$;
