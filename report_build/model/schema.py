"""What each file of ``data/`` holds: the one description that reading, checking and writing go by."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.model import answers, coding, own
from report_build.model.description import Column, Table, column
from report_build.model.fields import FLAG, HEDGE, LIST, MAPPING, NUMBER, TEXT, Parts, WordById
from report_build.model.parts import ANSWER, ASSERTION, EVIDENCE, EXAMPLE, NO_EDGE, STEP

STUDY_FILE = "study.yaml"  # what the study is


def _id(name: str) -> Column:
    return Column(name, required=True, attribute="" if name == "id" else "id")


def _text(name: str, *, required: bool = False) -> Column:
    return Column(name, TEXT, required)


_CASE = Column("case", required=True, refers="cases")
_CASES = Column("cases", LIST, required=True, refers="cases")
_NOTE = _text("note")
_FORCE = Column("force", values=coding.FORCES)
_CODER = Column("coder")
_RESTRICTION = Column("restriction", TEXT, where_used=True)


SETTINGS = (  # of STUDY_FILE, besides its lists
    column(
        "based-on",
        "Whether its material is its own, one text by others, or a corpus of them.",
        attribute="based_on",
        values=coding.BASED_ON,
        default="own",
    ),
    column("case", "What a case is called.", TEXT),
    column("cases", "What several cases are called.", TEXT),
    column("coder", "The coder whose codings and judgements count; the others' show how far they agree."),
    column(
        "restricted", "Columns that only the restricted edition has, each as table.column, e.g. evidence.memo.", LIST
    ),
    column("pages", "The names of generated pages in addresses, e.g. {evidence: passages}.", MAPPING),
    column(
        "attributes",
        "More columns of cases.csv or sources.csv, each with its type, as those of own tables: "
        "{column: staff, type: whole, unit: people, label: {en: Staff}}.",
        Parts(columns=own.ATTRIBUTE, value=own.OwnColumn, placed=True),
    ),
    column("rules", "Findings by code: off, or warning, which a release lets pass.", MAPPING),
    column(
        "drawings",
        "A Python file of the data folder with the author's own drawings: NAME(tables, language) gives back "
        "a pandas frame, draw_NAME(frame, axes, language) draws it with matplotlib.",
    ),
    column("abstract", "What it asks and finds, where each language has its own abstract.", TEXT),
    column("funding", "Who paid for the work, with the grant's number.", TEXT),
    column(
        "data-availability",
        "Where the data can be had, and what of them cannot, and why.",
        TEXT,
        attribute="availability",
    ),
    column("ethics", "How those who took part were asked, and who approved of the work.", TEXT),
    column("conflicts", "Interests of the authors in what they report, or that there are none.", TEXT),
    column(
        "drawing-seconds",
        "Seconds after which one of the author's drawings that does not end is stopped; 60 by default.",
        NUMBER,
        attribute="drawing_seconds",
    ),
    column(
        "tables",
        "The author's own tables, of data/tables/: what each is, and the types of its columns.",
        Parts(columns=own.OWN_TABLE, value=own.OwnTable, placed=True),
    ),
)

TABLES: tuple[Table, ...] = (
    Table(
        "cases",
        "cases.csv",
        (
            _id("case"),
            Column("order", NUMBER, required=True),
            _text("label", required=True),
            _text("short", required=True),
            _text("summary"),
        ),
        coding.Case,
        needed=True,
        instead="sources",
        role="case",
        unknown="RB104",
    ),
    Table(
        "sources",
        "sources.csv",
        (
            _id("source"),
            Column("kind", required=True, values=coding.SOURCE_KINDS, where_used=True),
            _text("label", required=True),
            Column("cases", LIST, refers="cases"),
            Column("date"),
            Column("work", refers="works"),
            Column("file", published=False),
            Column("access", values=coding.ACCESSES, default=coding.PUBLIC),
            _RESTRICTION,
        ),
        coding.Source,
        role="place",
        unknown="RB141",
    ),
    Table(
        "levels",
        "codebook.yaml",
        (_id("level"), Column("symbol"), _text("label", required=True), _text("words", required=True)),
        coding.Level,
        node="-",
        unknown="RB106",
        items="levels",
    ),
    Table(
        "codes",
        "codebook.yaml",
        (
            _id("code"),
            Column("kind", required=True),  # of the kinds, or any where study.yaml names none
            Column("order", NUMBER, required=True),
            _text("label", required=True),
            _text("definition"),
            _text("use"),
            _text("avoid"),
            _NOTE,
            Column("sources", LIST, refers="works"),
            Column("scale", LIST, refers="levels"),
            Column("parent"),
            Column("from", LIST, attribute="start", refers="codes"),
            Column("to", attribute="end", refers="codes"),
            Column("tabulated", FLAG),
            Column("steps", Parts(columns=STEP, value=coding.Step)),
            Column("example", Parts(columns=EXAMPLE, value=coding.Example)),
            Column("counter-example", Parts(columns=EXAMPLE, value=coding.Example), attribute="counter_example"),
        ),
        coding.Code,
        needed=True,
        role="code",
        unknown="RB103",
        items="codes",
    ),
    Table(
        "kinds",
        STUDY_FILE,
        (
            _id("kind"),
            _text("label", required=True),
            Column("assessed", FLAG),
            Column("tree", FLAG),
            Column("of", refers="kinds"),
            Column("ends", refers="kinds"),
            Column("steps", FLAG),
        ),
        coding.Kind,
        node="-",
        unknown="RB109",
        items="kinds",
    ),
    Table(
        "voices",
        STUDY_FILE,
        (
            _id("voice"),
            _text("label", required=True),
            Column("ground", values=coding.GROUNDS, default="material"),
            Column("signs", FLAG),
        ),
        coding.Voice,
        node="-",
        unknown="RB109",
        items="voices",
    ),
    Table(
        "sections",
        "sections.csv",
        (_id("section"), Column("order", NUMBER, required=True), _text("label", required=True)),
        coding.Section,
        role="part",
        unknown="RB122",
    ),
    Table(
        "paragraphs",
        "paragraphs.csv",
        (
            Column("section", required=True, refers="sections"),
            Column("paragraph", required=True),
            Column("begins"),
            _text("reason"),
        ),
        coding.Paragraph,
        title="begins",
        key=("section", "paragraph"),
    ),
    Table(
        "evidence",
        "evidence.csv",
        (
            _id("id"),
            Column("cases", LIST, refers="cases"),  # those of its source, where none is named
            Column("voice", default=coding.UNNAMED_VOICE),  # of the voices, or any where study.yaml names none
            Column("speaker", refers="speakers"),
            Column("section", refers="sections", role=NO_EDGE),  # it stands in a paragraph of it
            Column("paragraph"),
            Column("source", refers="sources", where_used=True),
            Column("locator", where_used=True),
            Column("quotation", TEXT, quotation=True, where_used=True),
            _text("paraphrase"),
            _text("memo"),
            Column("access", values=coding.ACCESSES, where_used=True),
            _RESTRICTION,
            Column("ref", where_used=True),
        ),
        coding.Evidence,
        needed=True,
        role="passage",
        unknown="RB105",
    ),
    Table(
        "speakers",
        "speakers.csv",
        (
            Column("speaker", required=True),
            Column("name", required=True, published=False),  # a person's
            _CASE,
            Column("evidence", required=True, refers="evidence"),
            _text("descriptor"),
        ),
        coding.Speaker,
        node="-",
        unknown="RB120",
        key=("evidence", "speaker"),
    ),
    Table(
        "codings",
        "codings.csv",
        (
            Column("evidence", required=True, refers="evidence"),
            Column("code", required=True, refers="codes"),
            Column("bears", values=coding.BEARINGS, default="for"),
            _CODER,
            Column("memo", TEXT, where_used=True),
        ),
        coding.Coding,
        needed=True,
        key=("evidence", "code", "coder"),
    ),
    Table(
        "assessments",
        "assessments.csv",
        (
            _CASE,
            Column("code", required=True, refers="codes"),
            Column("level", required=True, refers="levels"),
            Column("subtypes", LIST, refers="codes"),
            EVIDENCE,
            Column("legibility", values=coding.LEGIBILITIES, default="clear"),
            Column("basis", values=coding.BASES),
            _FORCE,
            _NOTE,
            Column("blank", values=coding.BLANKS),
            Column("starts", LIST, refers="codes"),
            _CODER,
        ),
        coding.Assessment,
        node="cell",
        key=("case", "code", "coder"),
    ),
    Table(
        "relations",
        "relations.csv",
        (
            _id("id"),
            Column("condition", required=True, refers="codes"),
            Column("state"),
            Column("influence", required=True, values=coding.INFLUENCES),
            Column("target", required=True, refers="codes"),
            _CASES,
            Column("evidence", LIST, required=True, refers="evidence"),
            _FORCE,
            _NOTE,
        ),
        coding.Relation,
    ),
    Table(
        "fieldwork",
        "fieldwork.csv",
        (
            _id("id"),
            Column("kind", required=True),
            _text("label", required=True),
            Column("count", NUMBER),
            Column("bound", values=coding.BOUNDS),
            Column("population", NUMBER),
            Column("population_bound", values=coding.BOUNDS),
            _text("medium"),
            Column("results", required=True, values=coding.RESULTS),
            EVIDENCE,
            _NOTE,
        ),
        coding.Instrument,
        node="instrument",
    ),
    Table(
        "claims",
        "claims.yaml",
        (
            _id("id"),
            Column("kind", required=True, values=coding.CLAIM_KINDS),
            Column("cases", LIST, refers="cases"),
            Column("asserts", Parts(columns=ASSERTION, value=coding.Assertion)),
            Column("for", LIST, attribute="support", refers="evidence", role="for"),
            Column("against", LIST, attribute="counter", refers="evidence", role="against"),
            Column("references", LIST, refers="works"),
            _text("why"),
            _text("tension"),
            Column("hedge", HEDGE),
            Column(
                "parts",
                WordById(told_apart_by="passage"),
                values=coding.PARTS,
                refers="evidence",
                role=NO_EDGE,  # they are listed for or against
            ),
            Column("no-counter-evidence", TEXT, attribute="no_counter_evidence"),
            Column("answers", Parts(columns=ANSWER, value=answers.Answer), where_used=True),
        ),
        coding.Claim,
        unknown="RB123",
        items="claims",
    ),
    Table(
        "displays",
        "displays.yaml",
        (
            _id("id"),
            Column("kind", required=True, values=coding.DISPLAY_KINDS),
            Column("drawing", required=True),
            Column("select", MAPPING),
            _text("caption", required=True),
            _NOTE,
            _text("reading"),
            _text("alt", required=True),
        ),
        coding.Display,
        items="displays",
    ),
    Table(
        "decisions",
        "decisions.csv",
        (
            _id("id"),
            Column("date", required=True),
            Column("by", required=True),
            _text("doubt", required=True),
            _text("readings"),
            _text("decision", required=True),
            Column("touches", LIST),
        ),
        coding.Decision,
    ),
)

LABELS_FILE = "labels.csv"
TABLE: Mapping[str, Table] = {table.name: table for table in TABLES}
WORKS = "works"  # what columns call the bibliography that they refer to
