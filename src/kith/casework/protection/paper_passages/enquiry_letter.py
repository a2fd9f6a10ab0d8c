"""The letter to the family when an enquiry ends: in plain words, kind, and about help.

A child's words about home are not in it. They were said to somebody the child trusted, and may be about whoever opens
this letter: a worker who is sure that they may be told adds them.
"""

from __future__ import annotations

from kith.casework.people.models import Person
from kith.casework.protection.models import (
    CONFERENCE,
    EnquiryChild,
    Finding,
    HelpAnswer,
    OfferOfHelp,
    SectionFortySevenEnquiry,
)
from kith.casework.protection.paper_passages.writing import (
    About,
    Passage,
    authority,
    complaint,
    in_their_words,
    listed,
    on,
    sentence,
    written,
)

FOUND = {
    Finding.UNSUBSTANTIATED: "We did not find that what we were worried about had happened.",
    Finding.SUBSTANTIATED_SAFE: (
        "We found that something had happened that should not have. We do not think that {name} is at risk of serious harm "
        "now."
    ),
    Finding.SUBSTANTIATED_AT_RISK: (
        "We found that something had happened that should not have, and we are worried that {name} may be harmed."
    ),
}
NEXT = {
    CONFERENCE: (
        "We have asked for a child protection conference: a meeting with you and those who know {name}, to agree how to keep "
        "{name} safe. You will be asked to it, and we will help you take part."
    ),
    "2": "Another service stays in touch with you about {name}.",
    "3": "We go on working out with you what help {name} and your family need.",
    "4": "We have asked our lawyers what should happen next. We will write to you about that, and you may have a lawyer.",
    "5": "{name} and your family can have help from us.",
    "6": "{name} can have short breaks, so that all of you can rest.",
    "7": "Nothing more is asked of you.",
}


def not_yet(enquiry: SectionFortySevenEnquiry) -> str:
    """Return why it cannot be written yet, or "" where it can."""
    if not EnquiryChild.objects.filter(enquiry=enquiry, end_date__isnull=False).exists():
        return (
            "This enquiry has not ended. Once it has, with its offer of help, the letter can be made from it."
        )
    return ""


def children(enquiry: SectionFortySevenEnquiry) -> list[Person]:
    """Return the children for whom it has ended and whom the maker may see."""
    ended = enquiry.children.filter(end_date__isnull=False).select_related("child")
    return [part.child for part in ended.order_by("child__birth_date", "pk")]


def write(about: About) -> tuple[str, list[Passage]]:
    """Return its title and passages."""
    enquiry: SectionFortySevenEnquiry = about.process
    parts = enquiry.children.filter(end_date__isnull=False).select_related("help_offer")
    of_each = about.of(parts)
    offers = {part.help_offer_id: part.help_offer for _, part in of_each if part.help_offer is not None}
    return "How our enquiries ended", written(
        [
            Passage(f"Dear {about.for_whom}", _why_we_write(enquiry, about)),
            *(
                Passage(f"What we found about {child.display_name}", _found(child, part))
                for child, part in of_each
            ),
            Passage("What goes well, and keeps your children safe", enquiry.strengths),
            Passage("What you told us", in_their_words(enquiry.family_view)),
            Passage("What happens next", _next(of_each)),
            Passage("Help", _help(list(offers.values()), enquiry)),
            complaint("how we made our enquiries"),
            Passage(
                "Who to talk to",
                f"{enquiry.lead.name} knows your family and can answer your questions. If you would find this letter easier "
                "in another language, in large letters or read aloud, please say so.",
            ),
        ]
    )


def _why_we_write(enquiry: SectionFortySevenEnquiry, about: About) -> str:
    ended = f" They have ended, on {on(enquiry.end_date)}." if enquiry.end_date else " They have ended."
    return (
        f"From {on(enquiry.start_date)} we asked about {about.names}, because somebody was worried. When we are told that a "
        "child may be being harmed, the law asks us to find out (Children Act 1989, section 47)."
        + ended
        + "\n\n"
        "We know that this is hard for a family. Thank you for your part in it. This letter says what we found, what happens "
        "now, and what help there is."
    )


def _found(child: Person, part: EnquiryChild) -> str:
    said = FOUND.get(Finding(part.finding), "").format(name=child.display_name) if part.finding else ""
    return "\n\n".join(one for one in (said, part.what_was_found.strip()) if one)


def _next(of_each: list[tuple[Person, EnquiryChild]]) -> str:
    by_outcome: dict[str, list[str]] = {}
    for child, part in of_each:
        by_outcome.setdefault(part.outcome, []).append(child.display_name)
    return "\n\n".join(
        NEXT.get(outcome, "We will tell you what happens next for {name}.").format(name=listed(names))
        for outcome, names in by_outcome.items()
    )


def _help(offers: list[OfferOfHelp], enquiry: SectionFortySevenEnquiry) -> str:
    said = []
    for offer in offers:
        if offer.answer == HelpAnswer.TAKEN_UP:
            said.append(
                f"You have said yes to this help: {sentence(offer.what)} We will be in touch soon to begin."
            )
        elif offer.answer == HelpAnswer.DECLINED:
            said.append(
                f"We offered you this: {sentence(offer.what)} You said no to it, and that is for you to decide. The offer stays open."
            )
        if offer.family_words.strip():
            said.append(f"What you said about it: {in_their_words(offer.family_words)}")
    said.append(
        f"You can ask for help at any time, for anything that would make life easier for your family. Tell {enquiry.lead.name}, "
        f"or ask {authority()} for help for your family: on its page to ask for help, or by telephone. Asking for help is "
        "not a sign that you have failed."
    )
    return "\n\n".join(said)
