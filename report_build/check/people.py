"""Rules on the names of people in a bibliography: what BibTeX would read as other names than were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_build.findings import Finding
from report_build.model.bibliography import Work

_Findings = Iterator[Finding]

_PEOPLE = ("author", "editor", "translator", "bookauthor", "editora", "editorb", "editorc")
_INSTITUTION = re.compile(
    r"\b(?:minist(?:[eèé]re|ry|erium)|universit|association|institut|(?:cent(?:re|er)|zentrum)\b|agence|agency|conseil|council"
    r"|commission|d[ée]partement|department|soci[ée]t[ée]|society|organi[sz]ation|f[ée]d[ée]ration|fondation|foundation"
    r"|office\b|bureau\b|comit[ée]|committee|direction\b|laborato|observatoire|observatory|union\b|[ée]cole\b|bundes"
    r"|gouvernement|government|parlement|parliament|consortium|alliance|academ|acad[ée]mie|mus[ée]e|museum|biblioth[eè]que"
    r"|library|h[ôo]pital|hospital|groupe?\b|collecti(?:f|ve)\b|[ée]quipe\b|team\b|network\b|r[ée]seau\b|initiative"
    r"|company|corporation|nations\b|authority|autorit[ée])",
    re.IGNORECASE,
)
# What joins names elsewhere: "Durand & Petit", "Durand et Petit", "Durand / Petit".
_JOINT = re.compile(
    r";|\s(?:&|\\&|/|\||\+)\s|,\s?(?:&|\\&)|\s(?:et|und|y|e|with|avec|mit|con|AND|And|et\.? al\.?)\s(?=\S)|\set al\b"
)
_JUNIOR = re.compile(r"(?:[Jj][Rr]|[Ss][Rr])\.?|II|III|IV|Ph\.? ?D\.?|M\.D\.|Esq\.?")
_NOBODY = re.compile(  # what stands for a name that is not known, or that is none
    r"et\.? al\.?|n/a|n\. ?a\.|tb[ad]|unknown|inconnue?s?|unbekannt|desconocid[oa]|\[?s\. ?n\.?\]?|[\W\d_]+|\S+://.*|\S+@\S+",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:(?:Dr|Prof|Mrs?|Ms|Mme|Mlle|Herr|Frau)\b\.? +)+(?=\w)")
_WITHOUT_NAME, _WITH_TITLE = "have no name in", "have a title, which is no name, in"
_CURES = {_WITHOUT_NAME: "Leave it out where nobody is named", _WITH_TITLE: "Leave the title out"}
_WITH_JUNIOR = "have 'Jr.' and the like in the place of a name"
_SUFFIX = re.compile(
    r"(?:jr|sr|junior|senior|fils|père|[IVX]+|\d(?:st|nd|rd|th)|ph\.? ?d|m\.? ?d|esq|[\w.]{1,4}\.)\.?", re.IGNORECASE
)
_TWO_NAMES = re.compile(
    r"(?!(?:D[aeiou]|D[eo]l?la|Del|D[eo]s|L[aei]|El|Al|Ben|Ibn|Mac|Saint|St|San|Santa|V[ao]n|Ter?n?|Ten)\b)"
    r"[^\W\d_a-z][\w’'-]+ [^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w’'-]+ [^\W\d_a-z][\w’'-]+"
)


def check_people(work: Work) -> _Findings:
    """Lists of names that are joined otherwise than by "and", and names that are read as somebody else's."""
    for field in _PEOPLE:
        text = work.fields.get(field, "")
        if not text.strip():
            continue
        yield from _check_list(work, field, _outside_braces(re.sub(r"\{\s*(\\?&)\s*\}", r"\1", text)))


def _outside_braces(text: str) -> str:
    """A list of names in which ``{…}`` stands for whatever braces protect."""
    pieces, depth = [], 0
    for sign in text:
        if sign == "{":
            pieces.append("{" if not depth else "")
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            pieces.append("}" if not depth else "")
        elif not depth:
            pieces.append(sign)
    return " ".join("".join(pieces).split())


def _check_list(work: Work, field: str, text: str) -> _Findings:
    place, whose = work.origin.at(field), f"the {field}s of '{work.key}'"
    if re.search(r"(?:^|\s)and others$", text):
        message = f"{whose} end with 'and others'"
        yield Finding(place, "RB213", message, "Name them all once the work has been seen")
    text = text.replace("\\,", " ")
    names = [name.strip() for name in re.split(r"\sand(?=\s)", f" {text} ")]
    if wrong := _wrong_with(names, text):
        hint = "Write Family, Jr., Given" if _WITH_JUNIOR in wrong else "Write Family, Given and Family, Given"
        hint = next((cure for said, cure in _CURES.items() if wrong.startswith(said)), hint)
        yield Finding(place, "RB224", f"{whose} {wrong}", hint)
        return
    for name in names:
        if "," not in name and "{" not in name and len(name.split()) > 1 and _INSTITUTION.search(name):
            message = f"'{name[:60]}' among {whose} is read as a person's name"
            yield Finding(place, "RB225", message, f"Write {{{name}}} in braces of its own where it is an institution")
        elif _TWO_NAMES.fullmatch(name) and not _JUNIOR.fullmatch(name.split(",")[0].split()[-1]):
            family, given = name.split(", ")
            message = f"'{name[:60]}' among {whose} is read as one person, of the family '{family}'"
            hint = f"Write {family} and {given} where they are two; else put the family in braces"
            yield Finding(place, "RB225", message, hint)


def _wrong_with(names: Sequence[str], text: str) -> str:
    """What shows that a list of names is not in BibTeX's form; '' where nothing does."""
    if not all(names) or names[0] == "others":
        return "have an 'and' without a name"
    if found := _JOINT.search(re.sub(r"[^,;&\\/|+(\w\s]", "", text)):
        return f"are joined by '{found[0].strip()}'"
    for name in names:
        if _NOBODY.fullmatch(name) and "{" not in name:
            return f"{_WITHOUT_NAME} '{name[:60]}'"
        if "=" in name:
            continue
        if found := _TITLE.match(name):
            return f"{_WITH_TITLE} '{name[:60]}': '{found[0].strip()}'"
        parts = [part.strip() for part in name.split(",")]
        initials = re.match(r"\s*(?:\w\. ?)+\w[\w-]+, ?(?:\w\. ?)+\w", name)
        if len(parts) > 1 and any(_JUNIOR.fullmatch(parts[at]) for at in (0, -1)):
            return f"{_WITH_JUNIOR} in '{name[:60]}'"
        suffixed = len(parts) == 3 and not _SUFFIX.fullmatch(parts[1]) and "{" not in parts[1]  # noqa: PLR2004  # reason: "von Last, Jr, First"
        if len(parts) > 3 or initials or suffixed:  # noqa: PLR2004  # reason: as above
            return f"have more than one person in '{name[:60]}'"
        if len(parts) > 1 and not parts[0]:
            return f"have no family name in '{name[:60]}'"
        last = parts[-1] if len(parts) > 1 else name.split()[-1]
        if _JUNIOR.fullmatch(last) and len(parts) == 1 and len(name.split()) > 1:
            return f"{_WITH_JUNIOR} in '{name[:60]}'"
        if found := re.search(r"\([^()]*\)$", name):
            return f"have more than a name in '{name[:60]}': '{found[0]}'"
    return ""
