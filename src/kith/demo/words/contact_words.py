"""What callers say and officers answer at the front door, in ordinary words built from parts."""

from __future__ import annotations

from kith.demo.journeys import FAMILY_HELP, INFORMATION, REFERRAL, SIGNPOST

PARENT_OPENINGS = ("I am finding it hard with {child}", "I did not know who else to ask about {child}",
                   "I would like some help with {child}", "Things have got on top of us since the summer and {child} is feeling it",
                   "I am writing because {child} is not doing well", "My health visitor said to get in touch about {child}",
                   "I am worried about {child} and I am tired", "Please can somebody ring me about {child}")  # fmt: skip
PARENT_NEEDS = {
    "4B": "I have been low for months and some mornings I cannot get up.",
    "4A": "{They} will not go out and {they} cannot sleep, and the waiting list is a year.",
    "3B": "My ex still comes to the house and I would like to know what I can do.",
    "5A": "School think it might be autism and we have been left to get on with it.",
    "5B": "I find letters and forms hard and I keep missing things.",
    "2B": "I am trying to stop using and I want to do it properly this time.",
    "1B": "There is too much drinking in this house and I want that to change.",
    "16A": "We are behind with the rent and there is not always enough in for tea.",
    "17A": "There is a lot of shouting at home and I do not like how we all are.",
    "6A": "The hospital appointments are taking over and I have the others to think of.",
    "6B": "My back is bad and I cannot get {them} to school.",
    "7A": "{They} do too much for me and should be out with friends.",
    "14A": "{They} have been sent home from school four times this half term.",
    "10A": "{They} went out on Friday and did not come back until the next day.",
    "15A": "{They} told me {they} have been hurting {themself} and I do not know what to say.",
    "24A": "There are new trainers and a second phone and I do not like it.",
    "13A": "{They} are frightened of some boys on the estate.",
    "18C": "I lost my temper last week and I never want to do that again.",
    "20": "I just need somebody to talk it through with.",
}
PARENT_ASKS = ("Is there a group or somebody who could come round?", "Any time after ten is fine to ring.",
               "I am not asking for the earth, just a hand.", "I would rather ask now than leave it.",
               "Can you tell me what there is near us?", "I do work nights so mornings are bad.",
               "Please do not leave a message on the house phone.", "My mum is helping but she cannot do it all.")  # fmt: skip
YOUNG_PERSON = ("Hi, I am {age}. It is about home.", "I do not know if this is the right place. I am {age}.",
                "My teacher said I could fill this in. I am {age}.", "I am {age} and I look after my mum most days.")  # fmt: skip
YOUNG_PERSON_ASKS = ("Can somebody message me and not ring.", "I do not want to get anyone in trouble, I want it to get better.",
                     "Can I talk to somebody at school instead of at home?", "I just want somebody to listen first.")  # fmt: skip
RELATIVE = ("I am {child}'s nan and I am worried.", "I live close by and I see the children most days.",
            "I am a friend of the family and they would not ask for themselves.", "I am their aunt. I have said I will ring you.")  # fmt: skip
PROFESSIONAL_OPENINGS = {
    "2": ("{child} has been with us since {year} and we are concerned about a change this term.",
          "Attendance has fallen to {percent}% and Mum has asked us to get in touch for her.",
          "{child} spoke to a member of staff this morning.", "We have met with the family twice and agreed that more help is needed."),
    "3": ("Seen at home today for a routine check.", "Brought in by a parent; we spoke about how things are at home.",
          "The family did not come to three appointments and we have not been able to reach them.",
          "Mum was open about how hard the last weeks have been and agreed that I should ask."),
    "6": ("Officers attended the address after a call from a neighbour. Children were upstairs and well.",
          "Notification following an argument between the adults; nobody was hurt. Children were present.",
          "{child} was found in the town centre late in the evening and taken home.",
          "Attended for a welfare check. The home was cold and there was little food in."),
    "4": ("The family are at risk of losing the tenancy.", "Five of them are in two rooms and it is affecting the children.",),
    "5": ("The family are known to our team and have asked for help beyond what we can give.",
          "They have moved here from another area and had a worker there.",),
    "7": ("A safeguarding letter has been asked for in private proceedings.",),
    "8": ("A volunteer at our food bank has become worried about the family.",
          "The family come to our playgroup and have been upset.",),
}  # fmt: skip
PROFESSIONAL_CLOSES = ("The parent knows that I am sending this.", "I have told the family and they agree.",
                       "I have not been able to speak to the family first.", "I would like to be told what is decided.",
                       "Please ring me if more is needed.", "The family would welcome a call.")  # fmt: skip

REASONS = {
    INFORMATION: ("The family wanted to know what there is and have people around them already. Nothing suggests that a child is unsafe.",
                  "Passed to the practitioner who is working with the family, who will take it up with them.",
                  "Advice answers what was asked. School is seeing the child every day and will come back if it changes."),
    SIGNPOST: ("Another service does this better than we would, and the family are happy to go to them.",
               "The need is about housing; the family were introduced to the housing team by telephone.",
               "The parent is ready to see the local group, and we made the first call with them."),
    FAMILY_HELP: ("The family have asked for help, more than one thing is hard at once, and a plan with them would make a difference.",
                  "Needs at home and at school together: a Family Help practitioner can bring people round one table.",
                  "The parent wants help early and has said what would help. Nobody is at risk of harm."),
    REFERRAL: ("What has been described would affect the child's health or development without services; section 17 applies.",
               "Several worries from people who know the child, over some weeks; an assessment is needed to understand them.",
               "The child's own account and what school has seen call for a social worker's assessment."),
}  # fmt: skip
WOULD_CHANGE = ("If things got harder at home, or school saw a change, we would look again.",
                "If the family moved, or help stopped, we would think again.", "If the child told us more, we would act the same day.",
                "If the family asked for more than this, the door is open.")  # fmt: skip
