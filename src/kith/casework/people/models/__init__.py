"""The people room's nouns, one file for each."""

from kith.casework.people.models.address import Address, Residence
from kith.casework.people.models.characteristic import CharacteristicKind, PersonCharacteristic
from kith.casework.people.models.contact_detail import ContactDetail
from kith.casework.people.models.family import Family, FamilyMembership
from kith.casework.people.models.identifier import Identifier, IdentifierKind
from kith.casework.people.models.merge import PersonMerge
from kith.casework.people.models.name import NameKind, NameWord, PersonName
from kith.casework.people.models.network import NetworkKind, NetworkMember
from kith.casework.people.models.person import Person, Restriction, Sex
from kith.casework.people.models.relationship import Relationship, RelationshipKind
from kith.casework.people.models.school import School, SchoolPhase, SchoolPlace, SchoolPlaceEnding

__all__ = [
    "Address",
    "CharacteristicKind",
    "ContactDetail",
    "Family",
    "FamilyMembership",
    "Identifier",
    "IdentifierKind",
    "NameKind",
    "NameWord",
    "NetworkKind",
    "NetworkMember",
    "Person",
    "PersonCharacteristic",
    "PersonMerge",
    "PersonName",
    "Relationship",
    "RelationshipKind",
    "Residence",
    "Restriction",
    "School",
    "SchoolPhase",
    "SchoolPlace",
    "SchoolPlaceEnding",
    "Sex",
]
