"""A long question is planned once on each connection, and answers as it would have been answered otherwise."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.casework.furniture import planned_once
from kith.casework.furniture.planned_once import ask, with_places

LONG_ENOUGH = " /* " + "x" * planned_once.LONG + " */"

# Not the least of all: written into SQL it is minus a number that no bigint holds.
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


def kept() -> int:
    """How many statements this connection keeps that were not kept by the database's own functions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE '\\_pg3\\_%%'", [])
        return int(cursor.fetchone()[0])


@pytest.mark.database
@pytest.mark.django_db
def test_numbers_days_and_lists_have_places_and_words_stay_in_the_sql() -> None:
    """One statement then serves every person and every day; a code still finds the index that is made for it."""
    connection.ensure_connection()
    day = datetime.date(2026, 3, 1)
    text, places = with_places(
        "SELECT %s, %s FROM t WHERE a IN (%s, %s, %s) AND b IN (%s, %s) AND c = %s AND d LIKE %s AND e",
        [7, day, 1, 2, 3, "V2", "100% sure", True, "it's"],
    )
    assert text == (
        "SELECT %s, %s FROM t WHERE a = ANY(%s::bigint[]) AND b IN ('V2', '100%% sure') AND c = true AND d LIKE 'it''s' AND e"
    )
    assert places == [7, day, [1, 2, 3]]


@pytest.mark.database
@pytest.mark.django_db
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(NUMBERS, NUMBERS, st.dates(), WORDS, st.lists(NUMBERS, min_size=2, max_size=5))
def test_a_kept_statement_answers_as_one_that_is_not(
    first: int, second: int, day: datetime.date, words: str, among: list[int]
) -> None:
    """Whatever the numbers, days and words are."""
    question = (
        f"SELECT %s::bigint, %s::date, %s::text, %s::bigint IN ({', '.join(['%s'] * len(among))}),"
        " ARRAY(SELECT unnest(%s::bigint[]) ORDER BY 1)"
    )
    parameters = [first, day, words, second, *among, among]
    assert ask(question + LONG_ENOUGH, parameters) == ask(question, parameters)


@pytest.mark.database
@pytest.mark.django_db
def test_the_same_question_about_others_is_the_same_statement() -> None:
    """However many numbers a list has; and a connection keeps no more than it may."""
    ask("SELECT %s::bigint" + LONG_ENOUGH, [1])
    before = kept()
    for number in range(5):
        ask(
            f"SELECT 1 WHERE %s::bigint IN ({', '.join(['%s'] * (number + 2))})" + LONG_ENOUGH,
            [1, 1, *range(number + 1)],
        )
    assert kept() == before + 1
    for number in range(planned_once.MOST_KEPT + 5):
        ask(f"SELECT {number} + %s::bigint" + LONG_ENOUGH, [1])
    assert kept() <= planned_once.MOST_KEPT
