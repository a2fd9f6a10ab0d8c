"""What is written of powers that protect at once, of gateways, of work before proceedings and of the court."""

from __future__ import annotations

OFFICERS = (
    "Constable on the night shift, response team",
    "Inspector, as designated officer",
    "Sergeant, child abuse team",
)
COURT = "The family court, out of hours"
CHILD_TOLD = ("That they sleep at another house tonight, and that somebody comes in the morning. “Can I bring my bear?”", "Why the police came. “I know. I rang them.”", "Nothing yet: too small. A blanket from home came along.")  # fmt: skip
PARENTS_TOLD = (
    "Mum was told at the door, and wrote down the number.",
    "Both were told in the morning, when they could listen.",
    "They were not found that night, and told at noon.",
)
END_WORDS = {
    "home": "The child went home; the adult who had been the danger is not there.", "relative": "The child is with grandparents, by agreement, and knows the house.",
    "accommodated": "The child is with carers, by agreement with both parents.", "order": "The court made an interim order; the child stays where they are.",
    "time_ran_out": "Its time ran out on the third evening; the child was already with an aunt.",
}  # fmt: skip
POWER_REASONS: tuple[tuple[str, ...], ...] = (
    ("{child} would have been hurt tonight.", "Nobody who could keep {child} safe was at home.", "{child} had run into the street to get away.", "The one who hurt {child} had a key and was on his way."),
    ("It could not wait for a court.", "No one in the family could be reached.", "It was the least that would keep {child} safe until morning."),
)  # fmt: skip
WHY_GATEWAY: tuple[tuple[str, ...], ...] = (
    ("Two reviews have found the same worries.", "What had to change has not changed in four months.", "The baby is due in ten weeks.", "{parent} has gone back to him for the third time.", "There were two good months, and then it was as before."),
    ("A keyworker, the recovery service and a parenting course have been tried.", "Grandparents have helped and are worn out.", "The family's own plan held until the summer."),
)  # fmt: skip
ADVISERS = ("Philippa Drury, solicitor", "Owen Mbeki, solicitor", "Saira Kaul, barrister")
ADVICE = ("The threshold may be met on neglect over time; the chronology carries it. Work before proceedings would be proportionate.", "It is likely to be met. The court will ask what the family was offered, and when.", "Not on what there is now: the last two months tell another story.")  # fmt: skip
OUTCOMES = {
    "back": "Not now: work goes on under the plan",
    "pre_proceedings": "Work before proceedings",
    "issue": "Apply to the court",
}
GATEWAY_REASONS: tuple[tuple[str, ...], ...] = (
    ("What was tried has not kept {child} safe.", "The lawyers advise that the threshold may be met.", "Time matters more for {child} than another course does."),
    ("The parents should hear it plainly, with a lawyer of their own.", "It can still be turned round.", "Their own people are asked first."),
)  # fmt: skip
LETTER = (
    "That the children have been left alone at night, and that it goes on.",
    "That the drinking is as it was a year ago.",
    "That the violence has not stopped, and the children see it.",
)
LETTER_CHANGE = (
    "Nobody who has drunk looks after the children. The tests are kept.",
    "The order is kept, and we are rung when it is not.",
    "Somebody is with the children from tea until morning.",
)
LETTER_HELP = (
    "The recovery service on Tuesdays, a worker at home, and a meeting of your own people.",
    "A place in the refuge's programme, and somebody to go along.",
    "A parenting assessment by somebody whom you may choose from three.",
)
STEPS = (("meeting", "First meeting with the parents and their lawyers", "They came, with a lawyer. Two of five things were agreed."), ("assessment", "Parenting assessment, by an independent social worker", "Received; it says what would have to change and that it might."),
         ("review", "Review by the service manager", "Some change. To be looked at again in six weeks."))  # fmt: skip
COURTS = ("Family Court, sitting at the county town", "Family Court, centre three")
GUARDIANS = ("Beatrix Lowe", "Chidi Amadi", "Rowena Castell")
NO_MEETING = ("The application could not wait: the baby was born that night.", "The parents asked in writing that nobody of the family be told; it is offered again by the guardian.", "An order keeps the two sides of the family apart, and a meeting would have broken it.")  # fmt: skip
EXTENDED = "An expert's report on one parent came in late, and the court wants to see a relative assessed."
HEARING_WORDS = {
    "case_management": "Assessments and a timetable were ordered.",
    "issues_resolution": "What is still in dispute is narrowed to one point.",
    "final": "The court made its orders. The children are to be told by their worker and guardian together.",
}
ORDER_WORDS = ("The judge wrote a letter to the children.", "On the terms that all agreed.", "")
