"""What the yearly return asks of children's health (OC2): those looked after the whole year, short breaks aside."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import connection

from kith.engines.calendar import add_months


@dataclass(frozen=True)
class HealthOfTheYear:
    """One child looked after for the whole year to 31 March. None where the return does not ask of somebody of that age."""

    child_id: int
    convicted: bool | None  # asked from 10 on
    development_checked: bool | None  # asked under 5
    immunised: bool
    teeth_checked: bool
    health_assessed: bool
    misuses_substances: bool
    help_received: bool | None  # asked of those who misuse substances
    help_offered: bool | None  # asked of those of them who received none
    score: int | None  # the latest in the year, of those who were 4 to 16 in it
    no_score_because: str  # a code of the return


# Behind the wall: of whom the worker acting may read the record. One row a child, by number.
_SQL = """
WITH cohort AS (
  SELECT p.child_id, c.birth_date FROM care_periodofcare p JOIN people_person c ON c.id = p.child_id
  WHERE p.start_date <= %(first)s AND (p.end_date IS NULL OR p.end_date >= %(last)s)
    AND NOT EXISTS (
      SELECT 1 FROM care_legalstatus s WHERE s.child_id = p.child_id AND s.code IN ('V3', 'V4')
        AND s.start_date <= %(last)s AND (s.end_date IS NULL OR s.end_date > %(first)s)
    )
), checked AS (
  SELECT DISTINCT ON (child_id, kind) child_id, kind, result, next_due_date FROM care_healthcheck
  WHERE day <= %(last)s AND kind IN ('immunisations', 'development') ORDER BY child_id, kind, day DESC, id DESC
), misuse AS (
  SELECT child_id, bool_or(received IS TRUE) AS received, bool_or(offered_date <= %(last)s) AS offered
  FROM care_substancemisuse
  WHERE identified_date <= %(last)s AND (ended_date IS NULL OR ended_date >= %(first)s) GROUP BY child_id
), answered AS (
  SELECT DISTINCT ON (child_id) child_id, score, reason FROM care_strengthsanddifficulties
  WHERE day BETWEEN %(first)s AND %(last)s ORDER BY child_id, day DESC, id DESC
)
SELECT c.child_id,
  CASE WHEN c.birth_date <= %(ten)s THEN EXISTS (
    SELECT 1 FROM care_conviction o WHERE o.child_id = c.child_id AND o.day BETWEEN %(first)s AND %(last)s) END,
  CASE WHEN c.birth_date > %(five)s THEN coalesce(
    (SELECT k.result = 'done' AND coalesce(k.next_due_date >= %(last)s, true) FROM checked k
     WHERE k.child_id = c.child_id AND k.kind = 'development'), false) END,
  coalesce((SELECT k.result = 'done' AND coalesce(k.next_due_date >= %(last)s, true) FROM checked k
            WHERE k.child_id = c.child_id AND k.kind = 'immunisations'), false),
  EXISTS (SELECT 1 FROM care_healthcheck k WHERE k.child_id = c.child_id AND k.kind = 'dental' AND k.result = 'done'
            AND k.day BETWEEN %(first)s AND %(last)s),
  EXISTS (SELECT 1 FROM care_healthassessment a WHERE a.child_id = c.child_id
            AND a.held_date BETWEEN %(first)s AND %(last)s),
  m.child_id IS NOT NULL,
  m.received,
  CASE WHEN NOT m.received THEN coalesce(m.offered, false) END,
  CASE WHEN c.birth_date <= %(four)s AND c.birth_date >= %(seventeen)s THEN q.score END,
  CASE WHEN c.birth_date <= %(four)s AND c.birth_date >= %(seventeen)s THEN coalesce(q.reason, '') ELSE '' END
FROM cohort c LEFT JOIN misuse m ON m.child_id = c.child_id LEFT JOIN answered q ON q.child_id = c.child_id
ORDER BY c.child_id
"""


def health_of_the_year(year: int) -> list[HealthOfTheYear]:
    """Return what the return asks of health for the year to 31 March `year`, one row a child, by number. One query.

    The children are those looked after from 1 April to 31 March without a break, none of it a short break (V3, V4).
    Immunisations and development are up to date where the last check by 31 March says so and nothing was due since;
    teeth and the health assessment count where they were in the year, a refusal not at all.
    """
    first, last = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)

    def born(years: int, day: datetime.date) -> datetime.date:
        return add_months(day, -12 * years)

    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "first": first,
                "last": last,
                "ten": born(10, last),
                "five": born(5, last),
                "four": born(4, last),
                "seventeen": born(17, first),
            },
        )
        return [HealthOfTheYear(*row) for row in cursor.fetchall()]
