-- The functions that row-level security asks. Those that must see every row run as their owner (SECURITY DEFINER)
-- and answer only yes, no or a number.

DO $$ BEGIN
  -- Looked for first: where somebody else runs the server, its administrator makes the role and the owner may not.
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kith_web') THEN
    CREATE ROLE kith_web NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT USAGE ON SCHEMA public TO kith_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kith_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO kith_web;

-- The day in London. A function that reads many rows asks for it as (SELECT kith_today()): once, and not for each row.
CREATE OR REPLACE FUNCTION kith_today() RETURNS date LANGUAGE sql STABLE AS
$$ SELECT (now() AT TIME ZONE 'Europe/London')::date $$;

-- The teams that a worker belongs to, and every team below one that they manage.
CREATE OR REPLACE FUNCTION kith_teams_of(worker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE mine AS (
    SELECT team_id, is_manager FROM workforce_teammembership
    WHERE worker_id = worker AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ), below AS (
    SELECT team_id FROM mine
    UNION
    SELECT t.id FROM workforce_team t JOIN below b ON t.parent_id = b.team_id
    WHERE EXISTS (SELECT 1 FROM mine WHERE is_manager)
  )
  SELECT team_id FROM below
$$;

-- Everyone on the cases of these workers: the children allocated to them, and the families of those children.
CREATE OR REPLACE FUNCTION kith_people_held_by(workers bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH held AS (
    SELECT child_id FROM workforce_allocation
    WHERE worker_id = ANY (workers) AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ), families AS (
    SELECT DISTINCT family_id FROM people_familymembership
    WHERE person_id IN (SELECT child_id FROM held) AND (end_date IS NULL OR end_date > kith_today())
    UNION
    SELECT p.family_id FROM plans_plan p JOIN plans_teammember m ON m.plan_id = p.id
    WHERE m.worker_id = ANY (workers) AND (p.end_date IS NULL OR p.end_date > kith_today())
      AND m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today())
  )
  SELECT child_id FROM held
  UNION
  SELECT person_id FROM people_familymembership
  WHERE family_id IN (SELECT family_id FROM families) AND (end_date IS NULL OR end_date > kith_today())
$$;

-- A worker, and those whom they cover today.
CREATE OR REPLACE FUNCTION kith_worker_and_covered(worker bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT array_agg(id) FROM (
    SELECT worker AS id
    UNION
    SELECT absent_worker_id FROM workforce_cover
    WHERE covered_by_id = worker AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ) both_of_them
$$;

-- The other workers of a worker's teams.
CREATE OR REPLACE FUNCTION kith_team_workers(worker bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT m.worker_id), '{}') FROM workforce_teammembership m
  WHERE m.team_id = ANY (ARRAY(SELECT kith_teams_of(worker)))
    AND m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today())
$$;

