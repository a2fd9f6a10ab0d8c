-- How steady life is for children in care: flags alone, over every record, so that figures are the same whoever reads them.
-- Each row is of one team, that of the child's lead worker on the day counted; rows that are alike are one row with how
-- many `children` it stands for. Each is counted as one set, a table at a time.

-- Children looked after on a day, short breaks (V3, V4) apart. `many_homes` is three or more stays from `since` to the day,
-- those that went on at `since` among them; temporary stays are none, nor is a household that moves house. `settled` is yes
-- or no of those under 16 who were looked after for two and a half years: the same stay for two years, or placed for
-- adoption and, with the stay before it, for two. `far` is over 20 miles from home and outside our area; unknown where a
-- place is not known. `many_workers` is three or more lead workers. `school` is whether the child moved school in the middle
-- of a school year while in care; unknown where no school is on the record. `siblings` is of those with a brother or sister
-- in care who shares a parent or is recorded as one: with all of them, some, or none; else ''.
CREATE OR REPLACE FUNCTION kith_stability_figures(on_day date, since date, ours text)
RETURNS TABLE (team bigint, many_homes boolean, settled text, far text, many_workers boolean, school text, siblings text,
               children int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
  WITH looked_after AS MATERIALIZED (
    SELECT DISTINCT ON (p.child_id) p.child_id, p.id AS period, p.start_date, p.home_easting, p.home_northing, c.birth_date
    FROM care_periodofcare p JOIN people_person c ON c.id = p.child_id
    WHERE p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
      AND NOT EXISTS (SELECT 1 FROM care_legalstatus s WHERE s.period_of_care_id = p.id AND s.code IN ('V3', 'V4')
        AND s.start_date <= on_day AND (s.end_date IS NULL OR s.end_date > on_day))
    ORDER BY p.child_id, p.start_date DESC
  ), lived AS (
    -- Placements, the last first, each beside the one before it; one of another home, or of another period of care, begins a stay.
    SELECT v.child_id, v.kind, v.start_date, v.period, v.home_before IS DISTINCT FROM v.home_id
        OR v.period_before IS DISTINCT FROM v.period AS begins,
      v.end_date IS NULL OR v.end_date > since AS is_in_the_year, v.ended_before > since AS was_in_the_year
    FROM (
      SELECT p.child_id, p.home_id, p.placement_type::text AS kind, p.start_date, p.end_date, p.period_of_care_id AS period,
        lead(p.home_id) OVER w AS home_before, lead(p.period_of_care_id) OVER w AS period_before,
        lead(p.end_date) OVER w AS ended_before
      FROM care_placement p JOIN looked_after l ON l.child_id = p.child_id
      WHERE p.placement_type NOT IN ('T0', 'T1', 'T2', 'T3', 'T4') AND p.start_date <= on_day
      WINDOW w AS (PARTITION BY p.child_id ORDER BY p.start_date DESC)
    ) v
  ), stays AS MATERIALIZED (
    -- A stay is of the year from its first placement that is; the last stay, and where the one before it began.
    SELECT v.child_id,
      count(*) FILTER (WHERE v.is_in_the_year AND (v.begins OR NOT coalesce(v.was_in_the_year, false))) AS homes,
      (array_agg(v.kind ORDER BY v.start_date DESC))[1] AS kind,
      (array_agg(v.start_date ORDER BY v.start_date DESC) FILTER (WHERE v.begins))[:2] AS began,
      (array_agg(v.period ORDER BY v.start_date DESC) FILTER (WHERE v.begins))[:2] AS periods
    FROM lived v GROUP BY v.child_id
  ), now_at AS MATERIALIZED (
    SELECT p.child_id, p.home_id, a.easting, a.northing, nullif(a.authority_code, '') AS authority
    FROM care_placement p JOIN looked_after l ON l.child_id = p.child_id
    LEFT JOIN care_homeaddress a ON a.id = p.home_address_id
    WHERE p.start_date <= on_day AND (p.end_date IS NULL OR p.end_date > on_day)
  ), leads AS MATERIALIZED (
    -- Each child's own are looked up; the role afterwards, for the index that knows it is the one that keeps allocations apart.
    SELECT l.child_id, a.worker_id, a.end_date FROM looked_after l CROSS JOIN LATERAL (
      SELECT a.worker_id, a.end_date FROM workforce_allocation a
      WHERE a.child_id = l.child_id AND a.role || '' = 'lead' AND a.start_date <= on_day
        AND (a.end_date IS NULL OR a.end_date > least(since, on_day)) OFFSET 0
    ) a
  ), led AS MATERIALIZED (
    SELECT a.child_id, count(DISTINCT a.worker_id) AS workers FROM leads a
    WHERE a.end_date IS NULL OR a.end_date > since GROUP BY a.child_id
  ), lead AS MATERIALIZED (
    SELECT DISTINCT ON (a.child_id) a.child_id, m.team_id FROM leads a
    JOIN workforce_teammembership m ON m.worker_id = a.worker_id
      AND m.start_date <= on_day AND (m.end_date IS NULL OR m.end_date > on_day)
    WHERE a.end_date IS NULL OR a.end_date > on_day
    ORDER BY a.child_id, m.team_id
  ), attended AS MATERIALIZED (
    SELECT s.person_id AS child_id, bool_or(s.start_date >= s.into_care AND s.start_date >= since
      AND extract(month FROM s.start_date) NOT IN (8, 9) AND s.is_later) AS moved,
      bool_or(s.end_date IS NULL OR s.end_date > since) AS known
    FROM (SELECT s.person_id, s.start_date, s.end_date, l.start_date AS into_care,
            row_number() OVER (PARTITION BY s.person_id ORDER BY s.start_date) > 1 AS is_later
          FROM people_schoolplace s JOIN looked_after l ON l.child_id = s.person_id WHERE s.start_date <= on_day) s
    GROUP BY s.person_id
  ), of_parents AS MATERIALIZED (
    SELECT r.relative_id AS child_id, r.person_id AS parent FROM people_relationship r
    JOIN looked_after l ON l.child_id = r.relative_id
    -- The kind is looked at afterwards: the index that knows it is the one that keeps ties apart, and five times as slow.
    WHERE r.kind || '' IN ('parent', 'adoptive_parent') AND r.start_date <= on_day AND (r.end_date IS NULL OR r.end_date > on_day)
  ), pairs AS MATERIALIZED (
    SELECT a.child_id AS one, b.child_id AS other FROM of_parents a JOIN of_parents b ON b.parent = a.parent AND b.child_id <> a.child_id
    UNION
    SELECT r.person_id, r.relative_id FROM people_relationship r
    JOIN looked_after l ON l.child_id = r.person_id JOIN looked_after o ON o.child_id = r.relative_id
    WHERE r.kind = 'sibling' AND r.start_date <= on_day AND (r.end_date IS NULL OR r.end_date > on_day)
    UNION
    SELECT r.relative_id, r.person_id FROM people_relationship r
    JOIN looked_after l ON l.child_id = r.person_id JOIN looked_after o ON o.child_id = r.relative_id
    WHERE r.kind = 'sibling' AND r.start_date <= on_day AND (r.end_date IS NULL OR r.end_date > on_day)
  ), together AS MATERIALIZED (
    SELECT p.one AS child_id, count(*) AS every, count(*) FILTER (WHERE a.home_id = b.home_id) AS here
    FROM pairs p LEFT JOIN now_at a ON a.child_id = p.one LEFT JOIN now_at b ON b.child_id = p.other GROUP BY p.one
  )
  SELECT d.team_id, coalesce(s.homes, 0) >= 3,
    CASE WHEN l.birth_date IS NULL OR l.birth_date + interval '16 years' <= on_day
        OR l.start_date > on_day - interval '30 months' THEN ''
      WHEN s.began[1] <= on_day - interval '24 months' THEN 'yes'
      WHEN s.kind IN ('A3', 'A4', 'A5', 'A6') AND s.periods[2] = s.periods[1] AND s.began[2] <= on_day - interval '24 months'
        THEN 'yes' ELSE 'no' END,
    CASE WHEN n.easting IS NULL OR l.home_easting IS NULL OR n.authority IS NULL OR ours = '' THEN 'unknown'
      WHEN n.authority <> ours AND sqrt((n.easting - l.home_easting)::float ^ 2 + (n.northing - l.home_northing)::float ^ 2)
        > 20 * 1609.344 THEN 'yes' ELSE 'no' END,
    coalesce(w.workers, 0) >= 3,
    CASE WHEN NOT coalesce(t.known, false) THEN 'unknown' WHEN t.moved THEN 'yes' ELSE 'no' END,
    CASE WHEN g.every IS NULL THEN '' WHEN g.here = g.every THEN 'all' WHEN g.here > 0 THEN 'some' ELSE 'none' END,
    count(*)::int
  FROM looked_after l
  LEFT JOIN stays s ON s.child_id = l.child_id
  LEFT JOIN now_at n ON n.child_id = l.child_id
  LEFT JOIN led w ON w.child_id = l.child_id
  LEFT JOIN lead d ON d.child_id = l.child_id
  LEFT JOIN attended t ON t.child_id = l.child_id
  LEFT JOIN together g ON g.child_id = l.child_id
  GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
