"""Whose copy of a chronology holds which passage: drawn for somebody who answers for disclosure to read.

One row for each passage: what it says, whom it is about, from whom it is withheld, and in whose copies it therefore is.
The mother, Daniel and Esther are the family; the chronology is about all three.
"""

from __future__ import annotations

PEOPLE = ("mother", "child", "sibling")

# what it says                                   about                  withheld from    in the copy of
COPIES = """
A contact was received about all three        | mother child sibling |                | mother child sibling
He told me about the fight at school          | child                |                | child
She is afraid when voices are raised          | sibling              | mother         | sibling
They share one room at her wish               | child sibling        |                | child sibling
A neighbour asked not to be named to her      | mother child         | mother         | child
Her own health, which is hers to tell         | mother               |                | mother
What he fears, not to be told to either       | child                | mother child   |
Said of her in confidence by another          | mother               | mother         |
All of them, and kept from both children      | mother child sibling | child sibling  | mother
Hers alone, and not to be told her yet        | sibling              | sibling        |
"""


def rows() -> list[tuple[str, tuple[str, ...], tuple[str, ...], set[str]]]:
    """Return the table as rows: words, about, withheld from, in whose copies."""
    found = []
    for line in COPIES.strip().splitlines():
        words, about, withheld, copies = (part.strip() for part in line.split("|"))
        found.append((words, tuple(about.split()), tuple(withheld.split()), set(copies.split())))
    return found