-- Whether any of these workers holds a person: the child, a child of one of their families, or the family's team.
CREATE OR REPLACE FUNCTION kith_is_held_by(person bigint, workers bigint[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH families AS (
    SELECT family_id FROM people_familymembership
    WHERE person_id = person AND (end_date IS NULL OR end_date > kith_today())
  )
  SELECT EXISTS (
    SELECT 1 FROM workforce_allocation
    WHERE child_id IN (
        SELECT person
        UNION
        SELECT m.person_id FROM people_familymembership m
        WHERE m.family_id IN (SELECT family_id FROM families) AND (m.end_date IS NULL OR m.end_date > kith_today()))
      AND worker_id = ANY (workers) AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
  ) OR EXISTS (
    SELECT 1 FROM plans_plan p JOIN plans_teammember m ON m.plan_id = p.id
    WHERE p.family_id IN (SELECT family_id FROM families) AND (p.end_date IS NULL OR p.end_date > kith_today())
      AND m.worker_id = ANY (workers)
      AND m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today())
  )
$$;

-- How a worker stands to a person: what access.rights decides by. Nothing where there is no such person.
CREATE OR REPLACE FUNCTION kith_standing(worker bigint, person bigint)
RETURNS TABLE (restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.restriction::text,
    CASE
      WHEN EXISTS (SELECT 1 FROM access_ownfamily o WHERE o.worker_id = worker AND o.person_id = p.id) THEN 'own_family'
      WHEN kith_is_held_by(p.id, kith_worker_and_covered(worker)) THEN 'holds'
      WHEN kith_is_held_by(p.id, kith_team_workers(worker)) THEN 'team'
      ELSE 'none'
    END,
    EXISTS (SELECT 1 FROM access_restrictedaccess a WHERE a.worker_id = worker AND a.person_id = p.id
            AND a.start_date <= kith_today() AND (a.end_date IS NULL OR a.end_date > kith_today())),
    EXISTS (SELECT 1 FROM access_breakglass g WHERE g.worker_id = worker AND g.person_id = p.id
            AND g.started_at <= now() AND g.ends_at > now())
  FROM people_person p WHERE p.id = person
$$;

-- How many workers a team may have, with all teams below it, for whom everybody that they hold is listed beforehand. More
-- are the whole of a large service: a director's list would be tens of thousands long, and is asked person by person.
CREATE OR REPLACE FUNCTION kith_most_listed() RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 60 $$;

-- Those on restricted records whom any of these workers holds, as kith_is_held_by says of one: begun from the restricted
-- records, which are few however many the workers hold. It is planned each time: planned for any number of workers, it
-- would begin from what they hold.
CREATE OR REPLACE FUNCTION kith_restricted_held_by(workers bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
  WITH restricted AS MATERIALIZED (
    SELECT id FROM people_person WHERE restriction = 'restricted'
  ), families AS MATERIALIZED (
    SELECT r.id, m.family_id FROM restricted r JOIN people_familymembership m ON m.person_id = r.id
    WHERE m.end_date IS NULL OR m.end_date > kith_today()
  ), children AS MATERIALIZED (
    SELECT id, id AS child_id FROM restricted
    UNION
    SELECT f.id, m.person_id FROM families f JOIN people_familymembership m ON m.family_id = f.family_id
    WHERE m.end_date IS NULL OR m.end_date > kith_today()
  )
  SELECT c.id FROM children c JOIN workforce_allocation a ON a.child_id = c.child_id
  WHERE a.worker_id IN (SELECT unnest(workers))
    AND a.start_date <= kith_today() AND (a.end_date IS NULL OR a.end_date > kith_today())
  UNION
  SELECT f.id FROM families f JOIN plans_plan p ON p.family_id = f.family_id JOIN plans_teammember m ON m.plan_id = p.id
  WHERE m.worker_id IN (SELECT unnest(workers)) AND (p.end_date IS NULL OR p.end_date > kith_today())
    AND m.start_date <= kith_today() AND (m.end_date IS NULL OR m.end_date > kith_today())
$$;

-- Begin to act as a worker for this transaction. What is granted person by person is worked out once, here. A worker with
-- too many to list, whose role sees the basics of anybody, has the reach 'held': the basics of all, and the record of
-- whom the workers in kith.held_by hold.
CREATE OR REPLACE FUNCTION kith_enter(worker bigint, reach text, team_counts boolean, reads_audit text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own bigint[] := '{}';
  granted bigint[] := '{}';
  team bigint[] := '{}';
  is_listed boolean := true;
BEGIN
  IF worker IS NOT NULL THEN
    IF team_counts THEN
      team := kith_team_workers(worker);
      is_listed := cardinality(team) <= kith_most_listed() OR reach NOT IN ('record', 'basics');
    END IF;
    SELECT coalesce(array_agg(person_id), '{}') INTO own FROM access_ownfamily WHERE worker_id = worker;
    SELECT coalesce(array_agg(id), '{}') INTO granted FROM (
      SELECT held AS id FROM kith_people_held_by(kith_worker_and_covered(worker)) AS held
      WHERE held NOT IN (SELECT p.id FROM people_person p WHERE p.restriction = 'sealed')
      UNION
      -- Where the role reaches normal records anyway, only the team's restricted ones need granting.
      SELECT held FROM kith_people_held_by(CASE WHEN is_listed THEN team ELSE '{}' END) AS held
      WHERE CASE WHEN reach = 'record' THEN held IN (SELECT p.id FROM people_person p WHERE p.restriction = 'restricted')
            ELSE held NOT IN (SELECT p.id FROM people_person p WHERE p.restriction = 'sealed') END
      UNION
      SELECT kith_restricted_held_by(team) WHERE NOT is_listed
      UNION
      SELECT person_id FROM access_restrictedaccess
      WHERE worker_id = worker AND start_date <= kith_today() AND (end_date IS NULL OR end_date > kith_today())
      UNION
      SELECT person_id FROM access_breakglass WHERE worker_id = worker AND started_at <= now() AND ends_at > now()
    ) ways WHERE NOT id = ANY (own);
  END IF;
  PERFORM set_config('kith.worker_id', coalesce(worker::text, ''), true);
  PERFORM set_config('kith.reach', CASE WHEN is_listed OR reach = 'record' THEN reach ELSE 'held' END, true);
  PERFORM set_config('kith.held_by', CASE WHEN is_listed OR reach = 'record' THEN '' ELSE team::text END, true);
  PERFORM set_config('kith.reads_audit', reads_audit, true);
  PERFORM set_config('kith.own_family', own::text, true);
  PERFORM set_config('kith.granted', granted::text, true);
  -- History's triggers write this beside each row: who did it.
  PERFORM set_config('pghistory.context_id', gen_random_uuid()::text, true);
  PERFORM set_config('pghistory.context_metadata', json_build_object('worker', worker)::text, true);
END $$;

CREATE OR REPLACE FUNCTION kith_numbers(setting text) RETURNS bigint[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting(setting, true), ''), '{}')::bigint[] $$;

CREATE OR REPLACE FUNCTION kith_setting(setting text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT coalesce(current_setting(setting, true), '') $$;

CREATE OR REPLACE FUNCTION kith_worker() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('kith.worker_id', true), '')::bigint $$;

-- A person's restriction, for a policy on another table, read without going through that person's own policy.
CREATE OR REPLACE FUNCTION kith_is_normal(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.restriction = 'normal') $$;

-- Whether a role's reach opens somebody's record, to a worker whose own family they are not: any normal record, or, of
-- one who has the reach 'held', a normal record of somebody whom they hold.
CREATE OR REPLACE FUNCTION kith_is_within_reach(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.restriction = 'normal')
    AND (kith_setting('kith.reach') <> 'held' OR kith_is_held_by(person, kith_numbers('kith.held_by')))
$$;

-- Whether the acting worker may read a person's record, as the policies say of each row: for a function that sees every
-- row and answers about somebody, asked once of a person and not of each thing that befell them. In front of the wall
-- everybody may be read.
CREATE OR REPLACE FUNCTION kith_reads(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT current_setting('role', true) IS DISTINCT FROM 'kith_web'
    OR person = ANY (kith_numbers('kith.granted'))
    OR (kith_setting('kith.reach') IN ('record', 'held') AND NOT person = ANY (kith_numbers('kith.own_family'))
        AND kith_is_within_reach(person))
$$;

-- Whether the acting worker may see a contact: 'absent', 'hidden' or 'seen'. It is hidden once it is about somebody
-- whose record they may not open; a role that sees only basics sees the contacts that it took, those about nobody on
-- the record yet, and those about people granted to it. A public form sees the contact that it is making.
CREATE OR REPLACE FUNCTION kith_contact_standing(contact bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce((
    SELECT CASE
      WHEN c.submission_token::text = kith_setting('kith.submission') THEN 'seen'
      WHEN EXISTS (
        SELECT 1 FROM front_door_contactperson cp JOIN people_person p ON p.id = cp.person_id
        WHERE cp.contact_id = c.id AND NOT p.id = ANY (kith_numbers('kith.granted'))
          AND (p.restriction <> 'normal' OR p.id = ANY (kith_numbers('kith.own_family')))
      ) THEN 'hidden'
      WHEN kith_setting('kith.reach') = 'record' OR c.taken_by_id = kith_worker() THEN 'seen'
      WHEN kith_setting('kith.reach') IN ('basics', 'held') AND (
        NOT EXISTS (SELECT 1 FROM front_door_contactperson cp WHERE cp.contact_id = c.id AND cp.person_id IS NOT NULL)
        OR EXISTS (SELECT 1 FROM front_door_contactperson cp WHERE cp.contact_id = c.id
                   AND (cp.person_id = ANY (kith_numbers('kith.granted'))
                        OR (kith_setting('kith.reach') = 'held' AND kith_is_within_reach(cp.person_id))))
      ) THEN 'seen'
      ELSE 'hidden'
    END FROM front_door_contact c WHERE c.id = contact
  ), 'absent')
$$;

CREATE OR REPLACE FUNCTION kith_sees_contact(contact bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT kith_contact_standing(contact) = 'seen' $$;

-- The audit: each entry is numbered and hashed as it is written, and never changed.
CREATE OR REPLACE FUNCTION kith_audit_hash(
  previous bytea, chain int, number bigint, at timestamptz, worker bigint, verb text, what text, subjects bigint[],
  reason text
) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || convert_to(concat_ws(E'\x1f', chain, number,
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), coalesce(worker::text, ''), verb, what,
    array_to_string(subjects, ','), reason), 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION kith_audit_seal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head access_auditchain%ROWTYPE;
BEGIN
  NEW.chain := coalesce(NEW.worker_id, 0) % 16;
  INSERT INTO access_auditchain (chain, length, head) VALUES (NEW.chain, 0, '') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM access_auditchain WHERE chain = NEW.chain FOR UPDATE;
  NEW.number := head.length + 1;
  NEW.previous_hash := head.head;
  NEW.hash := kith_audit_hash(head.head, NEW.chain::int, NEW.number, NEW.at, NEW.worker_id, NEW.verb, NEW.what,
                              NEW.subject_ids, NEW.reason);
  UPDATE access_auditchain SET length = NEW.number, head = NEW.hash WHERE chain = NEW.chain;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION kith_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit is append-only: an entry is never changed or removed.';
END $$;

DROP TRIGGER IF EXISTS audit_seal ON access_auditentry;
CREATE TRIGGER audit_seal BEFORE INSERT ON access_auditentry FOR EACH ROW EXECUTE FUNCTION kith_audit_seal();
DROP TRIGGER IF EXISTS audit_keep ON access_auditentry;
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON access_auditentry
  FOR EACH ROW EXECUTE FUNCTION kith_audit_refuse();
DROP TRIGGER IF EXISTS audit_keep_all ON access_auditentry;
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON access_auditentry
  FOR EACH STATEMENT EXECUTE FUNCTION kith_audit_refuse();

-- The same for every member of a family today, in one query.
CREATE OR REPLACE FUNCTION kith_family_standing(worker bigint, family bigint)
RETURNS TABLE (person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.person_id, s.restriction, s.relation, s.named, s.glass_open
  FROM people_familymembership m CROSS JOIN LATERAL kith_standing(worker, m.person_id) s
  WHERE m.family_id = family AND (m.end_date IS NULL OR m.end_date > kith_today())
$$;

-- Everyone whom a note or a document is about, seen or unseen: what is open to whom is decided from all of them.
CREATE OR REPLACE FUNCTION kith_note_subjects(note bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.person_id FROM timeline_notesubject s WHERE s.note_id = note ORDER BY 1 $$;
CREATE OR REPLACE FUNCTION kith_document_subjects(document bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT s.person_id FROM timeline_documentsubject s WHERE s.document_id = document ORDER BY 1 $$;
