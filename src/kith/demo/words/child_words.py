"""What children say: who they are, and why somebody matters to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kith.demo.chance import Chance, happens
from kith.demo.days import NEVER, Days
from kith.demo.households import YEAR

if TYPE_CHECKING:
    from kith.demo.world import World

LIKES_YOUNG = ("drawing dogs", "my scooter", "building dens", "dinosaurs", "being the helper at snack time", "swimming",
               "stories about space", "painting", "trains", "dressing up", "jumping in puddles", "singing", "playing shops",
               "bugs and snails", "football in the yard", "dancing", "puzzles", "making slime", "the big slide", "bubbles")  # fmt: skip
LIKES_OLDER = ("football", "making beats on my phone", "baking", "reading manga", "boxing", "my hair and nails", "drawing",
               "fixing bikes", "gaming with my cousins", "netball", "horror films", "choir", "cooking jollof", "skating",
               "drama club", "swimming", "looking after animals", "basketball", "writing stories", "cadets")  # fmt: skip
GOOD_AT = ("maths", "making people laugh", "looking after the little ones", "running", "remembering things", "spelling",
           "being a good friend", "cooking pasta", "science", "drawing", "goalkeeping", "telling stories", "doing plaits",
           "not giving up", "speaking two languages", "fixing things", "noticing when somebody is sad", "dancing")  # fmt: skip
WANTS = ("I want Mum to be less tired", "I want us to stay in one house", "I want people to ask me and not just my mum",
         "I would like a bed of my own", "I want to see my nan more", "I want to stay at my school",
         "I would like the shouting to stop", "I want to go to the club on Thursdays again", "I want a worker who stays",
         "I want my brother and me to have the same weekends", "I want to be a vet", "I want to do my exams properly",
         "I would like somebody to come to parents' evening", "I want my dad to ring when he says he will",
         "I want help with reading", "I want everyone to know I am trying")  # fmt: skip
LIKE_PEOPLE = ("I like people who listen", "I do not like lots of questions at once", "I talk more when I am walking",
               "I am shy at first", "I like it when people say what will happen next", "Please do not come to my lesson",
               "I need a bit of time to think", "I like to have my headphones near", "You can text me first")  # fmt: skip

MATTER = {
    "parent": ("She makes me feel safe when it is dark.", "He comes to all my matches.", "We have the same laugh.",
               "She does silly voices at bedtime.", "He taught me to ride my bike.", "She always says sorry after.",
               "He cooks my favourite on Fridays.", "She knows when I am worried."),
    "grandparent": ("Nan's house smells of toast and nobody shouts.", "She rings me every Sunday.",
                    "Grandad lets me hold the torch.", "She teaches me our language.", "I sleep best there.",
                    "She keeps my drawings on the fridge."),
    "step_parent": ("He helps me with maths.", "She does not try to be my mum and that is good.", "He waits for me at the gate."),
    "aunt_or_uncle": ("She takes me out so I can just be me.", "He is funny and he is always on time.",
                      "I can ring her whenever."),
    "guardian": ("She said I can stay for always.", "She is the one I go to."),
    "friend": ("She saves me a seat.", "He has been my friend since Reception.", "We tell each other everything.",
               "She makes me brave.", "He does not mind when I am quiet."),
    "neighbour": ("She lets me feed the cat.", "He always says hello and means it.", "I can knock if I forget my key."),
    "professional": ("She remembers what I said last time.", "He is fair.", "She lets me sit in her room at break.",
                     "He says I could go far."),
}  # fmt: skip


def who_i_am(chance: Chance, ages: NDArray[np.float64]) -> list[str]:
    """Return what each child of an age says of themself, a few short sentences."""
    spoken = []
    for age, draws in zip(ages.tolist(), chance.random((len(ages), 6)).tolist(), strict=True):
        likes = LIKES_YOUNG if age < 10 else LIKES_OLDER
        parts = [
            f"I am {int(age)} and I like {likes[int(draws[0] * len(likes))]}.",
            f"I am good at {GOOD_AT[int(draws[1] * len(GOOD_AT))]}.",
        ]
        if draws[2] < 0.75:
            parts.append(f"{WANTS[int(draws[3] * len(WANTS))]}.")
        if draws[4] < 0.55 and age > 6:
            parts.append(f"{LIKE_PEOPLE[int(draws[5] * len(LIKE_PEOPLE))]}.")
        spoken.append(" ".join(parts))
    return spoken


def why_they_matter(
    world: World, chance: Chance, kind: str, elder: NDArray[np.int64], younger: NDArray[np.int64]
) -> tuple[list[str], Days]:
    """Return the child's own words about somebody, for some of the children who have been asked, and the day."""
    options = MATTER.get(kind, ())
    people = world.people
    family = people.family[younger]
    known = people.known_day[family]
    day = known + chance.integers(5, 90, size=len(younger))
    age = (day - people.households.born[younger]) / YEAR
    active = people.added_by[family] > 0
    says = (
        active
        & (age >= 4)
        & (age < 18)
        & (day <= world.last)
        & happens(chance, 0.16, len(younger))
        & bool(options)
    )
    which = chance.integers(max(len(options), 1), size=len(younger))
    female = people.households.female[elder]
    words = [
        _fitting(options[place], bool(is_female)) if said else ""
        for said, place, is_female in zip(says.tolist(), which.tolist(), female.tolist(), strict=True)
    ]
    return words, np.where(says, day, NEVER)


def _fitting(words: str, female: bool) -> str:
    """Return words about somebody with the pronoun that fits."""
    pairs = (
        ("Grandad lets", "Nan lets"),
        ("He ", "She "),
        (" he ", " she "),
        ("his ", "her "),
        ("him ", "her "),
    )
    for his, hers in pairs:
        words = words.replace(his, hers) if female else words.replace(hers, his)
    if not female:
        words = words.replace("Nan's", "Grandad's").replace("be my mum", "be my dad")
    return words
