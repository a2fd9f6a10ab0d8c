"""What forms about one child in care share."""

from __future__ import annotations

from typing import Any, ClassVar

from kith.casework.access.rights import Right
from kith.casework.care.access import open_child_in_care
from kith.casework.care.models import PeriodOfCare
from kith.casework.furniture.form_pages import FormPage
from kith.casework.people.models import Person


class ChildInCareForm(FormPage):
    """A form about a child in care, for whoever has `right` over the child; the log calls the look by the address's name."""

    right: ClassVar[Right] = Right.WRITE_RECORD
    child: Person
    period: PeriodOfCare

    def load(self, person_id: int, **kwargs: Any) -> None:
        """Open the child and their care. Raises AccessRefused, or Http404 for a child who was never in care."""
        self.child, self.period = open_child_in_care(
            self.worker,
            person_id,
            self.right,
            page=f"care:{self.request.resolver_match.url_name}",  # type: ignore[union-attr]
        )
