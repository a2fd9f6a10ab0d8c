"""Whom regulation 13 lets be left untold, and how recipients that are on nobody's record are told apart."""

from __future__ import annotations

from kith.casework.care.models import NoticeRecipient

# Only from these may a placement be kept, and only where telling them would risk significant harm.
MAY_BE_WITHHELD_FROM = frozenset(
    {NoticeRecipient.PARENT, NoticeRecipient.PERSON_IN_CONTACT, NoticeRecipient.FORMER_CARER}
)
WHERE_THE_HOME_IS = "where the home is"
WHERE_THE_CHILD_WAS = "where the child lived before"

# Of these as many are told as there are, whatever each was called when it was told.
BY_NUMBER = frozenset(
    {
        NoticeRecipient.HEALTH_BOARD, NoticeRecipient.DOCTOR, NoticeRecipient.SCHOOL, NoticeRecipient.REVIEWING_OFFICER,
        NoticeRecipient.AREA_AUTHORITY, NoticeRecipient.FORMER_CARER,
    }
)  # fmt: skip
