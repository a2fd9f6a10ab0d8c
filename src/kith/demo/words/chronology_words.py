"""The chronologies that the cast wrote: what each is for, its entries, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ToldEntry:
    """One entry: whom it is about ("all", "children", "eldest" or "mother"), and from whom it is withheld."""

    source: str
    happened: str
    matters: str = ""
    impact: str = ""
    about: str = "all"
    withheld: str = ""


@dataclass(frozen=True)
class ToldChronology:
    """One chronology of a told family; {mother}, {eldest} and {youngest} are their given names."""

    family: str
    by: str
    purpose: str
    began_ago: int  # days before yesterday
    finished: bool
    introduction: str
    analysis: str
    entries: tuple[ToldEntry, ...]


CHRONOLOGIES = (
    ToldChronology(
        family="long_known",
        by="social_worker",
        purpose="For the family network meeting",
        began_ago=20,
        finished=True,
        introduction=(
            "{mother} and her children, {eldest} the eldest and {youngest} the youngest. I read the record from the "
            "first contact, and read this with {mother} before it was finished."
        ),
        analysis=(
            "What repeats is money running out before the month does, and {mother} carrying it alone until it shows "
            "in the children’s mornings. What helped each time was somebody coming early in the day, and her sister. "
            "What has changed is that {mother} now asks first. The worry has gone down three times and come back "
            "twice; it did not come back after her sister moved nearer. The meeting should begin there."
        ),
        entries=(
            ToldEntry(
                "Referral from the school",
                "The school wrote that the children were often late and that {eldest} brought the younger ones.",
                "The first sign, and it was practical: mornings.",
                "{eldest} was doing a parent’s work before school.",
            ),
            ToldEntry(
                "Visit at home",
                "{mother} said that she had not slept properly since the winter and had told nobody.",
                "She had waited five months before anybody asked.",
                about="mother",
            ),
            ToldEntry(
                "What {eldest} said on the way to school",
                "“If I do not get them up nobody does. I do not mind. I mind when it is a test day.”",
                "In {eldest}’s own words, what the lateness was.",
                "Proud, and tired.",
                about="eldest",
            ),
            ToldEntry(
                "The plan",
                "Help in the mornings began, three days a week, as {mother} had asked.",
                "Help that she chose herself.",
                "The children were on time eleven days of fifteen.",
            ),
            ToldEntry(
                "A relative, who asked that it not be passed on",
                "The caller was worried about shouting late at night, and about a visitor to the flat.",
                "It was asked about at the next visit without saying who had called.",
                about="children",
                withheld="mother",
            ),
            ToldEntry(
                "Conversation at school, seen alone",
                "{eldest} said that the shouting had stopped when the visitor stopped coming.",
                "It answers the worry above from inside the family.",
                "Sleeping again.",
                about="eldest",
                withheld="mother",
            ),
            ToldEntry(
                "The plan stepped up",
                "Rent arrears came to light and a notice was served; the plan stepped up to child in need.",
                "Money, again, and hidden until it could not be.",
            ),
            ToldEntry(
                "Housing officer, with {mother}’s agreement",
                "A repayment was agreed and the notice withdrawn.",
                "One letter, written together, took the largest worry away.",
                "Nobody had to move school.",
            ),
            ToldEntry(
                "Told by {mother}",
                "Her sister moved two streets away and has the younger children on Thursdays.",
                "The change that has lasted.",
                "They have somewhere else that is theirs.",
            ),
        ),
    ),
    ToldChronology(
        family="assessment_late",
        by="social_worker",
        purpose="For the assessment",
        began_ago=4,
        finished=False,
        introduction="",
        analysis="",
        entries=(
            ToldEntry(
                "Referral",
                "The referral said that the family had moved three times in two years.",
                "Each move was a new school for {eldest}.",
            ),
            ToldEntry("Call to the health visitor", "All checks of {youngest} were kept.", about="children"),
            ToldEntry(
                "Call from a neighbour who asked not to be named",
                "The caller had seen {eldest} outside late on two evenings.",
                about="eldest",
                withheld="mother",
            ),
        ),
    ),
)