GIVEN = {
    INFORMATION: ("Advice by telephone, and a page about local services sent by text.", "The children's centre timetable, and how to come back to us."),
    SIGNPOST: ("A first call made together to the family hub.", "Introduced to the young carers' group by name.",
               "An appointment made with the debt advice service."),
    FAMILY_HELP: ("A named practitioner will ring within two days.", "The family know who will come, and when."),
    REFERRAL: ("The family were told what happens next and who will visit.", "A social worker will visit this week."),
}  # fmt: skip
TOLD = {
    INFORMATION: ("We told you what there is near you and that you can come back at any time.",
                  "Thank you for letting us know. The worker who knows the family has it now."),
    SIGNPOST: ("We introduced you to a service that can help, and checked that you are happy with that.",),
    FAMILY_HELP: ("Somebody from Family Help will ring you by the day we agreed. You do not have to explain it all again.",),
    REFERRAL: ("A social worker will see the family and the child will be asked what they think.",),
}  # fmt: skip
QUESTIONS = {"police": "Have you been to this address in the last year?", "health": "Are the family registered, and is anyone concerned?",
             "school": "How is the child in school, and who speaks for the family?", "housing": "Is the tenancy secure?",
             "adult_social_care": "Is a parent known to you, and what do you offer?", "probation": "Is an adult of the household known to you?"}  # fmt: skip
ANSWERS = {
    "police": ("Two calls in the last year, both arguments between adults, no further action.", "Nothing recorded at this address."),
    "health": ("Registered. The health visitor has no concern and will see them next month.", "Appointments missed twice this year; the practice has rung."),
    "school": ("Well liked, tired in the mornings, attendance is slipping.", "Doing well. The family answer calls and come to meetings."),
    "housing": ("Rent is behind by two months; a plan to pay is in place.", "Tenancy secure, no complaints."),
    "adult_social_care": ("A parent is known to the mental health team, last seen in spring.", "Not known."),
    "probation": ("Not known.", "An adult finished an order last year and kept to it."),
}  # fmt: skip
ORGANISATIONS = {"3": "the health service", "4": "Housing options", "5": "another team of the council", "6": "Police",
                 "7": "Court advisory service", "8": "a local charity"}  # fmt: skip


def in_their_words(
    asked_by: str, source: str, child: str, female: bool, age: int, need: str, draws: list[float], year: int
) -> str:
    """Return what somebody who comes to the front door says; `draws` are numbers from 0 to 1."""

    def one(options: tuple[str, ...], draw: float) -> str:
        return options[int(draw * len(options))]

    if asked_by == "young_person":
        said = f"{one(YOUNG_PERSON, draws[0]).format(age=age)} {one(YOUNG_PERSON_ASKS, draws[1])}"
    elif asked_by == "professional":
        openings = PROFESSIONAL_OPENINGS.get(source[0], PROFESSIONAL_OPENINGS["8"])
        opening = one(openings, draws[0]).format(
            child=child, year=year - 1 - int(draws[1] * 3), percent=60 + int(draws[1] * 29)
        )
        said = f"{opening} {_of_need(need, child, female, professional=True)} {one(PROFESSIONAL_CLOSES, draws[2])}"
    elif asked_by == "relative_or_friend":
        said = f"{one(RELATIVE, draws[0]).format(child=child)} {_of_need(need, child, female, professional=True)}"
    else:
        named = f"{child}, who is {age}" if age else f"{child}, who is a baby"
        said = f"{one(PARENT_OPENINGS, draws[0]).format(child=named)}. {_of_need(need, child, female)} {one(PARENT_ASKS, draws[2])}"
    return said


NEEDS_SEEN = {
    "4B": "A parent has been very low and is finding the days long.", "4A": "{child} is anxious and is not sleeping.",
    "3B": "There has been abuse between the adults and the children have heard it.",
    "5A": "{child} needs more help with learning than there is.", "5B": "The parent finds letters and appointments hard to follow.",
    "2B": "A parent is using drugs and has said that they want help.", "1B": "A parent has been drinking most evenings.",
    "16A": "{child} comes hungry and in clothes that are too small.", "17A": "{child} has been shouted at a great deal and has gone quiet.",
    "6A": "{child} has a long-term illness and appointments are being missed.", "6B": "A parent is unwell and cannot do the school run.",
    "7A": "{child} is caring for a parent before and after school.", "14A": "{child} has been excluded twice and the family are worn out.",
    "10A": "{child} has been out overnight without anyone knowing where.", "15A": "{child} has hurt {themself} and has told a trusted adult.",
    "24A": "{child} has money and a phone that nobody can explain.", "13A": "{child} is afraid to walk home.",
    "18C": "{child} has said that a grown-up hit {them}.", "20": "The family have a lot to carry at once.",
}  # fmt: skip


def _of_need(need: str, child: str, female: bool, professional: bool = False) -> str:
    words = (NEEDS_SEEN if professional else PARENT_NEEDS).get(need, PARENT_NEEDS["20"])
    they, them, themself = ("she", "her", "herself") if female else ("he", "him", "himself")
    for plural, single in (("{They} have", "{They} has"), ("{they} have", "{they} has"), ("{They} do ", "{They} does "),
                           ("{They} are", "{They} is")):  # fmt: skip
        words = words.replace(plural, single)
    return words.format(child=child, they=they, They=they.capitalize(), them=them, themself=themself)
