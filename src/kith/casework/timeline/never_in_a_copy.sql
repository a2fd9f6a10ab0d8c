-- What no copy, letter or minutes ever says, found in what was typed and left out of it here: in the database, which sees
-- every row, since whoever makes a copy may not see the address that it must not say. Nothing withheld is ever given to
-- whoever asks: they get their own words back without it. The functions below that hold it are the owner's alone.

-- A text of letters and figures as a pattern that finds it however it is typed: in capitals or not, with or without
-- accents, with an O for a nought, spaced, with commas, points, hyphens, line breaks or marks that nobody sees between any two
-- of its letters.
CREATE OR REPLACE FUNCTION kith_however_typed(said text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(
    CASE letter
      WHEN 'a' THEN '[aàáâãäåāăą]' WHEN 'c' THEN '[cçćč]' WHEN 'd' THEN '[dđ]' WHEN 'e' THEN '[eèéêëēėęě]'
      WHEN 'i' THEN '[iìíîïīı]' WHEN 'l' THEN '[lł]' WHEN 'n' THEN '[nñńň]' WHEN 'o' THEN '[o0òóôõöøōő]'
      WHEN 's' THEN '[sśšş]' WHEN 'u' THEN '[uùúûüūůű]' WHEN 'y' THEN '[yýÿ]' WHEN 'z' THEN '[zźżž]'
      WHEN '0' THEN '[0o]' WHEN '1' THEN '[1il]'
      ELSE letter
    END, '[^[:alnum:]]*' ORDER BY place)
  FROM regexp_split_to_table(lower(unaccent(said)), '') WITH ORDINALITY AS letters (letter, place)
  WHERE letter ~ '[[:alnum:]]'
$$;

-- The same for a part of an address, whose commonest words are written short or whole.
CREATE OR REPLACE FUNCTION kith_address_however_typed(said text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(
    coalesce(
      (SELECT '(?:' || string_agg(DISTINCT kith_however_typed(other), '|') || ')'
       FROM (VALUES ('{road,rd}'::text[]), ('{street,st,str}'), ('{saint,st}'), ('{avenue,ave,av}'), ('{lane,ln}'),
         ('{close,cl}'), ('{drive,dr}'), ('{court,ct,crt}'), ('{gardens,gdns}'), ('{place,pl}'), ('{crescent,cres}'),
         ('{terrace,ter,terr}'), ('{square,sq}'), ('{grove,gr}'), ('{flat,apartment,apt}'), ('{house,hse}')) AS alike (words),
         unnest(alike.words) AS other
       WHERE word = ANY (alike.words)),
      kith_however_typed(word)),
    '[^[:alnum:]]*' ORDER BY place)
  FROM regexp_split_to_table(lower(unaccent(said)), '[^[:alnum:]]+') WITH ORDINALITY AS words (word, place)
  WHERE word <> ''
$$;

-- A pattern that is found only where no letter or figure stands right before or after it.
CREATE OR REPLACE FUNCTION kith_by_itself(pattern text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT '(?<![[:alnum:]])(?:' || pattern || ')(?![[:alnum:]])' $$;

-- Those around some people: their families, now and before, whoever is related to them, and their network.
CREATE OR REPLACE FUNCTION kith_around(people bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH near AS (
    SELECT unnest(people) AS id
    UNION
    SELECT person_id FROM people_familymembership
    WHERE family_id IN (SELECT family_id FROM people_familymembership WHERE person_id = ANY (people))
  )
  SELECT id FROM near
  UNION
  SELECT relative_id FROM people_relationship WHERE person_id IN (SELECT id FROM near)
  UNION
  SELECT person_id FROM people_relationship WHERE relative_id IN (SELECT id FROM near)
  UNION
  SELECT member_id FROM people_networkmember WHERE child_id IN (SELECT id FROM near) AND member_id IS NOT NULL
$$;

-- What is withheld around some people, as patterns, and what is said in its place. A town in the authority's own name, which
-- every letter has, gives nobody away.
CREATE OR REPLACE FUNCTION kith_withheld(people bigint[], authority text) RETURNS TABLE (pattern text, instead text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH around AS (SELECT DISTINCT id FROM kith_around(people) AS id),
  homes AS (
    SELECT r.person_id, r.start_date, r.end_date, a.lines, a.town, a.postcode
    FROM people_residence r JOIN people_address a ON a.id = r.address_id
    WHERE r.person_id IN (SELECT id FROM around) AND r.withheld
  ),
  open_homes AS (
    SELECT a.town, a.postcode FROM people_residence r JOIN people_address a ON a.id = r.address_id
    WHERE r.person_id IN (SELECT id FROM around) AND NOT r.withheld
  ),
  pieces AS (  -- "Flat 2, 14 Mill Lane": the whole, each part that says where, and each street without its number
    SELECT lines AS piece FROM homes
    UNION
    SELECT part FROM homes, regexp_split_to_table(lines, '[,;\n]+') AS part
    WHERE part !~* '^\s*(flat|apartment|apt|unit|room|floor|no|number)?[.\s]*\d+\s*[a-z]?\s*$'
    UNION
    SELECT street FROM homes, regexp_split_to_table(lines, '[,;\n]+') AS part,
      regexp_replace(part, '^\s*((flat|apartment|apt|unit|room|no|number)[.\s]*)?\d+\s*[a-z]?([-/ ]+\d+[a-z]?)*\s+', '', 'i') AS street
    WHERE street ~ '[[:alpha:]]{2,}[^[:alnum:]]+[[:alpha:]]{2,}' OR length(regexp_replace(street, '[^[:alpha:]]', '', 'g')) >= 7
  ),
  hidden_people AS (  -- whose home is withheld now, or will be: what else would lead to them
    SELECT person_id, min(start_date) AS since FROM homes
    WHERE end_date IS NULL OR end_date > kith_today() GROUP BY person_id
  ),
  older AS (
    SELECT DISTINCT ON (h.person_id) h.person_id, n.given_names, n.family_name
    FROM hidden_people h JOIN people_personname n ON n.person_id = h.person_id
    WHERE n.start_date IS NULL OR n.start_date < h.since
    ORDER BY h.person_id, n.start_date DESC NULLS LAST, n.id DESC
  ),
  old_words AS (
    SELECT h.person_id, array_agg(w) AS words FROM hidden_people h JOIN people_personname n ON n.person_id = h.person_id,
      unnest(n.words) AS w WHERE n.start_date IS NULL OR n.start_date < h.since GROUP BY h.person_id
  ),
  newer AS (
    SELECT n.given_names, n.family_name, o.given_names AS old_given, o.family_name AS old_family, w.words AS known
    FROM hidden_people h JOIN people_personname n ON n.person_id = h.person_id
    JOIN older o ON o.person_id = h.person_id JOIN old_words w ON w.person_id = h.person_id
    WHERE n.start_date >= h.since AND NOT n.words <@ w.words
  )
  SELECT kith_by_itself(kith_address_however_typed(piece)), '[left out]' FROM pieces
  WHERE length(regexp_replace(piece, '[^[:alnum:]]', '', 'g')) >= 5
  UNION
  -- A whole postcode is found inside anything; no word has one in it.
  SELECT kith_however_typed(postcode), '[left out]' FROM homes WHERE length(postcode) >= 5
  UNION
  -- The town, and the first half of the postcode, unless others around them live there for all to know.
  SELECT kith_by_itself(kith_however_typed(town)), '[left out]' FROM homes
  WHERE length(town) >= 3 AND NOT lower(town) IN (SELECT lower(o.town) FROM open_homes o)
    AND NOT authority ~* kith_by_itself(kith_however_typed(town))
  UNION
  SELECT kith_by_itself(kith_however_typed(split_part(postcode, ' ', 1))), '[left out]' FROM homes
  WHERE postcode LIKE '% %' AND NOT split_part(postcode, ' ', 1) IN (SELECT split_part(o.postcode, ' ', 1) FROM open_homes o)
  UNION
  -- Ways to reach people, safe or not: a number with or without the country's own.
  SELECT CASE
      WHEN d.value ~ '^[+\d\s().-]+$' AND length(regexp_replace(d.value, '\D', '', 'g')) >= 6 THEN
        '(?<!\d)(?:\+?(?:0[^[:alnum:]]*0[^[:alnum:]]*)?4[^[:alnum:]]*4[^[:alnum:]]*)?(?:0[^[:alnum:]]*)*'
        || kith_however_typed(regexp_replace(regexp_replace(d.value, '\D', '', 'g'), '^(00)?(44)?0*', '')) || '(?!\d)'
      ELSE kith_by_itself(kith_however_typed(d.value))
    END, '[left out]'
  FROM people_contactdetail d
  WHERE d.person_id IN (SELECT id FROM around) AND length(regexp_replace(d.value, '[^[:alnum:]]', '', 'g')) >= 5
  UNION
  -- The school, or another partner, of somebody whose home is withheld.
  SELECT kith_by_itself(kith_address_however_typed(w.organisation)), '[left out]'
  FROM hidden_people h JOIN workforce_allocation a ON a.child_id = h.person_id JOIN workforce_worker w ON w.id = a.worker_id
  WHERE a.role = 'partner' AND (a.end_date IS NULL OR a.end_date > kith_today())
    AND length(regexp_replace(w.organisation, '[^[:alnum:]]', '', 'g')) >= 5
  UNION
  -- A name taken since: the one before it is said in its place.
  SELECT kith_by_itself(kith_however_typed(given_names || family_name)), trim(old_given || ' ' || old_family) FROM newer
  UNION
  SELECT kith_by_itself(kith_however_typed(family_name)), coalesce(nullif(old_family, ''), '[left out]') FROM newer
  WHERE family_name <> '' AND NOT string_to_array(kith_normalise(family_name), ' ') <@ known
  UNION
  SELECT kith_by_itself(kith_however_typed(first)), coalesce(nullif(split_part(old_given, ' ', 1), ''), '[left out]')
  FROM newer, split_part(given_names, ' ', 1) AS first WHERE length(first) >= 2 AND NOT kith_normalise(first) = ANY (known)
$$;

-- Texts without what the patterns find. Neighbouring gaps become one.
CREATE OR REPLACE FUNCTION kith_leave_out(texts text[], patterns text[], instead text[]) RETURNS text[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  -- Letters that were joined for print, as a text copied out of a PDF has them, are the letters that they are.
  SELECT array_agg(
    replace(replace(replace(replace(replace(said, 'ﬃ', 'ffi'), 'ﬄ', 'ffl'), 'ﬀ', 'ff'), 'ﬁ', 'fi'), 'ﬂ', 'fl')
    ORDER BY place) INTO texts FROM unnest(texts) WITH ORDINALITY AS each (said, place);
  FOR one IN 1 .. coalesce(array_length(patterns, 1), 0) LOOP
    IF patterns[one] IS NOT NULL AND patterns[one] <> '' THEN
      SELECT array_agg(regexp_replace(said, patterns[one], replace(instead[one], '\', '\\'), 'gi') ORDER BY place) INTO texts
      FROM unnest(texts) WITH ORDINALITY AS each (said, place);
    END IF;
  END LOOP;
  SELECT array_agg(regexp_replace(said, '\[left out\]([\s,.;–-]*\[left out\])+', '[left out]', 'g') ORDER BY place) INTO texts
  FROM unnest(texts) WITH ORDINALITY AS each (said, place);
  RETURN coalesce(texts, '{}');
END $$;

-- What whoever makes a copy may ask: their texts, in order, without what is withheld around these people.
CREATE OR REPLACE FUNCTION kith_without_withheld(people bigint[], texts text[], authority text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT kith_leave_out(texts, array_agg(pattern ORDER BY length(pattern) DESC), array_agg(instead ORDER BY length(pattern) DESC))
  FROM kith_withheld(people, authority)
$$;

REVOKE ALL ON FUNCTION kith_around(bigint[]), kith_withheld(bigint[], text) FROM PUBLIC;
