"""Sources of the small study, each spoilt in one way.

The findings that each gives stand word for word in ``golden/broken_inputs.txt``, under its name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Broken:
    """One way to spoil the small study."""

    name: str
    file: str  # POSIX path in the study
    spoil: Callable[[Path], None]  # what is done to that file

    def __str__(self) -> str:
        return self.name


def put(content: str | bytes) -> Callable[[Path], None]:
    """The whole file replaced."""

    def spoil(file: Path) -> None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    return spoil


def swap(old: str, new: str) -> Callable[[Path], None]:
    """One passage of the file replaced, which must be there."""

    def spoil(file: Path) -> None:
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, old
        file.write_bytes(text.replace(old, new, 1).encode())

    return spoil


def recode(change: Callable[[str], bytes]) -> Callable[[Path], None]:
    """The file written another way."""

    def spoil(file: Path) -> None:
        file.write_bytes(change(file.read_text(encoding="utf-8")))

    return spoil


def append(content: str | bytes) -> Callable[[Path], None]:
    """Something added at the file's end."""

    def spoil(file: Path) -> None:
        file.write_bytes(file.read_bytes() + (content if isinstance(content, bytes) else content.encode()))

    return spoil


def remove(file: Path) -> None:
    file.unlink()


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def in_turn(*spoils: Callable[[Path], None]) -> Callable[[Path], None]:
    """Several ways, one after the other."""

    def spoil(file: Path) -> None:
        for one in spoils:
            one(file)

    return spoil


