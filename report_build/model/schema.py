"""What each file of ``data/`` holds: the one description that reading, checking and writing go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from report_build.model import coding

Kind = Literal["word", "list", "number", "text", "flag", "mapping", "hedge", "steps", "assertions"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file or a key of a YAML item.

    Kinds: ``word`` one line; ``list`` words, joined by ``;`` in a cell; ``number`` a whole number; ``flag`` true or
    false; ``text`` a wording in each language, in columns ``<name>_<language>`` or a mapping by language; ``mapping``
    anything; ``hedge`` words by language; ``steps`` and ``assertions`` lists of items of their own.
    """

    name: str
    kind: Kind = "word"
    required: bool = False
    attribute: str = ""  # of the model's value, where it is called otherwise
    values: tuple[str, ...] = ()  # the closed list that its words come from
    refers: str = ""  # the table whose ids its words are, a field of Study
    published: bool = True  # False: it stays with the authors, and no file beside the pages holds it

    @property
    def field(self) -> str:
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the study: a CSV file, or a list in a YAML file."""

    name: str  # the field of Study
    file: str  # in the data folder
    value: type  # the model's class for a row or item
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)  # attributes that no two rows share; () where any may
    items: str = ""  # the YAML key that holds the list


def _id(name: str) -> Column:
    return Column(name, required=True, attribute="" if name == "id" else "id")


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name, "text", required)


_EVIDENCE = Column("evidence", "list", refers="evidence")
_CASE = Column("case", required=True, refers="cases")
_CASES = Column("cases", "list", required=True, refers="cases")
_NOTE = _text("note")
_FORCE = Column("force", values=coding.FORCES)

TABLES: tuple[Table, ...] = (
    Table(
        "cases",
        "cases.csv",
        coding.Case,
        (
            _id("case"),
            Column("order", "number", required=True),
            _text("label", required=True),
            _text("short", required=True),
            _text("summary"),
        ),
    ),
    Table(
        "levels",
        "codebook.yaml",
        coding.Level,
        (_id("level"), Column("symbol"), _text("label", required=True), _text("words", required=True)),
        items="levels",
    ),
    Table(
        "codes",
        "codebook.yaml",
        coding.Code,
        (
            _id("code"),
            Column("kind", required=True, values=coding.CODE_KINDS),
            Column("order", "number", required=True),
            _text("label", required=True),
            _text("definition"),
            _text("use"),
            _text("avoid"),
            _NOTE,
            Column("sources", "list", refers="works"),
            Column("scale", "list", refers="levels"),
            Column("parent"),
            Column("from", "list", attribute="start", refers="codes"),
            Column("to", attribute="end", refers="codes"),
            Column("tabulated", "flag"),
            Column("steps", "steps"),
        ),
        items="codes",
    ),
    Table(
        "sections",
        "sections.csv",
        coding.Section,
        (_id("section"), Column("order", "number", required=True), _text("label", required=True)),
    ),
    Table(
        "paragraphs",
        "paragraphs.csv",
        coding.Paragraph,
        (
            Column("section", required=True, refers="sections"),
            Column("paragraph", required=True),
            Column("begins"),
            Column("claims", "list", refers="claims"),
            _text("reason"),
        ),
        key=("section", "paragraph"),
    ),
    Table(
        "evidence",
        "evidence.csv",
        coding.Evidence,
        (
            _id("id"),
            _CASES,
            Column("voice", required=True, values=coding.VOICES),
            Column("speaker", refers="speakers"),
            Column("section", required=True, refers="sections"),
            Column("paragraph", required=True),
            _text("paraphrase", required=True),
            _text("memo"),
        ),
    ),
    Table(
        "speakers",
        "speakers.csv",
        coding.Speaker,
        (
            Column("speaker", required=True),
            Column("name", required=True, published=False),  # a person's
            _CASE,
            Column("evidence", required=True, refers="evidence"),
            _text("descriptor"),
        ),
        key=("speaker", "evidence"),
    ),
    Table(
        "collectives",
        "collectives.csv",
        coding.Collective,
        (
            _id("id"),
            _CASE,
            _text("label", required=True),
            _text("members"),
            _text("basis"),
            _text("place"),
            _text("entry"),
            Column("type", required=True, refers="codes"),
            Column("subtype", refers="codes"),
            Column("state", required=True, values=coding.COLLECTIVE_STATES),
            Column("evidence", "list", required=True, refers="evidence"),
            _NOTE,
        ),
    ),
    Table(
        "codings",
        "codings.csv",
        coding.Coding,
        (
            Column("evidence", required=True, refers="evidence"),
            Column("code", required=True, refers="codes"),
            Column("bears", required=True, values=coding.BEARINGS),
        ),
        key=("evidence", "code"),
    ),
    Table(
        "assessments",
        "assessments.csv",
        coding.Assessment,
        (
            _CASE,
            Column("code", required=True, refers="codes"),
            Column("level", required=True, refers="levels"),
            Column("subtypes", "list", refers="codes"),
            _EVIDENCE,
            Column("legibility", required=True, values=coding.LEGIBILITIES),
            Column("basis", values=coding.BASES),
            _FORCE,
            _NOTE,
        ),
        key=("case", "code"),
    ),
    Table(
        "relations",
        "relations.csv",
        coding.Relation,
        (
            _id("id"),
            Column("condition", required=True, refers="codes"),
            Column("influence", required=True, values=coding.INFLUENCES),
            Column("target", required=True, refers="codes"),
            _CASES,
            Column("evidence", "list", required=True, refers="evidence"),
            _FORCE,
            _NOTE,
        ),
    ),
    Table(
        "fieldwork",
        "fieldwork.csv",
        coding.Instrument,
        (
            _id("id"),
            Column("kind", required=True),
            _text("label", required=True),
            Column("count", "number"),
            Column("bound", values=coding.BOUNDS),
            Column("population", "number"),
            Column("population_bound", values=coding.BOUNDS),
            _text("medium"),
            Column("results", required=True, values=coding.RESULTS),
            _EVIDENCE,
            _NOTE,
        ),
    ),
    Table(
        "claims",
        "claims.yaml",
        coding.Claim,
        (
            _id("id"),
            Column("kind", required=True, values=coding.CLAIM_KINDS),
            Column("cases", "list", refers="cases"),
            Column("asserts", "assertions"),
            Column("for", "list", attribute="support", refers="evidence"),
            Column("against", "list", attribute="counter", refers="evidence"),
            Column("references", "list", refers="works"),
            _text("why"),
            _text("tension"),
            Column("hedge", "hedge"),
        ),
        items="claims",
    ),
    Table(
        "displays",
        "displays.yaml",
        coding.Display,
        (
            _id("id"),
            Column("kind", required=True, values=coding.DISPLAY_KINDS),
            Column("drawing", required=True),
            Column("select", "mapping"),
            _text("caption", required=True),
            _NOTE,
            _text("reading"),
            _text("alt", required=True),
        ),
        items="displays",
    ),
    Table(
        "decisions",
        "decisions.csv",
        coding.Decision,
        (
            _id("id"),
            Column("date", required=True),
            Column("by", required=True),
            _text("doubt", required=True),
            _text("readings"),
            _text("decision", required=True),
            Column("touches", "list"),
        ),
    ),
)

LABELS_FILE = "labels.csv"
STEP = (_text("actor", required=True), _text("action", required=True), _EVIDENCE)
ASSERTION = (_CASE, Column("code", required=True, refers="codes"), Column("level", required=True, refers="levels"))
TABLE: Mapping[str, Table] = {table.name: table for table in TABLES}
