-- A household moves house: every child who is placed there goes on with it, those on records closed to the worker among them.

-- The children with a placement in a home on a day or later.
CREATE OR REPLACE FUNCTION kith_children_in_home(home bigint, day date) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT p.child_id FROM care_placement p
  WHERE p.home_id = home AND (p.end_date IS NULL OR p.end_date > day) ORDER BY p.child_id
$$;

-- End each placement there that had begun before the day, and go on with it at the new address; one that began that day or
-- later was at the new address. The children's own records follow, and so do the plan of the placement and the clocks that run.
-- Returns each placement ended and begun, and whether the child lives there still.
DROP FUNCTION IF EXISTS kith_move_home(bigint, bigint, date, text);
CREATE FUNCTION kith_move_home(home bigint, new_address bigint, day date, words text)
RETURNS TABLE (child bigint, period bigint, ended bigint, started bigint, placement_type text, goes_on boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  was care_placement%ROWTYPE;
  new_number bigint;
  new_residence bigint;
  place care_homeaddress%ROWTYPE;
  hidden boolean;
BEGIN
  SELECT * INTO place FROM care_homeaddress a WHERE a.id = new_address AND a.home_id = kith_move_home.home;
  IF NOT FOUND THEN RAISE EXCEPTION 'The address is of another home' USING ERRCODE = 'check_violation'; END IF;
  SELECT h.address_withheld INTO hidden FROM care_home h WHERE h.id = kith_move_home.home;
  SELECT a.id INTO new_residence FROM people_address a
    WHERE lower(a.lines) = lower(place.lines) AND a.postcode = place.postcode ORDER BY a.id LIMIT 1;
  IF new_residence IS NULL THEN
    INSERT INTO people_address (lines, town, postcode, easting, northing, authority_code)
      VALUES (place.lines, place.town, place.postcode, place.easting, place.northing, place.authority_code)
      RETURNING id INTO new_residence;
  END IF;
  FOR was IN SELECT * FROM care_placement p WHERE p.home_id = kith_move_home.home AND (p.end_date IS NULL OR p.end_date > day)
             ORDER BY p.child_id, p.start_date LOOP
    IF was.start_date >= day THEN
      UPDATE care_placement SET home_address_id = new_address WHERE id = was.id;
    ELSE
      UPDATE care_placement SET end_date = day, ended_because = CASE WHEN was.placement_type LIKE 'T%' THEN '' ELSE 'OTHER' END,
        end_words = words, ended_as_planned = NULL, version = version + 1 WHERE id = was.id;
      INSERT INTO care_placement (period_of_care_id, child_id, home_id, home_address_id, placement_type, provider, urn,
          is_emergency, until_eighteen, visits_agreed_at_six_months, move_id, started_late_reason, start_date, end_date,
          ended_because, end_words, ended_as_planned, version)
        VALUES (was.period_of_care_id, was.child_id, was.home_id, new_address, was.placement_type, was.provider, was.urn,
          false, was.until_eighteen, was.visits_agreed_at_six_months, NULL, '', day, was.end_date,
          was.ended_because, was.end_words, was.ended_as_planned, 1)
        RETURNING id INTO new_number;
    END IF;
    IF was.end_date IS NULL AND was.placement_type NOT LIKE 'T%' THEN
      DELETE FROM people_residence r WHERE r.person_id = was.child_id AND r.kind = 'home' AND r.start_date = day;
      IF NOT EXISTS (SELECT 1 FROM people_residence r WHERE r.person_id = was.child_id AND r.kind = 'home' AND r.start_date > day) THEN
        UPDATE people_residence r SET end_date = day
          WHERE r.person_id = was.child_id AND r.kind = 'home' AND (r.end_date IS NULL OR r.end_date > day);
        INSERT INTO people_residence (person_id, address_id, kind, withheld, start_date, end_date)
          VALUES (was.child_id, new_residence, 'home', hidden, day, NULL);
      END IF;
    END IF;
    IF was.start_date < day THEN
      child := was.child_id; period := was.period_of_care_id; ended := was.id; started := new_number;
      placement_type := was.placement_type;
      goes_on := was.end_date IS NULL;
      -- The same people care for the child in the same way: what is planned goes on, and what is awaited is awaited still.
      UPDATE care_placementplan SET placement_id = new_number WHERE placement_id = was.id;
      UPDATE timeline_clock SET thread = 'placement:' || new_number
        WHERE thread = 'placement:' || was.id AND person_id = was.child_id AND stopped_date IS NULL;
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;

-- From now on the address of a home is kept from others, on the records of the children who live there too.
CREATE OR REPLACE FUNCTION kith_withhold_home(home bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE people_residence r SET withheld = true
  FROM care_placement p JOIN care_homeaddress h ON h.id = p.home_address_id
  JOIN people_address a ON lower(a.lines) = lower(h.lines) AND a.postcode = h.postcode
  WHERE p.home_id = home AND p.child_id = r.person_id AND r.address_id = a.id
    AND r.start_date >= p.start_date AND NOT r.withheld
$$;