def french_spreadsheet(text: str) -> bytes:
    """As a French spreadsheet saves it: semicolons, Windows-1252, CRLF."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(csv.reader(io.StringIO(text)))
    return out.getvalue().encode("cp1252")


BOMB = "claims: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"k{depth}: &a{depth} [{', '.join([f'*a{depth - 1}'] * 10)}]\n" for depth in range(1, 10)
)

A = "{fr: a, en: a}"
UNUSED = (
    f"  - {{code: jeu, kind: mechanism, order: 9, label: {A}, definition: {A}, "
    f"steps: [{{actor: {A}, action: {A}}}, {{actor: {A}, action: {A}}}]}}\n"
)

READ_AS_MEANT: tuple[Broken, ...] = (
    Broken("UTF-8 with a byte-order mark", "data/cases.csv", recode(lambda text: b"\xef\xbb\xbf" + text.encode())),
    Broken("CRLF line ends", "data/evidence.csv", recode(lambda text: text.replace("\n", "\r\n").encode())),
    Broken("CR line ends", "data/evidence.csv", recode(lambda text: text.replace("\n", "\r").encode())),
    Broken("CRLF in YAML", "data/codebook.yaml", recode(lambda text: text.replace("\n", "\r\n").encode())),
    Broken("CRLF in BibTeX", "references.bib", recode(lambda text: text.replace("\n", "\r\n").encode())),
    Broken("empty last lines", "data/codings.csv", append("\n\n,,\n   \n")),
    Broken("no last line end", "data/codings.csv", recode(lambda text: text.rstrip().encode())),
    Broken("trailing blanks", "data/codings.csv", recode(lambda text: text.replace("\n", "  \n").encode())),
    Broken("trailing empty columns", "data/codings.csv", recode(lambda text: text.replace("\n", ",,\n").encode())),
    Broken("Excel's line on the separator", "data/codings.csv", recode(lambda text: f"sep=,\n{text}".encode())),
    Broken(
        "commas, quotes and a line end in a quoted cell",
        "data/evidence.csv",
        swap(
            "La plupart des lecteurs de midi ne viennent qu’une fois.",
            '"La plupart,\nà midi, ne {""passent""} qu’une fois."',
        ),
    ),
    Broken("markup in a paraphrase", "data/evidence.csv", swap("Une étude citée", "<script>alert(1)</script><b>")),
    Broken("a formula in a paraphrase", "data/evidence.csv", swap("Une étude citée", "=HYPERLINK(0) ")),
    Broken(
        "an id that looks like a date",
        "data/codebook.yaml",
        recode(lambda t: t.replace("cadre", "2026-11-22").encode()),
    ),
    Broken("a word for a list of one", "data/codebook.yaml", swap("sources: [modele2019]", "sources: modele2019")),
    Broken(
        "an alias that repeats a scale",
        "data/codebook.yaml",
        in_turn(
            swap("scale: [present, absent, not-stated]", "scale: &met [present, absent, not-stated]"),
            swap("scale: [present, absent, not-stated]", "scale: *met"),
        ),
    ),
    Broken(
        "an id that looks like a boolean", "data/codebook.yaml", recode(lambda t: t.replace("cadre", "no").encode())
    ),
    Broken(
        "an @string that is used",
        "references.bib",
        in_turn(
            swap("@book", "@string{ee = {Éditions de l'Exemple}}\n@book"),
            swap("{Éditions de l'Exemple},\n", "ee # { et fils},\n"),
        ),
    ),
)

FILES: tuple[Broken, ...] = (
    Broken("a missing table", "data/evidence.csv", remove),
    Broken("a missing codebook", "data/codebook.yaml", remove),
    Broken("a missing bibliography", "references.bib", remove),
    Broken("a missing citation file", "CITATION.cff", remove),
    Broken("a folder where a table is expected", "data/codings.csv", make_folder),
    Broken("an empty table", "data/codings.csv", put(b"")),
    Broken("an empty codebook", "data/codebook.yaml", put("# nothing yet\n")),
    Broken("an empty citation file", "CITATION.cff", put(b"")),
    Broken("a binary file", "data/cases.csv", put(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe")),
    Broken("Windows-1252 and semicolons", "data/decisions.csv", recode(french_spreadsheet)),
    Broken("tabs between cells", "data/codings.csv", recode(lambda text: text.replace(",", "\t").encode())),
    Broken("UTF-16", "data/cases.csv", recode(lambda text: text.encode("utf-16"))),
    Broken("UTF-16 without a byte-order mark", "data/codings.csv", recode(lambda text: text.encode("utf-16-be"))),
    Broken(
        "two encodings in one file",
        "data/evidence.csv",
        append("e08,soir,table,,retours,1,Un thé.,A tea.,,\n".encode("cp1252")),
    ),
    Broken("Mac OS Roman", "data/speakers.csv", recode(lambda text: text.encode("mac-roman"))),
    Broken("NUL bytes", "data/evidence.csv", swap("Un", "U\0n")),
    Broken("a file that is misspelt", "data/evidences.csv", put("id\n")),
)

ROWS: tuple[Broken, ...] = (
    Broken("a cell too many", "data/codings.csv", swap("e03,noyau,for", "e03,noyau,for,really")),
    Broken("a cell too few", "data/codings.csv", swap("e03,noyau,for", "e03,noyau")),
    Broken("a quote that nothing closes", "data/relations.csv", swap("heure-passage,", '"heure-passage,')),
    Broken("a quote closed too late", "data/evidence.csv", swap("La plupart", '"La plupart')),
    Broken("text after a closing quote", "data/evidence.csv", swap('régulière."', 'régulière." vraiment')),
    Broken(
        "a missing column",
        "data/sections.csv",
        swap("section,order,", "section,rank,"),
    ),
    Broken("a missing id column", "data/cases.csv", swap("case,", "programme,")),
    Broken("a misspelt column", "data/fieldwork.csv", swap("population_bound", "population_bond")),
    Broken("a column in no language", "data/cases.csv", swap("summary_en", "summary_english")),
    Broken(
        "a missing language column",
        "data/sections.csv",
        recode(lambda t: "".join(f"{line.rpartition(',')[0]}\n" for line in t.splitlines()).encode()),
    ),
    Broken("a misspelt language", "data/sections.csv", swap("label_en", "label_enn")),
    Broken("a misspelt language in YAML", "data/displays.yaml", swap("en: Collectives by", "eng: Collectives by")),
    Broken("a repeated column", "data/sections.csv", swap("label_en", "label_fr")),
    Broken("no number", "data/fieldwork.csv", swap(",12,=", ",twelve,=")),
    Broken("an empty id", "data/relations.csv", swap("heure-noyau,", ",")),
    Broken("an empty required cell", "data/sections.csv", swap("Les retours,Returns", ",")),
    Broken("a label of no report", "data/labels.csv", append("generall,x,y\n")),
    Broken(
        "a label that cannot be filled in",
        "data/labels.csv",
        append("bound.>,plus de {count.__class__},more than {count\n"),
    ),
)

TREES: tuple[Broken, ...] = (
    Broken("a tab in YAML", "data/claims.yaml", swap("    kind: empirical", "\tkind: empirical")),
    Broken(
        "a colon in a plain text", "data/claims.yaml", swap('{fr: "Deux passages', 'why: not: this {fr: "Deux passages')
    ),
    Broken(
        "a quote that nothing closes in YAML", "data/displays.yaml", swap("caption: {fr: Les", 'caption: {fr: "Les')
    ),
    Broken("a repeated key", "data/displays.yaml", swap("    kind: table", "    kind: table\n    kind: figure")),
    Broken("an unknown key", "data/codebook.yaml", swap("    tabulated: true", "    tabluated: true")),
    Broken("an unknown list", "data/codebook.yaml", swap("codes:", "code:")),
    Broken("a mapping for a list", "data/claims.yaml", put("claims: {c-one: {kind: empirical}}\n")),
    Broken(
        "a text for a mapping by language", "data/codebook.yaml", swap("{fr: Passage, en: Passing through}", "Passage")
    ),
    Broken("a list for a word", "data/codebook.yaml", swap("kind: subtype", "kind: [subtype]")),
    Broken("no flag", "data/codebook.yaml", swap("tabulated: true", "tabulated: perhaps")),
    Broken("an order in words", "data/codebook.yaml", swap("order: 1", "order: first")),
    Broken("an item that is a text", "data/displays.yaml", swap("displays:", "displays:\n  - tbl-collectifs")),
    Broken("aliases that multiply", "data/claims.yaml", put(BOMB)),
    Broken("an alias of itself", "data/claims.yaml", put("claims: &a [*a]\n")),
    Broken("nesting without end", "data/claims.yaml", put("claims: " + "[" * 100_000)),
    Broken("a second document", "data/claims.yaml", append("---\nclaims: []\n")),
    Broken("a list for a key", "data/displays.yaml", swap("    kind: table", "    [kind, a]: table")),
    Broken(
        "a Python object", "data/claims.yaml", swap("kind: empirical", "kind: !!python/object/apply:os.system [ls]")
    ),
)

CODING: tuple[Broken, ...] = (
    Broken("a repeated id", "data/evidence.csv", append("e01,soir,table,,retours,table,Encore.,Again.,,\n")),
    Broken("a repeated pair", "data/codings.csv", append("e01,passage,against\n")),
    Broken("an id that cannot be an address", "data/relations.csv", swap("heure-noyau", "Heure noyau/é")),
    Broken("an unknown code", "data/codings.csv", swap("e03,noyau", "e03,noyo")),
    Broken("an unknown case", "data/tables/collectives.csv", swap(",soir,", ",soire,")),
    Broken("general beside a case", "data/evidence.csv", swap("e05,general", "e05,general;soir")),
    Broken("unknown evidence", "data/assessments.csv", swap(",e03,clear,inferred", ",e30,clear,inferred")),
    Broken("an unknown level", "data/assessments.csv", swap("strongly-marked", "strongly-market")),
    Broken("a level off its scale", "data/assessments.csv", swap(",absent,", ",unmarked,")),
    Broken(
        "a scale without not-stated", "data/codebook.yaml", swap("[present, absent, not-stated]", "[present, absent]")
    ),
    Broken(
        "a scale that does not end",
        "data/codebook.yaml",
        swap("marked, unmarked, not-stated]", "not-stated, marked, unmarked]"),
    ),
    Broken("an unknown voice", "data/evidence.csv", swap("author-report", "auther-report")),
    Broken("an unknown bearing", "data/codings.csv", swap("e02,heure-fixe,against", "e02,heure-fixe,contra")),
    Broken("a condition that is a subtype", "data/relations.csv", swap("heure-fixe,favours", "voisinage,favours")),
    Broken("a missing assessment", "data/assessments.csv", swap("soir,cafe,not-stated,,,clear,,,,\n", "")),
    Broken("a repeated assessment", "data/assessments.csv", append("soir,cafe,not-stated,,,clear,,,,\n")),
    Broken("an assessment without evidence", "data/assessments.csv", swap("present,,e07,", "present,,,")),
    Broken(
        "evidence for what is not stated",
        "data/assessments.csv",
        swap("soir,cafe,not-stated,,,", "soir,cafe,not-stated,,e05,"),
    ),
    Broken(
        "a level without basis",
        "data/assessments.csv",
        swap("present,,e07,clear,stated,plain", "present,,e07,clear,,plain"),
    ),
    Broken("a missing language", "data/decisions.csv", swap("Keep a single sign.", "")),
    Broken("a missing language in YAML", "data/displays.yaml", swap(", en: Table of collectives by group.", "")),
    Broken(
        "a coding against the level",
        "data/codings.csv",
        swap("e03,passage-vers-noyau,for", "e03,passage-vers-noyau,against"),
    ),
    Broken("a coding where nothing is stated", "data/codings.csv", append("e01,noyau,for\n")),
    Broken("evidence from elsewhere", "data/assessments.csv", swap(",e01;e02,", ",e01;e03,")),
    Broken("an influence seen elsewhere", "data/relations.csv", swap("noyau,soir,e03", "noyau,midi,e03")),
    Broken(
        "a collective met elsewhere", "data/tables/collectives.csv", swap("tablee-du-soir,soir", "tablee-du-soir,midi")
    ),
    Broken("a passage coded with nothing", "data/codings.csv", swap("e05,heure-fixe,for\n", "")),
    Broken(
        "a code that is used by nothing",
        "data/codebook.yaml",
        append(UNUSED),
    ),
    Broken("an unknown speaker", "data/evidence.csv", swap(",lea,", ",leo,")),
    Broken(
        "a speaker who is not described",
        "data/evidence.csv",
        swap("e01,midi,author-report,,", "e01,midi,author-report,lea,"),
    ),
    Broken("a speaker of another case", "data/speakers.csv", swap(",midi,", ",soir,")),
    Broken("an unknown paragraph", "data/evidence.csv", swap(",retours,table,", ",retours,tableau,")),
    Broken("an unknown section", "data/paragraphs.csv", swap("retours,1", "retour,1")),
    Broken("an unknown work", "data/codebook.yaml", swap("modele2019", "modelle2019")),
    Broken("a mechanism of one step", "data/codebook.yaml", recode(lambda t: t[: t.rindex("      - actor")].encode())),
    Broken("a count without its bound", "data/fieldwork.csv", swap(",8,=,", ",8,,")),
    Broken("more returns than people", "data/fieldwork.csv", swap(",12,=,30,", ",31,=,30,")),
    Broken("a date as spreadsheets write it", "data/decisions.csv", swap("2026-11-20", "20/11/2026")),
    Broken("a day that no calendar has", "data/decisions.csv", swap("2026-11-20", "2026-02-30")),
    Broken("two places of one order", "data/sections.csv", swap("retours,2", "retours,1")),
    Broken("evidence named twice", "data/assessments.csv", swap("e01;e02", "e01;e02;e01")),
    Broken("a basis that does not fit", "data/assessments.csv", swap("damaged,stated", "damaged,table-only")),
    Broken(
        "damage without a note",
        "data/assessments.csv",
        swap("midi,cafe,present,,e07,clear", "midi,cafe,present,,e07,damaged"),
    ),
    Broken("a decision on nothing", "data/decisions.csv", swap("soir/noyau", "soir/noyaux")),
    Broken("a beginning that copies", "data/paragraphs.csv", swap("Les prêts", "un deux trois quatre cinq six sept")),
    Broken(
        "a code without definition",
        "data/codebook.yaml",
        swap("    note: {fr: L’enquête ne définit pas ce terme., en: The survey does not define this term.}\n", ""),
    ),
    Broken("a subtype of nothing", "data/codebook.yaml", swap("    parent: noyau\n", "")),
    Broken("a subtype of another collective", "data/codebook.yaml", swap("parent: noyau", "parent: passage")),
    Broken("a dynamic to nowhere", "data/codebook.yaml", swap("    to: noyau\n", "")),
    Broken("an asserted level off its scale", "data/claims.yaml", swap("level: strongly-marked", "level: present")),
    Broken(
        "an asserted case that is not there",
        "data/claims.yaml",
        swap("{case: soir, code: noyau", "{case: soirs, code: noyau"),
    ),
)

BIBLIOGRAPHY: tuple[Broken, ...] = (
    Broken(
        "an entry that is not closed",
        "references.bib",
        swap("  verification = {confirmed},\n}", "  verification = {confirmed},"),
    ),
    Broken("a brace too few", "references.bib", swap("{Lyon}", "{Lyon")),
    Broken("a comma too few", "references.bib", swap("{Lyon},", "{Lyon}")),
    Broken("an entry without @", "references.bib", swap("@article", "article")),
    Broken("an entry without key", "references.bib", append("@misc{, title = {x}}\n")),
    Broken("a repeated entry", "references.bib", swap("exemple2001", "modele2019")),
    Broken("a repeated field", "references.bib", swap("  volume = {4}", "  year = {2002}")),
    Broken("a bare word", "references.bib", swap("{Lyon}", "Lyon")),
    Broken("an unknown entry type", "references.bib", swap("@article", "@artcle")),
    Broken(
        "a confirmed entry without publisher", "references.bib", swap("  publisher = {Éditions de l'Exemple},\n", "")
    ),
    Broken("a known entry without journal", "references.bib", swap("  journal = {Cahiers imaginaires},\n", "")),
    Broken("a year to come", "references.bib", swap("{2019}", "{2109}")),
    Broken("a year in words", "references.bib", swap("{2019}", "{vers 2019}")),
    Broken("a DOI among words", "references.bib", swap("{Lyon}", "{Lyon}, doi = {perhaps 10.1234/abc, perhaps not}")),
    Broken("a malformed DOI", "references.bib", swap("{Lyon}", "{Lyon}, doi = {10.12/abc}")),
    Broken("an ISBN with a wrong digit", "references.bib", swap("{Lyon}", "{Lyon}, isbn = {978-2-07-036822-5}")),
    Broken("a malformed address", "references.bib", swap("{Lyon}", "{Lyon}, url = {javascript:alert(1)}")),
    Broken("no verification", "references.bib", swap("  verification = {confirmed},\n", "")),
    Broken("an unknown verification", "references.bib", swap("{known}", "{unknown}")),
    Broken("names that are cut", "references.bib", swap("Exemple, Paul and Essai, Jeanne", "Exemple, Paul and others")),
    Broken("a key that cannot be cited", "references.bib", append("@misc{a;b, title = {x}, verification = {known}}\n")),
    Broken(
        "two entries of one DOI",
        "references.bib",
        in_turn(swap("{Lyon}", "{Lyon}, doi = {10.1234/abc}"), swap("{4}", "{4}, doi = {10.1234/ABC}")),
    ),
)

CITATION: tuple[Broken, ...] = (
    Broken("no title", "CITATION.cff", swap("title:", "titel:")),
    Broken("a version that is an address", "CITATION.cff", swap("0.0.1", "../../etc")),
    Broken("a version that is a slot", "CITATION.cff", swap("0.0.1", "latest")),
    Broken("a release on no day", "CITATION.cff", swap("2026-11-22", "22 novembre 2026")),
    Broken(
        "authors as a text", "CITATION.cff", swap("authors:\n  - name: Contributors to the tests", "authors: everybody")
    ),
    Broken("an author without a name", "CITATION.cff", swap("- name:", "- nom:")),
    Broken(
        "an ORCID with a wrong digit",
        "CITATION.cff",
        swap("Contributors to the tests", "X\n    orcid: https://orcid.org/0000-0002-1825-0098"),
    ),
    Broken("no licence identifier", "CITATION.cff", swap("license: MIT", "license: as you like")),
    Broken(
        "a DOI borrowed from the source",
        "CITATION.cff",
        in_turn(swap("license: MIT", "doi: 10.1234/abc"), append("    doi: 10.1234/abc\n")),
    ),
    Broken("a citation file that breaks off", "CITATION.cff", swap("authors:", "authors: [")),
)

BROKEN = (*READ_AS_MEANT, *FILES, *ROWS, *TREES, *CODING, *BIBLIOGRAPHY, *CITATION)
