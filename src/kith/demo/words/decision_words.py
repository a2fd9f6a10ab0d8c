"""What managers say when they look at somebody else's decision, and what was done about it."""

from __future__ import annotations

VIEWS = ("agree", "agree_with_more", "otherwise")
WHY_ASKED = ("Have I put too much on one account?", "I know this family well, perhaps too well. Please read it cold.", "The school sees it otherwise, and I should like to be sure.",
             "It was decided late on a Friday.", "Is there something we could have offered first?")  # fmt: skip
SAID = {
    "agree": ("I would have decided the same on what was known.", "The child's own words are there, and they carry it.", "Yes. It is clear what would change it, too."),
    "agree_with_more": ("The same; and somebody should ask the father, who is in none of this.", "I agree. Please add what health know of the last year.", "Yes, with a visit at a weekend, when it happens."),
    "otherwise": ("I would have waited for the medical before deciding.", "I would have gone on to a conference: the older incidents count for more than they do here.", "I do not think that this needed an enquiry; the plan would have answered it."),
}  # fmt: skip
ANSWERS = ("Done: the father was seen on Tuesday and it is on the record.", "We spoke about it. The decision stands, and is looked at again when the result is here.", "The worker rang health; what they said is added.",
           "We called another discussion, with the hospital this time.")  # fmt: skip
