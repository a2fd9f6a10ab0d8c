"""The words an instance may use, each with what it means; the JSON Schema prints the same lists."""

from __future__ import annotations

SEXES = {"female": "female", "male": "male", "other": "other, or not yet known"}

HOME_KINDS = {
    "foster": "foster carers approved in the ordinary way",
    "connected_person": "a relative, friend or other connected person approved for named children",
    "childrens_home": "a registered children's home",
    "supported_accommodation": "registered supported accommodation, for 16- and 17-year-olds",
}

FOSTERING_KINDS = ("foster", "connected_person")

PROVIDERS = {
    "own": "the authority's own",
    "agency": "an independent fostering agency or private provider",
    "other": "another authority, a voluntary organisation or other public provision",
}

PLACEMENT_KINDS = {
    "emergency": "tonight, until a plan is made",
    "short_term": "until return home, a permanent home or adulthood is settled",
    "long_term": "intended to last until adulthood",
    "respite": "short breaks",
    "remand": "remanded to local authority accommodation",
    "parent_and_child": "a parent and their child together",
}

NEEDS = {
    "autism": "autism",
    "behaviour": "behaviour that challenges",
    "exploitation": "risk of exploitation, going missing",
    "health": "medical need, feeding, medication",
    "learning_disability": "learning disability",
    "mental_health": "mental health, self-harm",
    "offending": "offending, remand conditions",
    "physical_disability": "physical or sensory disability, adapted house",
    "sexualised_behaviour": "harmful sexual behaviour, or risk of it",
    "substance_use": "drugs or alcohol, or born dependent",
    "trauma": "the effects of abuse, neglect or loss",
    "unaccompanied": "arrived in the country alone",
}

LEVELS = {1: "some", 2: "considerable", 3: "specialist"}

ETHNICITIES = {
    "asian": "Asian or Asian British",
    "black": "Black, African, Caribbean or Black British",
    "mixed": "Mixed or multiple ethnic groups",
    "other": "Other ethnic group",
    "white": "White",
    "unknown": "refused, or not yet known",
}

PREFERENCE_KINDS = {
    "language": "a language spoken at home (ISO 639 code, or a word)",
    "religion": "a religion practised or respected in the home",
    "ethnicity": "carers who share the child's ethnicity",
    "identity": "a home affirming an identity the child has stated",
    "home_kind": "the kind of home the child wants",
    "feature": "anything else the child asks for: a garden, a dog, no dog, other children",
}

PAIR_DECISIONS = {
    "together": "must live together: one home for both, or none for either",
    "prefer_together": "should live together if it can be; what every pair is until a decision is made",
    "no_preference": "either way is as good",
    "apart": "must not live in the same home",
}

RESIDENT_KINDS = {
    "placed": "a looked-after child placed here, who counts towards the approved number",
    "own_child": "the carers' own child, or another child who is not fostered",
    "adult": "an adult who lives here or often visits, carers included",
}

TRAVEL_TO = {"school": "the school run", "family": "to the family home"}
