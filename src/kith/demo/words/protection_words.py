"""What is said and written when children are protected: why a discussion was called, what was found, what would change it.

Sentences are put together from several lists, each line of which stands alone. {child} and {parent} are names.
"""

from __future__ import annotations

Parts = tuple[tuple[str, ...], ...]

WHO_SAW = (
    "{child}'s class teacher rang this morning.", "The health visitor rang after the clinic.", "Police shared a report from the weekend.",
    "A neighbour rang, and asked not to be named.", "Grandmother told the worker on the doorstep.", "The school nurse wrote to us.",
    "The worker saw it on a visit.", "The nursery manager rang at pick-up time.", "{parent} rang us, crying.", "The GP's surgery sent a letter.",
)  # fmt: skip
HAPPENED: dict[str, tuple[str, ...]] = {
    "NEG": (
        "{child} came in hungry for the third day running and had slept in the day's clothes.",
        "The children were found alone at half past nine in the evening; the eldest thought that {parent} was at the shop.",
        "There was no heating and nothing to eat in the house, and the little ones' nappies had not been changed since the night.",
        "{child} has missed four hospital appointments about breathing, and the inhaler ran out weeks ago.",
        "{parent} could not be woken in the afternoon, and {child} had been minding the others.",
    ),
    "EMO": (
        "Police came to the house twice in a week; {child} rang them the second time from under the bed.",
        "{child} said that the shouting goes on until somebody breaks something.",
        "{child} heard {parent} being told that nobody would find out what happens in this house.",
        "{parent} said in front of {child} that life was better before there were children.",
        "{child} has stopped talking at school, and drew the house with no door.",
    ),
    "PHY": (
        "{child} has a bruise on the upper arm in the shape of fingers, and gave two accounts of it.",
        "{child} said that {parent} hit out with a belt on Sunday and was sorry afterwards.",
        "A scan found an older break that nobody can explain, in a child who does not walk yet.",
        "{child} flinched when a teacher reached over for a book, and then told her why.",
        "There is a burn on the back of {child}'s hand, seen three days after it was made.",
    ),
    "SAB": (
        "{child} told a friend's mother what a relative does when he stays over.",
        "{child} knows words and acts that no child of that age should, and said who showed them.",
        "An adult who may not be with children had been sleeping at the house.",
        "{child} asked a teacher whether a secret can be a bad one, and then told her it.",
    ),
    "MUL": (
        "{child} came in with a bruise that was not explained, hungry, and said that nobody was at home last night.",
        "Police found the children awake at two in the morning after a fight, with nothing to eat in the house.",
    ),
    "OUT": (
        "{child} came home after two days with new trainers and a second telephone, and would not say from where.",
        "{child} was seen getting into a car with two men outside the station at lunchtime.",
        "{child} was stopped by police a hundred miles away with somebody else's money.",
        "A boy whom {child} calls a friend has been sending messages that frighten the other girls.",
    ),
}  # fmt: skip
KNOWN_BEFORE = (
    "This is not the first time.", "Nothing like it was known before.", "It comes two months after the last such call.", "The family had been doing better.",
    "The worry has grown over some weeks.", "The school had spoken of it to {parent} in the spring.",
)  # fmt: skip
WHY_CALLED: dict[str, Parts] = {theme: (WHO_SAW, said, KNOWN_BEFORE) for theme, said in HAPPENED.items()}
INFORMATION: Parts = (
    ("Police: two calls to the address this year, no arrest.", "Police: nothing known of either parent.", "Police: an older matter against a partner, not charged.",
     "Police: one call in March, both had been drinking."),
    ("Health: immunisations up to date, no unexplained attendance.", "Health: three appointments missed since the summer.", "Health: seen in the emergency department once, with a good account.",
     "Health: the midwife worries about the next months."),
    ("School: attendance is 84%, and falling on Mondays.", "School: {child} is liked, and tired.", "School: a quiet child, who has begun to stay behind after lessons.", "School: {parent} comes to every meeting.",
     "Nursery: {child} settles with one key person."),
    ("Social care: the plan has been followed in part.", "Social care: the family lets us in.", "Social care: two visits at which nobody opened.", "Social care: the network met in the spring and would meet again."),
)  # fmt: skip
WHAT_HAS_HELPED: Parts = (
    ("The keyworker's visits, when they are in the morning.", "Grandmother taking the children from Friday to Sunday.", "The breakfast club.", "A worker whom {parent} chose.", "Nothing so far, and the family says so too.",
     "The course that {parent} finished.", "Text messages the evening before."),
    ("Money advice took a weight away.", "Being asked by the same person each time.", "{child} has a teacher to go to.", "The group ended and nothing took its place.", "It held for ten weeks."),
)  # fmt: skip
SAFE_NOW: Parts = (
    ("The children are at their grandmother's until we have spoken with everyone.", "The adult who is thought to have done it has agreed to stay elsewhere.", "{parent} and the children are at her sister's.",
     "{child} is in school until three, and an aunt fetches all of them.", "Nobody is in danger today; the worker visits this afternoon."),
    ("Police know the address.", "{parent} has the number for the night.", "The neighbour has said that she will ring.", "The school will ring if {child} does not come in."),
)  # fmt: skip
WHY_WITHOUT = ("Health could not free anybody in time and sent what they know in writing.", "The police officer was called away; the sergeant rang in afterwards.",
               "The school was shut for the holidays.", "Nobody from health answered by noon, and it could not wait.")  # fmt: skip
