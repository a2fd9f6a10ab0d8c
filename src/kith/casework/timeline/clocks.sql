-- Running clocks, seen or unseen. What happens to a process happens to everyone in it, also to somebody whose record
-- the worker who records it may not open: so clocks are looked for and stopped here, by number alone.

-- The clocks of some rules that run on a day. Of a process: those of its thread, and of `people` in it or, where none
-- are named, of everyone. Of people: those about them, whatever the thread.
CREATE OR REPLACE FUNCTION kith_running_clocks(
  of_thread text[], in_thread text, of_people text[], people bigint[], running_on date
) RETURNS TABLE (clock bigint, rule text, person bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.rule::text, c.person_id FROM timeline_clock c
  WHERE c.thread = in_thread AND in_thread <> '' AND c.rule = ANY (of_thread)
    AND c.stopped_date IS NULL AND c.start_date <= running_on
    AND (cardinality(people) = 0 OR c.person_id IS NULL OR c.person_id = ANY (people))
  UNION
  SELECT c.id, c.rule::text, c.person_id FROM timeline_clock c
  WHERE c.person_id = ANY (people) AND c.rule = ANY (of_people)
    AND c.stopped_date IS NULL AND c.start_date <= running_on
$$;

-- Stop clocks by an event.
CREATE OR REPLACE FUNCTION kith_stop_clocks(clocks bigint[], by_event bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE timeline_clock c SET stopped_by_id = e.id, stopped_date = e.day,
    was_late = CASE WHEN c.due_at IS NULL THEN e.day > c.due_date ELSE e.at > c.due_at END
  FROM timeline_event e
  WHERE e.id = by_event AND c.id = ANY (clocks) AND c.stopped_date IS NULL
$$;

-- The processes in which something befell these people, those of them alone whose record the acting worker may read.
CREATE OR REPLACE FUNCTION kith_threads_about(people bigint[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH readable AS MATERIALIZED (
    SELECT person FROM unnest(people) AS asked(person) WHERE kith_reads(person)
  )
  SELECT DISTINCT e.thread::text FROM readable r
  JOIN timeline_eventsubject s ON s.person_id = r.person JOIN timeline_event e ON e.id = s.event_id
  WHERE e.thread <> ''
$$;
