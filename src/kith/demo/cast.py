"""The standing cast: one worker for each role, with real work waiting, as whom a visitor can sign in to the demo."""

from __future__ import annotations

from dataclasses import dataclass

from kith.casework.access.roles import Role


@dataclass(frozen=True)
class CastMember:
    """One of the cast: who they are, and in a sentence what there is for them to see."""

    key: str
    name: str
    role: Role
    to_see: str
    organisation: str = ""

    @property
    def email(self) -> str:
        """The address of their account; example.org is nobody's (RFC 2606)."""
        return f"{self.name.lower().replace(' ', '.').replace(chr(39), '')}@example.org"


CAST = (
    CastMember("contact_officer", "Dionne Clarke", Role.CONTACT_OFFICER,
               "A queue at the front door with some decisions late, and a family that has come back within the year."),
    CastMember("family_help_practitioner", "Yusuf Rahman", Role.FAMILY_HELP_PRACTITIONER,
               "Four families of his own, help promised that has not started, one first help due and one late, and a colleague's family in his cover."),
    CastMember("social_worker", "Hannah Whitfield", Role.SOCIAL_WORKER,
               "Families whose assessments are due, late and soon due, an enquiry with days left and one that is late, a family on protection plans whose core group is due, and a family of forty people over three generations."),
    CastMember("team_manager", "Marcia Bennett", Role.TEAM_MANAGER,
               "A Family Help team with its clocks and caseloads, assessments and an enquiry that wait for her, second looks to take, a restricted record and an opening to review."),
    CastMember("conference_chair", "Alan Prescott", Role.CONFERENCE_CHAIR,
               "Conferences to chair today and this week, one to write up, and every family's plan to read before them."),
    CastMember("independent_reviewing_officer", "Nasreen Akhtar", Role.INDEPENDENT_REVIEWING_OFFICER,
               "Children's records and their own words, to read before a review."),
    CastMember("personal_adviser", "Lorna Baptiste", Role.PERSONAL_ADVISER,
               "Young people who are leaving care or have left it: their pathway plans, who is due to be seen, and one who has a home and a course of her own."),
    CastMember("adoption_worker", "Gareth Pugh", Role.ADOPTION_WORKER,
               "Children whose plan is adoption, from the decision to the order."),
    CastMember("placements_officer", "Kofi Mensah", Role.PLACEMENTS_OFFICER,
               "Who a child is and who matters to them, found by name."),
    CastMember("fostering_recruiter", "Siobhan Doyle", Role.FOSTERING_RECRUITER,
               "A worker's own page, and no child's record: recruiting carers needs none."),
    CastMember("virtual_school", "Peter Okafor", Role.VIRTUAL_SCHOOL,
               "Children with a social worker and the schools in their networks, found by name."),
    CastMember("performance_analyst", "Wei Chen", Role.PERFORMANCE_ANALYST,
               "Teams and figures, a page that checks a return's files, and no child's record."),
    CastMember("director", "Rosalind Hargreaves", Role.DIRECTOR,
               "The whole tree of teams, their clocks and caseloads, and the sealed record only by opening it for a reason."),
    CastMember("administrator", "Tom Ashworth", Role.ADMINISTRATOR,
               "Workers, teams and accounts, and no child's record."),
    CastMember("auditor", "Imelda Santos", Role.AUDITOR,
               "Who looked at whom and why, with the chain of hashes that shows the log is whole."),
    CastMember("partner_school", "Catherine Lloyd", Role.PARTNER,
               "The two families whose team she belongs to as their school's safeguarding lead, and nobody else."),
    CastMember("partner_health", "Bernadette Ojo", Role.PARTNER,
               "The two families she visits as their health visitor, and nobody else."),
)  # fmt: skip


def member(key: str) -> CastMember:
    """Return one of the cast. Raises KeyError for a key that nobody has."""
    return (
        next(each for each in CAST if each.key == key)
        if any(each.key == key for each in CAST)
        else _nobody(key)
    )


def _nobody(key: str) -> CastMember:
    raise KeyError(f"Nobody in the cast is {key!r}; the cast are {', '.join(each.key for each in CAST)}.")