STOOD_DOWN = ("The report was about another family of that name.", "What was seen has been explained by the hospital, with dates.", "The police looked at once and found that it had not happened.")  # fmt: skip
AGREED = (
    "See each child alone, at school", "Speak with both parents, apart", "Ask for a medical by a paediatrician", "Fetch the hospital's records", "Talk with the grandparents about this week",
    "Look at the house, upstairs too", "Check who else sleeps there", "Tell the other parent", "Speak with the health visitor", "Take a first account, with an officer",
)  # fmt: skip
CAME_OF_IT = ("Done; what was said is in the enquiry", "Done the same day", "Done, and nothing new came of it", "Seen, with a written note", "Done a day late; the records took a day")  # fmt: skip

# Why a decision was made, on what it rests, and what would change it; by what was decided.
STRATEGY_REASONS: dict[bool, Parts] = {
    True: (
        ("What was seen cannot be explained yet, and {child} may be suffering significant harm.", "{child} has told somebody, in words of their own.", "It is the third such report, and each is worse than the last.",
         "If it is so, {child} would be hurt again before an assessment was done.", "The agencies agree that this is more than the plan was made for."),
        ("An enquiry is the way to hear {child} soon.", "{parent} does not want it, and understands why.", "It can be ended quickly if it is not so.", "We should rather ask and be wrong."),
    ),
    False: (
        ("What was seen has an explanation that health, school and police share.", "{child} is not at risk of significant harm on what is known.", "The worry is real, and the plan that is there answers it.",
         "The family had told us themselves before anybody asked."),
        ("Help goes on, with one thing added.", "An enquiry would put at risk what has been built up.", "The assessment that is under way covers it.", "The school and the worker will speak each Friday."),
    ),
}  # fmt: skip
EVIDENCE: Parts = (
    ("What {child} said to a teacher, written down on the day.", "The nurse's body map.", "The police log of the weekend.", "What the worker saw on a visit that was not announced.", "Two calls from people who do not know each other.",
     "The attendance record of this term."),
    ("{parent}'s own account, which changed once.", "{parent}'s account, the same each time.", "The health visitor's record.", "What the grandmother told us.", "The chronology of two years.", "What the older brother said without being asked."),
)  # fmt: skip
WOULD_CHANGE: Parts = (
    ("A medical that shows another cause.", "{child} saying otherwise when seen alone.", "An account that fits what was seen.", "Somebody else coming to the house.", "A missed visit, or nobody at school on Monday.",
     "Another call from police.", "If the grandparents could no longer help."),
    ("Ask again on Friday.", "We look at it again as soon as there is a result.", "{parent} can ask for that at any time.", "The worker tells the manager the same day.", ""),
)  # fmt: skip

HOW_IT_BEGINS = ("The worker and {parent} spoke in the kitchen on the first day, about what was seen and what happens now.", "Both parents were told by the worker in person, an hour apart.",
                 "{parent} was rung first, then visited; a leaflet in their language stayed there.", "{parent} was told at school, with the head teacher there.")  # fmt: skip
