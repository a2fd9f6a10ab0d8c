"""No child's data in any log: an error says what broke and where, and quotes nothing."""

from __future__ import annotations

import json
import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from kith.casework.people.models import Person
from kith.config.logs import WithoutTheAddress, formatter

NAME = "Zebedee Quartermain"


def broken_request() -> logging.LogRecord:
    """What Django logs when a page breaks on a row of the database, whose text PostgreSQL quotes."""
    request = RequestFactory().get(f"/search/?q={NAME}")
    try:
        with transaction.atomic():
            person = Person.objects.create(display_name=NAME, sex="U")
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO people_person SELECT * FROM people_person WHERE id = %s", [person.pk]
                )
    except IntegrityError as error:
        record = logging.getLogger("django.request").makeRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", (request.get_full_path(),),
            (type(error), error, error.__traceback__), extra={"request": request, "status_code": 500},
        )  # fmt: skip
        return record
    raise AssertionError("The database should have refused the second row.")


@pytest.mark.django_db
def test_a_broken_page_is_logged_without_its_address_or_what_the_database_quoted() -> None:
    """The line says which kind of error it was and where it was raised, and holds no name."""
    record = broken_request()
    assert record.exc_info
    WithoutTheAddress().filter(record)
    line = formatter().format(record)
    assert NAME not in line
    assert "Quartermain" not in line
    said = json.loads(line)
    assert said["error"] == "IntegrityError"
    assert said["where"]
    assert "500" in said["event"]


def test_every_logger_that_we_name_has_a_handler() -> None:
    """Without one Python falls back on its own, which prints the whole exception."""
    for name, logger in settings.LOGGING["loggers"].items():
        assert logger["handlers"], name
