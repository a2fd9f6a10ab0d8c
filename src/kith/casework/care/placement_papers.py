"""What leaves the service about a placement: the carers' copy of its plan, and each recipient's letter."""

from __future__ import annotations

import datetime

from django.conf import settings

from kith.casework.care.models import HomeKind, NoticeRecipient, Placement, PlacementNotice
from kith.casework.care.papers_of_child import Clean, as_they_go, made_clean
from kith.casework.care.queries.placement_plan import PlacementPlanRead
from kith.casework.furniture import pdf
from kith.casework.furniture.templatetags.kith import day as day_in_words
from kith.casework.people.models import Person
from kith.casework.workforce.models import Worker

THE_FAMILY = frozenset(
    {NoticeRecipient.PARENT, NoticeRecipient.PERSON_IN_CONTACT, NoticeRecipient.FORMER_CARER}
)


def carers_copy(
    child: Person, placement: Placement, read: PlacementPlanRead, *, made_at: datetime.datetime
) -> bytes:
    """Return the placement plan as PDF/UA for the carers: the child's words first."""
    assert read.plan is not None
    made_date = read.plan.made_date

    def document(clean: Clean) -> pdf.Document:
        parts: list[pdf.Part] = []
        for _, heading, words in read.said:
            parts += [pdf.Heading(heading), pdf.Words(clean(words))]
        parts += [
            pdf.Heading("Who decides what"),
            pdf.Table(
                "",
                ("What", "Who decides", "On what conditions"),
                tuple((what, who, clean(condition) or "–") for what, who, condition in read.decides),
            ),
            pdf.Heading("Who agrees"),
            pdf.Facts(tuple(read.agreed)),
        ]
        return pdf.Document(
            title=f"How {clean(child.display_name)} is cared for",
            subtitle="Placement plan",
            facts=(
                ("For", clean(placement.home.name)),
                ("Living here since", day_in_words(placement.start_date)),
                ("Made on", day_in_words(made_date)),
            ),
            parts=tuple(parts),
            footer="Private. For the carers and the child.",
        )

    return pdf.make(made_clean(child.pk, document), made_at=made_at)


def letter(
    notice: PlacementNotice,
    child: Person,
    placement: Placement,
    *,
    addressee: str,
    by: Worker,
    today: datetime.date,
) -> str:
    """Return the letter that tells one recipient of a placement, as text to copy or print, cleaned whole."""
    blocks = [
        settings.AUTHORITY_NAME,
        day_in_words(today),
        f"Dear {addressee}" if notice.recipient != NoticeRecipient.CHILD else f"Dear {child.display_name}",
        *_said(notice, child, placement),
        f"Yours,\n{by.name}",
    ]
    but = [notice.person_id] if notice.person_id else []
    return as_they_go(placement.child_id, ["\n\n".join(blocks)], but=but)[0]


def _said(notice: PlacementNotice, child: Person, placement: Placement) -> list[str]:
    since = day_in_words(placement.start_date)
    if notice.recipient == NoticeRecipient.CHILD:
        return [
            f"From {since} you live with {placement.home.name}." if not _is_place(placement) else
            f"From {since} you live at {placement.home.name}.",
            "This letter says so in writing, so that you have it. If something about it worries you, or you want something "
            "to be different, tell me, your carers or your reviewing officer. You may ask for an advocate, who is on your side.",
        ]  # fmt: skip
    name = child.display_name
    told = [
        "We are writing to tell you of a change for "
        f"{name}, as regulation 13 of the Care Planning, Placement and Case Review (England) Regulations 2010 asks of us.",
        f"{name} is looked after by {settings.AUTHORITY_NAME}, and from {since} lives {_where(notice, placement)}.",
    ]
    for_them = {
        NoticeRecipient.PARENT: "If you do not agree with this, or want to know more, please tell us. You are asked to "
        f"{name}’s reviews, and what you think counts. When you see {name} is in the family time plan.",
        NoticeRecipient.PERSON_IN_CONTACT: f"The court’s order about seeing {name} stays as it is. If the change makes it "
        "harder to keep to, please tell us, and we will help.",
        NoticeRecipient.FORMER_CARER: f"Thank you for the care that you gave {name}. If there is something that would help "
        "where they are now, please tell us.",
        NoticeRecipient.HEALTH_BOARD: "Please see that their health care goes on without a gap, and that any waiting list "
        "they are on knows of the change.",
        NoticeRecipient.DOCTOR: "Please see that their records and any treatment go on without a gap.",
        NoticeRecipient.SCHOOL: "Please change whom you call in an emergency. Who may agree to trips and the like is in the "
        "placement plan; ask us if you do not have it.",
        NoticeRecipient.REVIEWING_OFFICER: "The placement plan and the care plan are on the record.",
        NoticeRecipient.AREA_AUTHORITY: "We go on being responsible for them. Please tell us of anything in your area that "
        "we should know.",
    }[NoticeRecipient(notice.recipient)]
    return [*told, for_them]


def _where(notice: PlacementNotice, placement: Placement) -> str:
    """Return where the child lives as this recipient may know it: of a withheld home, family are told of what kind it is."""
    home, address = placement.home, placement.home_address
    if home.address_withheld:
        if notice.recipient in THE_FAMILY:
            return f"{_of_what_kind(home.kind)}. We do not give the address"
        return (
            f"with {home.name}. We do not give the address in writing"
            if not _is_place(placement)
            else (f"at {home.name}. We do not give the address in writing")
        )
    named = f"at {home.name}" if _is_place(placement) else f"with {home.name}"
    return f"{named}, {address}" if address is not None else named


def _is_place(placement: Placement) -> bool:
    return placement.home.kind not in (
        HomeKind.FOSTER, HomeKind.CONNECTED, HomeKind.PARENT, HomeKind.ADOPTERS,
    )  # fmt: skip


def _of_what_kind(kind: str) -> str:
    return {
        HomeKind.FOSTER: "with foster carers",
        HomeKind.CONNECTED: "with relatives or friends",
        HomeKind.PARENT: "with a parent",
        HomeKind.ADOPTERS: "with the family who hope to adopt them",
        HomeKind.CHILDRENS_HOME: "in a children’s home",
        HomeKind.SECURE: "in a secure children’s home",
        HomeKind.SUPPORTED: "in supported accommodation",
        HomeKind.RESIDENTIAL_SCHOOL: "in a residential school",
        HomeKind.HEALTH: "in hospital, or another place where their health is looked after",
        HomeKind.CUSTODY: "in custody",
        HomeKind.OTHER: "in a home that we have found for them",
    }[HomeKind(kind)]