NOT_TOLD = (
    "Police asked us to wait until they had taken a first account; the parents are to be told tomorrow."
)
FOUND_BY_FINDING: dict[str, Parts] = {
    "unsubstantiated": (
        ("The hospital found a skin condition that looks like a bruise.", "Everyone who was asked gave the same account of that day.", "The call was made in a quarrel between neighbours.", "{child} had heard of it from a friend; it did not happen at home.",
         "There was food in the house each time, and the children knew their routine."),
        ("School and health had no worry of their own.", "We saw the house twice, once without notice.", "{parent} was upset by it, and open about everything."),
    ),
    "substantiated_safe": (
        ("It happened as {child} said, once.", "{parent} hit out, and told us so before we asked.", "The children had been alone for two hours.", "The fights were as bad as police wrote.", "{child} had gone without the medicine."),
        ("The partner has left, and the order keeps him away.", "{parent} has asked for help and begun with it.", "The grandparents moved in that week.", "{parent} and the school have an arrangement that has held.", "{child} says it has stopped."),
    ),
    "substantiated_at_risk": (
        ("It has gone on for months.", "It happened as {child} said, and more than once.", "The injury was made by an adult; which, we do not know.", "Nobody at home saw it as a harm to the children.", "The children have learnt to keep quiet about it."),
        ("What was agreed before did not hold beyond a fortnight.", "{parent} cannot yet say how it would be kept from happening again.", "The person who did it still comes to the house.", "{child} does not feel safe there at night."),
    ),
}  # fmt: skip
STRENGTHS: Parts = (
    ("{parent} is warm with {child}, and it shows.", "The children look out for each other.", "{parent} comes when asked, whatever it costs.", "Grandparents round the corner.", "{child} has a best friend, and a club on Thursdays.", "The house is clean and there are books.", "{parent} stopped drinking once before, for a year."),
    ("The school knows the whole family.", "An aunt has said that she will come at any hour.", "{child} can say when something is wrong.", "They laugh together.", "The neighbour holds a key."),
)  # fmt: skip
ANALYSIS: dict[str, Parts] = {
    "unsubstantiated": (("{child} has not been harmed.", "What was feared did not happen.", "There is no sign of significant harm."),
                        ("The family is tired, and some help would be welcome.", "What remains is how hard it is to make ends meet here.", "The worry did show how alone {parent} is.")),
    "substantiated_safe": (("{child} was harmed, and the adults have put themselves between it and the next time.", "The harm was real, and what made it has changed.", "{child} was frightened, and is not now."),
                           ("Help should go on while this is new.", "It rests on {parent} and on one other person; we should be a third.", "It would be different if the partner came back.")),
    "substantiated_at_risk": (("{child} is likely to suffer significant harm if nothing changes.", "This will happen again, and {child} knows it.", "The harm is of a kind that adds up."),
                              ("A conference should bring everyone together.", "Love is not what is missing here; safety is.", "The family alone cannot stop it.")),
}  # fmt: skip
PARENT_SAYS = ("“I know how it looks. I have been trying to tell people for a year.”", "“You came because of him next door.”", "“I lost it. I have never been so ashamed.”", "“Ask the children. They will tell you.”",
               "“If I had somewhere to go I would have gone.”", "“It was hard that you did not ring first. You were fair though.”", "“I do not want her to think it was her fault.”", "“We are not bad people.”",
               "“Just tell me what you want me to do.”", "“Nobody ever asked me how I was.”")  # fmt: skip
CHILD_SAYS = ("“I want it to be quiet.”", "“Mum is nice when she is not tired.”", "“Can I still go to Nan's?”", "“I told Miss because she listens.”", "“I do not want anyone to go to prison.”", "“It is only on Saturdays.”",
              "“I look after my brother. I am good at it.”", "“Will you come back?”", "“I was not scared. A bit.”", "“He says sorry after.”", "“I like my room now.”", "“Do not tell Dad I said.”",
              "“I want somebody to believe me.”", "“Everything is fine. Can I go?”")  # fmt: skip
CHILD_FOUND: Parts = (
    ("{child} is well and on the chart for their age.", "{child} was quiet at first and then did not want to stop.", "{child} showed the worker their room, and where they go when it is loud.", "{child} has a mark that was photographed at the hospital.", "{child} eats well at school and speaks of food at home a good deal."),
    ("Teachers know {child} well.", "{child} asked what happens next, and was told.", "{child} named three people whom they would tell.", "{child} wanted their sister there."),
)  # fmt: skip
WHY_NOT_SEEN = ("{child} was with the other parent, two hundred miles away; a worker there saw them.", "{child} did not want to be seen alone; an aunt sat in.", "{child} is not born yet.")  # fmt: skip
OUTCOME_REASONS: dict[str, tuple[str, ...]] = {
    "1": ("{child} is likely to suffer significant harm.", "The agencies should plan together for {child}.", "What was agreed before did not keep {child} safe."),
    "3": ("The assessment that is under way goes on, and takes this in.", "What {child} needs is being assessed already."),
    "5": ("{child} needs help, and the family wants it.", "Help as a child in need answers what was found.", "The plan is enough for {child}, with more in it."),
    "2": ("The school and the health visitor keep watch, and know whom to ring.",),
    "7": ("Nothing was found that needs us.",),
}  # fmt: skip
RETURNED = ("Please say when each child was seen, and by whom. What does the father say?", "The analysis does not follow from what was found yet. What would you worry about in six months?", "Thank you. Please add what the school said on Tuesday.")  # fmt: skip

# The offer of help with which an enquiry or a conference without a plan ends.
OFFERED = ("A worker at home twice a week, at the times that are hard", "A place in the parenting group, and somebody to go along to the first one", "Somebody to talk with about what happened, for {child}", "Help with debts and the letter from the landlord",
           "Time away for {parent}: Saturdays at the family hub", "Work with both parents on how they quarrel", "A key worker for {child}, of their own choosing", "A meeting of the family's own people")  # fmt: skip
TAKEN_WORDS = ("“Yes. Only not on Wednesdays.”", "“If it is the same lady then yes.”", "“I would have said yes last year.”", "“Go on then.”", "“She wants to. I will bring her.”", "“I thought you only took things away.”")  # fmt: skip
DECLINED_WORDS = ("“We have enough people here.”", "“I want you to go now. No offence.”", "“Not from you. Maybe from the school.”", "“I will ring if I need it. I kept the number.”")  # fmt: skip
NOT_OFFERED = ("The family has help from the hospital's own team already, and more people would be too many.", "The family moves out of the county this week; the authority there has been told and offers it.",
               "What was reported did not happen, and the family is in need of nothing that we asked about.")  # fmt: skip
