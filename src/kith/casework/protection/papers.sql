-- Minutes, plans and letters: who may see one, what it never says, and that it stays as it went.

-- Every child whom a paper is about, whoever is acting.
CREATE OR REPLACE FUNCTION kith_paper_children(paper bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT c.child_id FROM protection_paperchild c WHERE c.paper_id = paper $$;

-- The children on a protection plan under a family's plan on a day, seen or unseen.
CREATE OR REPLACE FUNCTION kith_protected_on_plan(plan bigint, day date) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT p.child_id), '{}') FROM protection_childprotectionplan p
  WHERE p.plan_id = plan AND p.start_date <= day AND (p.end_date IS NULL OR p.end_date > day)
$$;

-- Whether the acting worker may see a paper: its passages are about all of its children together, so one whose record is
-- closed closes it. One that is about nobody yet is being made.
CREATE OR REPLACE FUNCTION kith_sees_paper(paper bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM kith_paper_children(paper) AS child
    WHERE NOT EXISTS (SELECT 1 FROM protection_paperchild c WHERE c.paper_id = paper AND c.child_id = child)
  )
$$;

-- Papers are the service's own until they have gone, and what lawyers wrote stays so: partners see neither.
CREATE OR REPLACE FUNCTION kith_is_partner() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM workforce_worker w WHERE w.id = kith_worker() AND w.role = 'partner') $$;
CREATE OR REPLACE FUNCTION kith_is_legal_paper(document bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM protection_paper p
                 WHERE p.document_id = document AND p.kind = 'letter_before_proceedings')
$$;
DROP POLICY IF EXISTS papers_not_for_partners ON protection_paper;
CREATE POLICY papers_not_for_partners ON protection_paper AS RESTRICTIVE FOR SELECT TO kith_web
  USING (NOT (SELECT kith_is_partner()));
DROP POLICY IF EXISTS papers_not_for_partners ON timeline_documentsubject;
CREATE POLICY papers_not_for_partners ON timeline_documentsubject AS RESTRICTIVE FOR SELECT TO kith_web
  USING (NOT (SELECT kith_is_partner()) OR NOT kith_is_legal_paper(document_id));
DROP POLICY IF EXISTS papers_not_for_partners ON timeline_document;
CREATE POLICY papers_not_for_partners ON timeline_document AS RESTRICTIVE FOR SELECT TO kith_web
  USING (NOT (SELECT kith_is_partner()) OR NOT kith_is_legal_paper(id));

