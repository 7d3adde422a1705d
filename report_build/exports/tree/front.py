"""Who made the report, and what the study says of itself, for the title page of each form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contributor:
    """An author, with what is known of them."""

    name: str  # as it is said
    family: str  # '' of an entity
    given: str
    orcid: str  # as an address
    affiliation: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a study says of itself: who paid for it, where its data are, how people were asked."""

    about: str  # one of STATEMENTS
    label: str
    said: str
