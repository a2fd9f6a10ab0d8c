-- What protection's pages must know before they may show anything: numbers of people, never who they are.

-- The family that a process of protection is about, and every child in it, whoever is acting. `kind` is the word by which
-- its threads begin: strategy, enquiry, conference, visit, gateway, pre_proceedings, proceedings, paper, power, decision. It
-- is written out with the function's name, since some of the tables have a column called so.
CREATE OR REPLACE FUNCTION kith_protection_children(kind text, number bigint)
RETURNS TABLE (family_id bigint, child_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.family_id, c.child_id FROM protection_strategydiscussion p JOIN protection_strategychild c ON c.discussion_id = p.id
  WHERE kith_protection_children.kind = 'strategy' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_sectionfortysevenenquiry p JOIN protection_enquirychild c ON c.enquiry_id = p.id
  WHERE kith_protection_children.kind = 'enquiry' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_childprotectionconference p JOIN protection_conferencechild c ON c.conference_id = p.id
  WHERE kith_protection_children.kind = 'conference' AND p.id = number
  UNION ALL
  SELECT l.family_id, c.child_id FROM protection_protectionvisit p JOIN protection_protectionvisitchild c ON c.visit_id = p.id
  JOIN plans_plan l ON l.id = p.plan_id WHERE kith_protection_children.kind = 'visit' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_legalgatewaymeeting p JOIN protection_legalgatewaychild c ON c.gateway_id = p.id
  WHERE kith_protection_children.kind = 'gateway' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_preproceedings p JOIN protection_preproceedingschild c ON c.pre_proceedings_id = p.id
  WHERE kith_protection_children.kind = 'pre_proceedings' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_careproceedings p JOIN protection_proceedingschild c ON c.proceedings_id = p.id
  WHERE kith_protection_children.kind = 'proceedings' AND p.id = number
  UNION ALL
  SELECT p.family_id, c.child_id FROM protection_paper p JOIN protection_paperchild c ON c.paper_id = p.id
  WHERE kith_protection_children.kind = 'paper' AND p.id = number
  UNION ALL
  SELECT p.family_id, p.child_id FROM protection_immediateprotection p WHERE kith_protection_children.kind = 'power' AND p.id = number
  UNION ALL
  -- A decision is about a child and no family: what it was decided in says which.
  SELECT NULL::bigint, d.child_id FROM protection_thresholddecision d WHERE kith_protection_children.kind = 'decision' AND d.id = number
$$;

-- How a worker stands to each child whom a process of protection is about.
CREATE OR REPLACE FUNCTION kith_protection_standing(worker bigint, kind text, number bigint)
RETURNS TABLE (family_id bigint, person_id bigint, restriction text, relation text, named boolean, glass_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.family_id, c.child_id, s.restriction, s.relation, s.named, s.glass_open
  FROM kith_protection_children(kind, number) c CROSS JOIN LATERAL kith_standing(worker, c.child_id) s
$$;

-- Whether an offer of help belongs to no child's enquiry or conference yet: it is being made.
CREATE OR REPLACE FUNCTION kith_offer_is_being_made(offer bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM protection_enquirychild WHERE help_offer_id = offer)
    AND NOT EXISTS (SELECT 1 FROM protection_conferencechild WHERE help_offer_id = offer)
$$;

-- Whether a map names no reader yet: whoever owns it is making it.
CREATE OR REPLACE FUNCTION kith_map_is_being_made(map bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT NOT EXISTS (SELECT 1 FROM protection_mapreader r WHERE r.map_id = kith_map_is_being_made.map) $$;

-- What protection still has open for these children, whoever is acting: 'enquiry', 'protection_plan' and so on, once each.
-- A plan or a referral that closed over any of them would say what cannot be true.
CREATE OR REPLACE FUNCTION kith_protection_open(children bigint[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT open.what FROM (
    SELECT 'strategy' AS what FROM protection_strategychild c JOIN protection_strategydiscussion p ON p.id = c.discussion_id
    WHERE c.child_id = ANY (children) AND p.status = 'called'
    UNION ALL
    SELECT 'enquiry' FROM protection_enquirychild c WHERE c.child_id = ANY (children) AND c.end_date IS NULL
    UNION ALL
    SELECT 'conference' FROM protection_conferencechild c JOIN protection_childprotectionconference p ON p.id = c.conference_id
    WHERE c.child_id = ANY (children) AND p.status IN ('requested', 'booked')
    UNION ALL
    SELECT 'protection_plan' FROM protection_childprotectionplan p
    WHERE p.child_id = ANY (children) AND (p.end_date IS NULL OR p.end_date > kith_today())
    UNION ALL
    SELECT 'transfer' FROM protection_protectiontransfer p
    WHERE p.child_id = ANY (children) AND p.direction = 'in' AND p.taken_on_date IS NULL AND p.not_taken_on_reason = ''
    UNION ALL
    SELECT 'immediate_protection' FROM protection_immediateprotection p
    WHERE p.child_id = ANY (children) AND p.ended_at IS NULL
    UNION ALL
    SELECT 'pre_proceedings' FROM protection_preproceedingschild c JOIN protection_preproceedings p ON p.id = c.pre_proceedings_id
    WHERE c.child_id = ANY (children) AND p.end_date IS NULL
    UNION ALL
    SELECT 'proceedings' FROM protection_proceedingschild c JOIN protection_careproceedings p ON p.id = c.proceedings_id
    WHERE c.child_id = ANY (children) AND p.ended_date IS NULL
  ) open
$$;

-- What one person has once and both of two records have open, whoever is acting: 'protection_plan', 'missing' and so on.
CREATE OR REPLACE FUNCTION kith_open_on_both(one bigint, other bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT open.what FROM (
    SELECT 'protection_plan' AS what, p.child_id AS person FROM protection_childprotectionplan p
    WHERE p.child_id IN (one, other) AND (p.end_date IS NULL OR p.end_date > kith_today())
    UNION
    SELECT 'missing', e.child_id FROM protection_missingepisode e WHERE e.child_id IN (one, other) AND e.found_at IS NULL
    UNION
    SELECT 'risk_marker', m.person_id FROM protection_personwhoposesrisk m
    WHERE m.person_id IN (one, other) AND m.end_words = ''
    UNION
    SELECT 'transfer', t.child_id FROM protection_protectiontransfer t
    WHERE t.child_id IN (one, other) AND t.taken_on_date IS NULL AND t.not_taken_on_reason = ''
    UNION
    SELECT 'exploitation', a.child_id FROM protection_exploitationassessment a
    WHERE a.child_id IN (one, other) AND a.ended_date IS NULL
      AND NOT (a.level = 'none_found' AND a.review_date IS NULL)
      AND NOT EXISTS (SELECT 1 FROM protection_exploitationassessment f WHERE f.follows_id = a.id)
  ) open GROUP BY open.what HAVING count(*) > 1
$$;

-- How many of the children whom proceedings are about have no final order yet, whoever is acting.
CREATE OR REPLACE FUNCTION kith_children_without_final_order(number bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM protection_proceedingschild c
  WHERE c.proceedings_id = number AND NOT EXISTS (
    SELECT 1 FROM protection_courtorder o WHERE o.proceedings_id = number AND o.child_id = c.child_id AND o.is_final
  )
$$;

-- Which of these children are in proceedings of one kind that have not ended, whoever is acting: a number, never who.
CREATE OR REPLACE FUNCTION kith_children_in_open_proceedings(children bigint[], application text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(DISTINCT c.child_id) FROM protection_proceedingschild c
  JOIN protection_careproceedings p ON p.id = c.proceedings_id
  WHERE c.child_id = ANY (children) AND p.kind = application AND p.ended_date IS NULL AND NOT EXISTS (
    SELECT 1 FROM protection_courtorder o WHERE o.proceedings_id = p.id AND o.child_id = c.child_id AND o.is_final
  )
$$;
