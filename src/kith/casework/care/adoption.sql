-- Parting an adopted child's record from who they are to be: what would lead from one to the other is taken out of it, its
-- history too, and given back so that it can be sealed. Only an adoption worker's order does this, once.

CREATE OR REPLACE FUNCTION kith_part_adopted(child bigint, new_family text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  taken jsonb;
  placed bigint[];
  homes bigint[];
  moves bigint[];
  plans bigint[];
  since date;
  nobody bigint;
  places bigint[];
BEGIN
  IF kith_setting('kith.role') NOT IN ('', 'adoption_worker') THEN
    RAISE EXCEPTION 'Only an adoption worker parts two records' USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- History is append-only for everybody else, and for everything else.
  PERFORM set_config('pgtrigger.ignore',
    (SELECT '{' || string_agg(t.tgname, ',') || '}' FROM pg_trigger t
     WHERE t.tgname LIKE 'pgtrigger_append_only_%' AND NOT t.tgisinternal), true);
  SELECT coalesce(array_agg(p.id), '{}'), min(p.start_date) INTO placed, since
    FROM care_placement p WHERE p.child_id = child AND p.placement_type IN ('A3', 'A4', 'A5', 'A6');
  -- Where the child was placed for adoption, and every home that was ever put on the plan as the adopters'.
  homes := ARRAY(SELECT p.home_id FROM care_placement p WHERE p.id = ANY (placed)
                 UNION SELECT a.home_id FROM care_adoptionplan a WHERE a.child_id = child AND a.home_id IS NOT NULL
                 UNION SELECT a.home_id FROM care_adoptionplanevent a WHERE a.child_id = child AND a.home_id IS NOT NULL);
  -- What was decided about moving there, made or decided against.
  moves := ARRAY(SELECT p.move_id FROM care_placement p WHERE p.id = ANY (placed) AND p.move_id IS NOT NULL
                 UNION SELECT m.id FROM care_move m JOIN care_home h ON h.id = m.home_id
                       WHERE m.child_id = child AND h.kind = 'adopters');
  SELECT coalesce(array_agg(l.id), '{}') INTO plans FROM care_placementplan l WHERE l.placement_id = ANY (placed);
  SELECT coalesce(array_agg(DISTINCT r.address_id), '{}') INTO places FROM people_residence r
    WHERE r.person_id = child AND (r.start_date >= since OR r.end_date IS NULL OR r.end_date > since);

  taken := jsonb_build_object(
    'placements', (SELECT coalesce(jsonb_agg(to_jsonb(p)), '[]') FROM care_placement p WHERE p.id = ANY (placed)),
    'homes', (SELECT coalesce(jsonb_agg(to_jsonb(h)), '[]') FROM care_home h WHERE h.id = ANY (homes)),
    'carers', (SELECT coalesce(jsonb_agg(to_jsonb(c)), '[]') FROM care_homecarer c WHERE c.home_id = ANY (homes)),
    'home_addresses', (SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]') FROM care_homeaddress a WHERE a.home_id = ANY (homes)),
    'moves', (SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]') FROM care_move m WHERE m.id = ANY (moves)),
    'placement_plans', (SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]') FROM care_placementplan l WHERE l.id = ANY (plans)),
    'notices', (SELECT coalesce(jsonb_agg(to_jsonb(n)), '[]') FROM care_placementnotice n WHERE n.placement_id = ANY (placed)),
    'approvals', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM care_placementapproval v
                  WHERE v.placement_id = ANY (placed) OR v.move_id = ANY (moves)),
    'residences', (SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('address', to_jsonb(a))), '[]')
                   FROM people_residence r JOIN people_address a ON a.id = r.address_id
                   WHERE r.person_id = child AND r.address_id = ANY (places)),
    'identifiers', (SELECT coalesce(jsonb_agg(to_jsonb(i)), '[]') FROM people_identifier i WHERE i.person_id = child),
    'names', (SELECT coalesce(jsonb_agg(to_jsonb(n)), '[]') FROM people_personname n
              WHERE n.person_id = child AND n.kind IN ('known_as', 'alias') AND kith_normalise(n.family_name) = kith_normalise(new_family))
  );

  -- One home that is nobody's stands for every adopters' home.
  SELECT h.id INTO nobody FROM care_home h
    WHERE h.kind = 'adopters' AND h.name = 'Adopters' AND NOT EXISTS (SELECT 1 FROM care_homeaddress a WHERE a.home_id = h.id)
    ORDER BY h.id LIMIT 1;
  IF nobody IS NULL THEN
    INSERT INTO care_home (name, kind, provider, urn, address_withheld, version)
      VALUES ('Adopters', 'adopters', '', '', true, 1) RETURNING id INTO nobody;
  END IF;
  UPDATE care_placement SET home_id = nobody, home_address_id = NULL, urn = '', move_id = NULL, end_words = '', started_late_reason = ''
    WHERE id = ANY (placed);
  UPDATE care_placementevent SET home_id = nobody, home_address_id = NULL, urn = '', move_id = NULL, end_words = '', started_late_reason = ''
    WHERE pgh_obj_id = ANY (placed);
  DELETE FROM care_placementapproval WHERE placement_id = ANY (placed) OR move_id = ANY (moves);
  DELETE FROM care_placementapprovalevent WHERE placement_id = ANY (placed) OR move_id = ANY (moves);
  DELETE FROM care_delegatedauthority WHERE placement_plan_id = ANY (plans);
  DELETE FROM care_delegatedauthorityevent WHERE placement_plan_id = ANY (plans);
  DELETE FROM care_placementplan WHERE id = ANY (plans);
  DELETE FROM care_placementplanevent WHERE placement_id = ANY (placed);
  DELETE FROM care_placementnotice WHERE placement_id = ANY (placed);
  DELETE FROM care_placementnoticeevent WHERE placement_id = ANY (placed);
  DELETE FROM care_move WHERE id = ANY (moves);
  DELETE FROM care_moveevent WHERE pgh_obj_id = ANY (moves);

  -- Of placing for adoption the events keep that it happened, and not what was written about it.
  UPDATE timeline_event SET details = details - 'unusual' - 'why_unusual'
    WHERE thread = ANY (SELECT 'placement:' || p FROM unnest(placed) AS p);
  UPDATE timeline_eventevent SET details = details - 'unusual' - 'why_unusual'
    WHERE thread = ANY (SELECT 'placement:' || p FROM unnest(placed) AS p);

  UPDATE care_adoptionplan SET home_id = NULL WHERE child_id = child AND home_id IS NOT NULL;
  UPDATE care_adoptionplanevent SET home_id = NULL WHERE child_id = child AND home_id IS NOT NULL;

  -- An adopters' home where no other child is placed, or is to be, was theirs alone.
  homes := ARRAY(SELECT h.id FROM care_home h WHERE h.id = ANY (homes) AND h.kind = 'adopters' AND h.id <> nobody
                 AND NOT EXISTS (SELECT 1 FROM care_placement p WHERE p.home_id = h.id)
                 AND NOT EXISTS (SELECT 1 FROM care_move m WHERE m.home_id = h.id)
                 AND NOT EXISTS (SELECT 1 FROM care_adoptionplan a WHERE a.home_id = h.id)
                 AND NOT EXISTS (SELECT 1 FROM care_stayingput s WHERE s.home_id = h.id));
  DELETE FROM care_homeaddress WHERE home_id = ANY (homes);
  DELETE FROM care_homeaddressevent WHERE home_id = ANY (homes);
  DELETE FROM care_homecarer WHERE home_id = ANY (homes);
  DELETE FROM care_homecarerevent WHERE home_id = ANY (homes);
  DELETE FROM care_home WHERE id = ANY (homes);
  DELETE FROM care_homeevent WHERE pgh_obj_id = ANY (homes);

  DELETE FROM people_residence WHERE person_id = child AND address_id = ANY (places);
  DELETE FROM people_residenceevent WHERE person_id = child AND address_id = ANY (places);
  places := ARRAY(SELECT a.id FROM people_address a WHERE a.id = ANY (places)
                  AND NOT EXISTS (SELECT 1 FROM people_residence r WHERE r.address_id = a.id)
                  AND NOT EXISTS (SELECT 1 FROM care_periodofcare p WHERE p.home_address_id = a.id));
  DELETE FROM people_address WHERE id = ANY (places);
  DELETE FROM people_addressevent WHERE pgh_obj_id = ANY (places);
  DELETE FROM people_identifier WHERE person_id = child;
  DELETE FROM people_identifierevent WHERE person_id = child;
  DELETE FROM people_personname
    WHERE person_id = child AND kind IN ('known_as', 'alias') AND kith_normalise(family_name) = kith_normalise(new_family);
  DELETE FROM people_personnameevent
    WHERE person_id = child AND kind IN ('known_as', 'alias') AND kith_normalise(family_name) = kith_normalise(new_family);
  UPDATE people_personevent SET display_name = (SELECT p.display_name FROM people_person p WHERE p.id = child)
    WHERE pgh_obj_id = child;
  PERFORM set_config('pgtrigger.ignore', '{}', true);
  RETURN taken;
END $$;

-- Whether one of these digests is that of an adopted child's record as it was before: such a record is joined to no other.
CREATE OR REPLACE FUNCTION kith_was_adopted(digests text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT EXISTS (SELECT 1 FROM care_sealedadoptionlink l WHERE l.found_from_before = ANY (digests)) $$;
