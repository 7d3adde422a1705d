"""Claims of other reports that a claim answers, and what was downloaded of those reports to read them by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import urlsplit

from report_build.model.text import Text

ANSWERS = ("supports", "disputes")  # what a claim does to the one that it answers
OTHERS_FOLDER = "others"  # of the data folder: the ``argument.jsonld`` of each report that is answered

_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\x9f<>\"{}|^`\\]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim of another report that a claim answers (``answers`` of ``data/claims.yaml``)."""

    address: str  # where the other report gives its claim: the name that it has there
    how: str  # one of ANSWERS
    wording: Text  # theirs, word for word, in the one language in which it was read
    seen: str  # ISO date on which it was read, or ""

    @property
    def language(self) -> str:
        """The language of their wording; '' where there is none."""
        return next((language for language, said in self.wording.items() if said), "")

    @property
    def words(self) -> str:
        """Their wording."""
        return self.wording.get(self.language, "")

    @property
    def link(self) -> str:
        """The address, where it can be one; '' else: what is written there leads nowhere then."""
        return self.address if is_claim_address(self.address) else ""

    @property
    def digest(self) -> str:
        """What their wording is recognised by: see :func:`digest_of`."""
        return digest_of(self.words)


@dataclass(frozen=True, slots=True)
class OtherReport:
    """The claims of another report, as its ``argument.jsonld`` has them."""

    file: str  # POSIX path relative to the study's root
    claims: Mapping[str, Text] = field(default_factory=dict)  # the claim's address -> its wording by language


def is_claim_address(address: str) -> bool:
    """Whether a text is the full web address of a place within a page."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return False
    named = bool(host) and bool(address.partition("#")[2])
    return named and parts.scheme in ("http", "https") and not _NOT_IN_AN_ADDRESS.search(address)


def in_one_form(words: str) -> str:
    """A wording as two of them are compared: letters composed, and blanks of every kind and number as one."""
    return " ".join(normalize("NFC", words).split())


def digest_of(words: str) -> str:
    """The SHA-256 of a wording in UTF-8, in the form in which wordings are compared."""
    return sha256(in_one_form(words).encode("utf-8", "surrogatepass")).hexdigest()