-- Everybody whom a paper might give away: its children, the others of what it was made from, the family, and whoever was
-- asked to the conference.
CREATE OR REPLACE FUNCTION kith_paper_people(paper bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH this AS (
    SELECT p.id, p.family_id, split_part(p.thread, ':', 1) AS kind, split_part(p.thread, ':', 2)::bigint AS number
    FROM protection_paper p WHERE p.id = paper
  ), plan AS (
    SELECT number AS id FROM this WHERE kind = 'plan'
    UNION
    SELECT m.plan_id FROM protection_coregroupmeeting m JOIN this ON this.kind = 'core_group' AND m.id = this.number
  ), people AS (
    SELECT child_id AS id FROM protection_paperchild WHERE paper_id = paper
    UNION
    SELECT m.person_id FROM people_familymembership m JOIN this ON m.family_id = this.family_id
    UNION
    SELECT c.child_id FROM this, kith_protection_children(this.kind, this.number) c
    UNION
    SELECT c.child_id FROM plans_planchild c WHERE c.plan_id IN (SELECT id FROM plan)
    UNION
    SELECT g.person_id FROM protection_coregroupmember g WHERE g.plan_id IN (SELECT id FROM plan) AND g.person_id IS NOT NULL
    UNION
    SELECT p.person_id FROM protection_conferenceplace p JOIN this ON this.kind = 'conference' AND p.conference_id = this.number
    WHERE p.person_id IS NOT NULL
  )
  SELECT coalesce(array_agg(id), '{}') FROM people
$$;

-- Who of those around a paper is named in none of it: whoever the acting worker may not know of, and any child on a
-- restricted or sealed record whom it is not about. Their names as patterns; those that another of them has as well are
-- left, and those that are ordinary words are taken only with their capital letter.
CREATE OR REPLACE FUNCTION kith_not_named(paper bigint) RETURNS TABLE (pattern text, instead text, as_written boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH around AS (
    SELECT p.id, p.display_name, NOT (
        kith_worker() IS NULL
        OR p.id = ANY (kith_numbers('kith.granted'))
        OR (kith_setting('kith.reach') IN ('record', 'basics', 'held') AND p.restriction = 'normal'
            AND NOT p.id = ANY (kith_numbers('kith.own_family')))
      ) AS unknown,
      p.restriction <> 'normal' AND (
        p.birth_date > kith_today() - interval '18 years' OR p.birth_date IS NULL
        OR EXISTS (SELECT 1 FROM people_familymembership m WHERE m.person_id = p.id AND m.role = 'child')
      ) AS closed_child
    FROM people_person p WHERE p.id IN (SELECT kith_around(kith_paper_people(paper)))
  ), hidden AS (
    SELECT id, display_name FROM around
    WHERE (unknown OR closed_child) AND id NOT IN (SELECT child_id FROM protection_paperchild WHERE paper_id = paper)
  ), shared AS (
    SELECT DISTINCT w AS word FROM people_personname n, unnest(n.words) AS w
    WHERE n.person_id IN (SELECT id FROM around) AND n.person_id NOT IN (SELECT id FROM hidden)
    UNION
    SELECT unnest(string_to_array(kith_normalise(f.name), ' ')) FROM people_family f JOIN protection_paper p ON p.family_id = f.id
    WHERE p.id = paper
  ), names AS (
    SELECT n.given_names, n.family_name FROM people_personname n WHERE n.person_id IN (SELECT id FROM hidden)
    UNION
    SELECT display_name, '' FROM hidden
  ), said AS (
    SELECT trim(given_names || ' ' || family_name) AS name FROM names
    UNION
    SELECT trim(split_part(given_names, ' ', 1) || ' ' || family_name) FROM names WHERE family_name <> ''
    UNION
    SELECT one FROM names, unnest(ARRAY[split_part(given_names, ' ', 1), family_name]) AS one
    WHERE length(one) >= 2 AND NOT kith_normalise(one) IN (SELECT word FROM shared)
  ), distinguished AS (
    SELECT name, lower(name) IN ('april', 'august', 'may', 'june', 'summer', 'autumn', 'will', 'mark', 'hope', 'grace',
      'faith', 'joy', 'rose', 'art', 'bill', 'rob', 'sue', 'pat', 'jack', 'dean', 'grant', 'max', 'river', 'sky', 'star',
      'angel', 'precious', 'blessing', 'destiny', 'heaven', 'miracle', 'patience', 'mercy', 'gift', 'happy', 'love',
      'young', 'small', 'long', 'short', 'little', 'best', 'good', 'day', 'may', 'white', 'black', 'brown', 'green', 'gray',
      'grey', 'bell', 'wood', 'woods', 'hill', 'field', 'fields', 'bird', 'fox', 'page', 'price', 'rice', 'school', 'english',
      'father', 'so', 'an', 'no', 'he', 'me', 'in', 'on', 'do', 'my', 'be', 'see', 'care', 'home', 'house') AS ordinary
    FROM said
  )
  SELECT CASE
      WHEN ordinary THEN '(?<![[:alnum:]])(?<!\d )(?:' || initcap(name) || '|' || upper(name) || ')(?![[:alnum:]])(?! \d)'
      ELSE kith_by_itself(kith_however_typed(name))
    END, '[left out]', ordinary
  FROM distinguished WHERE name ~ '[[:alnum:]]'
$$;

-- What whoever makes, changes, looks at or sends a paper may ask: its texts, in order, as they may go.
CREATE OR REPLACE FUNCTION kith_as_it_may_go(paper bigint, texts text[], authority text) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_its_own record;
BEGIN
  texts := kith_without_withheld(kith_paper_people(paper), texts, authority);
  FOR of_its_own IN SELECT * FROM kith_not_named(paper) n ORDER BY length(n.pattern) DESC LOOP
    SELECT array_agg(regexp_replace(said, of_its_own.pattern, of_its_own.instead,
                                    CASE WHEN of_its_own.as_written THEN 'g' ELSE 'gi' END) ORDER BY place) INTO texts
    FROM unnest(texts) WITH ORDINALITY AS each (said, place);
  END LOOP;
  RETURN kith_leave_out(texts, '{}', '{}');
END $$;

REVOKE ALL ON FUNCTION kith_paper_people(bigint), kith_not_named(bigint) FROM PUBLIC;

-- A paper that has gone stays as it went, whatever asks: nothing of it is changed, added to it or taken from it. Two who
-- send and change at once wait for each other here. Only a merge may say that a child in it is somebody's other record.
CREATE OR REPLACE FUNCTION kith_keep_sent_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_paper bigint;
  gone date;
BEGIN
  IF TG_TABLE_NAME = 'protection_paper' THEN
    IF OLD.sent_date IS NOT NULL AND (TG_OP = 'DELETE'
        OR to_jsonb(NEW) - '{version,family_id}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{version,family_id}'::text[]) THEN
      RAISE EXCEPTION 'A paper that has gone stays as it went.' USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'paper_sent_stays';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_TABLE_NAME = 'protection_paperchild' AND TG_OP = 'UPDATE' AND NEW.paper_id = OLD.paper_id THEN
    RETURN NEW;
  END IF;
  FOREACH of_paper IN ARRAY CASE TG_OP
      WHEN 'INSERT' THEN ARRAY[NEW.paper_id] WHEN 'DELETE' THEN ARRAY[OLD.paper_id] ELSE ARRAY[OLD.paper_id, NEW.paper_id] END
  LOOP
    SELECT p.sent_date INTO gone FROM protection_paper p WHERE p.id = of_paper FOR SHARE;
    IF gone IS NOT NULL THEN
      RAISE EXCEPTION 'A paper that has gone stays as it went.' USING ERRCODE = 'integrity_constraint_violation',
        CONSTRAINT = 'paper_sent_stays';
    END IF;
  END LOOP;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
DROP TRIGGER IF EXISTS keep_sent_paper ON protection_paper;
CREATE TRIGGER keep_sent_paper BEFORE UPDATE OR DELETE ON protection_paper
  FOR EACH ROW EXECUTE FUNCTION kith_keep_sent_paper();
DROP TRIGGER IF EXISTS keep_sent_paper ON protection_paperpassage;
CREATE TRIGGER keep_sent_paper BEFORE INSERT OR UPDATE OR DELETE ON protection_paperpassage
  FOR EACH ROW EXECUTE FUNCTION kith_keep_sent_paper();
DROP TRIGGER IF EXISTS keep_sent_paper ON protection_paperchild;
CREATE TRIGGER keep_sent_paper BEFORE INSERT OR UPDATE OR DELETE ON protection_paperchild
  FOR EACH ROW EXECUTE FUNCTION kith_keep_sent_paper();
