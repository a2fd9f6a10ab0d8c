-- What stays closed whatever else would open it: lawyers' advice to partners, and a marker on somebody of one's own family
-- to whoever they are family of. These policies only take away.

-- The service's own: what lawyers advise, what was decided on it, and the court. Nothing of it is seen or written by a partner.
DO $$
DECLARE
  of_table text;
BEGIN
  FOREACH of_table IN ARRAY ARRAY['legalgatewaymeeting', 'legalgatewaychild', 'preproceedings', 'preproceedingschild',
    'preproceedingsstep', 'careproceedings', 'proceedingschild', 'courthearing', 'courtorder']
  LOOP
    EXECUTE format('DROP POLICY IF EXISTS law_not_for_partners ON protection_%s', of_table);
    EXECUTE format('CREATE POLICY law_not_for_partners ON protection_%s AS RESTRICTIVE FOR ALL TO kith_web'
                   ' USING (NOT (SELECT kith_is_partner()))', of_table);
    EXECUTE format('DROP POLICY IF EXISTS law_not_for_partners ON protection_%sevent', of_table);
    EXECUTE format('CREATE POLICY law_not_for_partners ON protection_%sevent AS RESTRICTIVE FOR ALL TO kith_web'
                   ' USING (NOT (SELECT kith_is_partner()))', of_table);
  END LOOP;
  FOREACH of_table IN ARRAY ARRAY['thresholddecision', 'thresholddecisionevent'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS law_not_for_partners ON protection_%s', of_table);
    EXECUTE format('CREATE POLICY law_not_for_partners ON protection_%s AS RESTRICTIVE FOR ALL TO kith_web'
                   ' USING (NOT (SELECT kith_is_partner()) OR kind NOT IN (''legal_gateway'', ''pre_proceedings''))', of_table);
  END LOOP;
  FOREACH of_table IN ARRAY ARRAY['paperevent', 'paperchild', 'paperchildevent', 'paperpassage', 'paperpassageevent'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS papers_not_for_partners ON protection_%s', of_table);
    EXECUTE format('CREATE POLICY papers_not_for_partners ON protection_%s AS RESTRICTIVE FOR SELECT TO kith_web'
                   ' USING (NOT (SELECT kith_is_partner()))', of_table);
  END LOOP;
END $$;

-- Whether a marker is on somebody of the acting worker's own family: also where that record was joined to the one that they
-- declared. A child of their work does not open it to them.
CREATE OR REPLACE FUNCTION kith_marker_is_on_own(marker bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM protection_personwhoposesrisk m JOIN people_person p ON p.id = m.person_id
    WHERE m.id = kith_marker_is_on_own.marker
      AND (p.id = ANY (kith_numbers('kith.own_family')) OR p.merged_into_id = ANY (kith_numbers('kith.own_family')))
  )
$$;
DO $$
DECLARE
  of_table text;
BEGIN
  FOREACH of_table IN ARRAY ARRAY['personwhoposesrisk', 'childatriskfrom', 'riskreview'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS marker_not_of_own_family ON protection_%s', of_table);
    EXECUTE format('CREATE POLICY marker_not_of_own_family ON protection_%s AS RESTRICTIVE FOR SELECT TO kith_web'
                   ' USING ((SELECT cardinality(kith_numbers(''kith.own_family''))) = 0 OR NOT kith_marker_is_on_own(%s))',
                   of_table, CASE of_table WHEN 'personwhoposesrisk' THEN 'id' ELSE 'marker_id' END);
    EXECUTE format('DROP POLICY IF EXISTS marker_not_of_own_family ON protection_%sevent', of_table);
    EXECUTE format('CREATE POLICY marker_not_of_own_family ON protection_%sevent AS RESTRICTIVE FOR SELECT TO kith_web'
                   ' USING ((SELECT cardinality(kith_numbers(''kith.own_family''))) = 0 OR NOT kith_marker_is_on_own(%s))',
                   of_table, CASE of_table WHEN 'personwhoposesrisk' THEN 'id' ELSE 'marker_id' END);
  END LOOP;
END $$;
