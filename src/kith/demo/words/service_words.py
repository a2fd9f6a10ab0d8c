"""Services for families, as a made-up authority's directory would describe them: by kind of help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KindOfService:
    """One kind of service: its name, what it says of itself, ages in years, and what it costs.

    `share` is how common it is; `days` how many days a week it opens; `remote` is a helpline or online, with no place.
    """

    name: str
    about: str
    kinds: tuple[str, ...]
    youngest: int | None = None
    oldest: int | None = None
    fees: tuple[str, ...] = ("Free",)
    share: float = 1.0
    days: int = 2
    remote: bool = False


SERVICES = (
    KindOfService("Stay and play", "Toys, songs and a cup of tea. Come as you are and stay as long as you like.",
                  ("parenting",), 0, 4, ("Free", "£1 a family"), 3.0, 2),
    KindOfService("Baby massage", "Five weeks of calm with your baby, in a small group, led by a health visitor.",
                  ("parenting",), 0, 1, ("Free",), 1.5, 1),
    KindOfService("Feeding support", "Help with breast and bottle feeding from mothers who are trained to listen.",
                  ("parenting",), 0, 1, ("Free",), 1.0, 3),
    KindOfService("Parenting group", "Ten weeks with other parents: praise, play, calm limits. There is a crèche.",
                  ("parenting", "behaviour"), 2, 12, ("Free",), 2.0, 1),
    KindOfService("Home visiting volunteers", "A volunteer who comes each week for as long as you both find it useful.",
                  ("parenting", "mental_health"), 0, 5, ("Free",), 1.5, 5),
    KindOfService("Fathers' Saturday club", "Breakfast, football and making things, for dads and their children.",
                  ("parenting",), 0, 11, ("Free", "£2 a family"), 1.0, 1),
    KindOfService("Parents of teenagers group", "Six evenings about arguments, phones, worry and staying close.",
                  ("parenting", "behaviour"), 11, 18, ("Free",), 1.0, 1),
    KindOfService("Young people's counselling", "Somebody to talk to, in confidence, without a referral.",
                  ("behaviour",), 11, 25, ("Free",), 1.5, 4),
    KindOfService("Calm families drop-in", "Ask about sleep, tantrums, school and autism. No appointment.",
                  ("behaviour", "parenting"), 0, 12, ("Free",), 1.5, 1),
    KindOfService("Relationship counselling", "For couples who argue, and for parents who live apart and want to agree.",
                  ("relationship",), 18, None, ("What you can afford", "£10 to £40 a session"), 1.0, 3),
    KindOfService("Parenting apart course", "Two mornings on keeping children out of the middle after you separate.",
                  ("relationship",), 18, None, ("Free",), 1.0, 1),
    KindOfService("Youth club", "Music, cooking, sport and youth workers who know the area and will listen.",
                  ("outside_harm", "behaviour"), 8, 19, ("50p a visit", "Free"), 2.0, 3),
    KindOfService("Detached youth workers", "Youth workers on the streets in the evenings. Worried about a child? Ring.",
                  ("outside_harm",), 11, 19, ("Free",), 1.0, 4),
    KindOfService("Boxing and mentoring", "Train twice a week with a mentor who sees you outside the gym as well.",
                  ("outside_harm",), 11, 18, ("£1 a session",), 1.0, 2),
    KindOfService("Worried about exploitation helpline", "For parents who fear that somebody is using their child.",
                  ("outside_harm",), None, None, ("Free to ring",), 0.3, 7, remote=True),
    KindOfService("Saturday club for disabled children", "Swimming, cooking and trips with trained staff.",
                  ("short_breaks",), 5, 17, ("£5 a session", "Free with a short-breaks plan"), 1.5, 1),
    KindOfService("Sitting service", "A trained sitter who knows your child, for an evening or a weekend morning.",
                  ("short_breaks",), 0, 17, ("£6 an hour",), 0.8, 7),
    KindOfService("Parent carers' forum", "Parents of disabled children who help each other and speak to the council.",
                  ("short_breaks", "disability"), 0, 25, ("Free",), 0.6, 1),
    KindOfService("Alcohol and drug service", "Walk in. A worker sees you the same day, and your family if you wish.",
                  ("substance_misuse",), 18, None, ("Free",), 1.0, 5),
    KindOfService("Families of people who drink", "For anybody who loves somebody who drinks or uses drugs.",
                  ("substance_misuse",), 16, None, ("Free",), 0.8, 1),
    KindOfService("Talking therapies", "Help with worry and low mood. You may refer yourself.",
                  ("mental_health",), 18, None, ("Free",), 1.0, 5),
    KindOfService("New mothers' circle", "For mothers who feel low or frightened after a birth. Bring the baby.",
                  ("mental_health", "parenting"), 0, 2, ("Free",), 1.2, 1),
    KindOfService("Night listening line", "Volunteers who listen from six in the evening until six in the morning.",
                  ("mental_health",), None, None, ("Free to ring",), 0.3, 7, remote=True),
    KindOfService("Bereaved families group", "For children who have lost somebody, and the grown-ups who look after them.",
                  ("mental_health", "behaviour"), 4, 18, ("Free",), 0.7, 1),
    KindOfService("Independent living advice", "Equipment, adaptations, personal assistants and rights.",
                  ("disability",), 18, None, ("Free",), 0.8, 3),
    KindOfService("Young carers' supper club", "Supper, homework and a rest for children who look after somebody.",
                  ("disability", "parenting"), 8, 18, ("Free",), 1.0, 1),
    KindOfService("Domestic abuse advocates", "Independent advice about staying safe, for you and your children. In confidence.",
                  ("domestic_abuse",), 16, None, ("Free",), 0.6, 5),
    KindOfService("Domestic abuse helpline", "Somebody who believes you, at any hour. Say if it is not safe to ring back.",
                  ("domestic_abuse",), None, None, ("Free to ring",), 0.3, 7, remote=True),
    KindOfService("Stopping hurting", "A programme for people who frighten or hurt their partner and want to stop.",
                  ("domestic_abuse", "relationship"), 18, None, ("Free",), 0.5, 1),
    KindOfService("Housing advice", "Damp, repairs, arrears, eviction and overcrowding. Bring the letters.",
                  ("housing",), 16, None, ("Free",), 1.5, 3),
    KindOfService("Tenants' repair clinic", "A surveyor and a solicitor, together, on Thursday evenings.",
                  ("housing",), 16, None, ("Free",), 0.6, 1),
    KindOfService("Debt advice", "Somebody who knows the forms and rings the people you owe.",
                  ("debt",), 16, None, ("Free",), 1.5, 3),
    KindOfService("Food bank and money table", "Food the same day, and somebody to look at benefits with you.",
                  ("debt",), None, None, ("Free",), 1.5, 2),
    KindOfService("Credit union", "Small loans, and savings for school uniform and Christmas.",
                  ("debt",), 16, None, ("Interest is said before you borrow",), 0.5, 3),
)  # fmt: skip

# Organisations, invented and plainly so: a first and a second part make one.
FIRST = ("Lantern", "Saplings", "Kestrel", "Open Gate", "Stepping Stone", "Marigold", "Harbour", "Rowan", "Wren", "Bramble",
         "Two Bridges", "Skylark", "Thimble", "Pear Tree")  # fmt: skip
SECOND = (
    "Family Hub",
    "Community Trust",
    "Neighbours",
    "Project",
    "Children's Centre",
    "Together",
    "Foundation",
)
REMARKS = ("In term time", "Come late if you need to", "Ring first", "Ask about the crèche", "", "", "")
