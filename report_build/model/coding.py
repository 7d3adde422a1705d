"""The coded case data as typed, frozen values; `report_build/model/schema.py` says which file holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from report_build.model.answers import Answer
from report_build.model.own import OwnColumn, OwnTable
from report_build.model.text import Origin, Text

NOWHERE = Origin("data/study.yaml", 0)

GENERAL = "general"  # evidence that speaks of no case in particular
NOT_STATED = "not-stated"  # the level that every scale has
MIXED = "mixed"  # the level of a cell of which two passages say different things: it says itself what a note would
DIVIDED = "divided"  # the level of a cell whose people differ: each state is somebody's
GROUNDS = ("material", "reported", "cited", "statement", "summary")  # what a voice gives a claim: see Voice.ground
BASED_ON = ("own", "article", "corpus")
UNNAMED_VOICE = "source"  # the voice of a passage that names none
BEARINGS = ("for", "against")
LEGIBILITIES = ("clear", "restored", "damaged")  # as printed; lost in print and known from elsewhere; lost
BLANKS = ("none", "none-lasting", "unexplained")  # why a cell is printed empty: what the source says of it
BASES = ("stated", "inferred", "table-only")
FORCES = ("plain", "hedged", "conditional")
STATES = ("present", "absent", "insufficient")  # of a condition, beside the levels of the codebook
INFLUENCES = ("favours", "hinders", "ambivalent")
BOUNDS = ("=", ">", "about")
PARTS = ("all", "instance", "step", "context")  # what of a claim a passage bears: see Claim.parts
RESULTS = ("reported", "traces", "none")
CLAIM_KINDS = ("empirical", "theoretical", "methodological")
DISPLAY_KINDS = ("table", "figure")
PAGES = {  # a generated page -> what it is called in addresses, where a study gives it no other name
    **{name: name for name in ("evidence", "claims", "codes", "data", "bibliography", "cite", "comparison")},
    "case": "case",  # each case's page: this, and the case's id
    "report": "report",  # no page: the whole report, in the names of the files that cite it
}
SOURCE_KINDS = ("interview", "document", "field-notes", "image", "audio", "article", "dataset")
PUBLIC, RESTRICTED = "public", "restricted"
ACCESSES = (
    PUBLIC,
    RESTRICTED,
)  # whether readers are given the words, or told that there are some


@dataclass(frozen=True, slots=True)
class About:
    """What the study is, besides its lists (``data/study.yaml``)."""

    based_on: str = "own"  # one of BASED_ON: material of the study's own, one text by others, or many
    case: Text = field(default_factory=Text)  # what a case is called, e.g. "hospital"
    cases: Text = field(default_factory=Text)  # and several
    coder: str = ""  # whose codings and judgements count; "": those that name nobody, else everybody's
    restricted: tuple[str, ...] = ()  # columns whose content is not for everybody, e.g. "evidence.memo"
    pages: Mapping[str, object] = field(default_factory=dict)  # one of PAGES -> its own name in addresses
    rules: Mapping[str, object] = field(default_factory=dict)  # code of a finding -> "off" or "warning"
    tables: tuple[OwnTable, ...] = ()  # what is said of the author's own tables
    attributes: tuple[OwnColumn, ...] = ()  # what is said of the columns that cases and sources have besides
    drawings: str = ""  # the file of the author's own drawings, in the data folder
    abstract: Text = field(default_factory=Text)  # where CITATION.cff's own is not enough: it has one language
    funding: Text = field(default_factory=Text)
    availability: Text = field(default_factory=Text)  # of the data
    ethics: Text = field(default_factory=Text)
    conflicts: Text = field(default_factory=Text)  # of interest
    drawing_seconds: int | None = None  # that one of their functions may take
    origin: Origin = NOWHERE

    def name_of_page(self, page: str) -> str:
        """What a generated page is called in addresses, without its ending."""
        return str(self.pages.get(page, PAGES[page]))

    @property
    def on_a_source(self) -> bool:
        """Whether it reports on one text by others, which is to be cited for what it says."""
        return self.based_on == "article"


@dataclass(frozen=True, slots=True)
class Attributed:
    """A row with the columns that its study gives it besides (``attributes`` of ``data/study.yaml``)."""

    attributes: Mapping[str, Any] = field(default_factory=dict, hash=False, kw_only=True)

    if not TYPE_CHECKING:  # what every study has is checked by its type

        def __getattr__(self, name: str) -> Any:
            """The value of such a column."""
            if name == "attributes" or name not in self.attributes:
                raise AttributeError(f"the row has no column {name!r}")
            return self.attributes[name]


@dataclass(frozen=True, slots=True)
class Case(Attributed):
    """A unit of comparison (``data/cases.csv``)."""

    id: str
    order: int
    label: Text  # full name, e.g. the heading of its page
    short: Text  # column heading
    summary: Text
    origin: Origin


@dataclass(frozen=True, slots=True)
class Source(Attributed):
    """A text or thing that was coded (``data/sources.csv``)."""

    id: str
    kind: str  # one of SOURCE_KINDS
    label: Text
    cases: tuple[str, ...]  # case ids; () for none in particular
    date: str  # ISO date, month or year
    work: str  # bibliography key, where it is published
    file: str  # where the study keeps it: never a link, since it may be nobody else's to read
    access: str  # one of ACCESSES: of its passages, where they do not say otherwise
    restriction: Text  # why it is restricted
    origin: Origin


@dataclass(frozen=True, slots=True)
class Level:
    """A point on a scale (``levels`` of ``data/codebook.yaml``)."""

    id: str
    symbol: str  # what the source prints: "++", "+" or ""
    label: Text  # short words, for a cell
    words: Text  # what the level says, in full: read out, and shown in legends
    origin: Origin


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of codes and what is asked of each code of it (``kinds`` of ``data/study.yaml``)."""

    id: str
    label: Text  # of all its codes, e.g. the heading above them
    assessed: bool  # each case is judged by each of its codes, on the code's scale
    tree: bool  # its codes stand below one another, to any depth: ``parent`` is a code of the kind
    of: str  # the kind of the code that each belongs to, its ``parent``; "" for none
    ends: str  # the kind of the codes that each leads ``from`` and ``to``; "" for none
    steps: bool  # each is a process of steps
    origin: Origin


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a passage, and what that gives a claim (``voices`` of ``data/study.yaml``)."""

    id: str
    label: Text
    ground: str  # one of GROUNDS: material shown; reported, not shown; others' work; a bare statement; a summary table
    origin: Origin
    signs: bool = False  # whether its passages are cells of a table, without words


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a mechanism, with who acts in it."""

    actor: Text
    action: Text
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What a code stands for, or does not stand for although it is near, shown by passages."""

    text: Text
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of the codebook (``codes`` of ``data/codebook.yaml``)."""

    id: str
    kind: str  # of Study.kind
    order: int
    label: Text
    definition: Text  # "" where the source gives none; then ``note`` says so
    use: Text  # when to use the code
    avoid: Text  # when not to use it
    note: Text
    sources: tuple[str, ...]  # bibliography keys the definition leans on
    scale: tuple[str, ...]  # level ids, strongest first, always with "not-stated"; () where nothing is assessed
    parent: str  # the code above it; of a move "building" or "undoing"; else its family, or ""
    start: tuple[str, ...]  # ``from`` of a move: states
    end: str  # ``to`` of a move: a state
    tabulated: bool  # whether the source's tables have a row for it
    steps: tuple[Step, ...]  # of a mechanism
    origin: Origin
    example: tuple[Example, ...] = ()
    counter_example: tuple[Example, ...] = ()  # near the code, and not to be coded with it


@dataclass(frozen=True, slots=True)
class Speaker:
    """One mention of a name in the source, with the descriptor given there (``data/speakers.csv``)."""

    speaker: str  # id of the name; that one name is one person is presumed, never stated
    name: str
    case: str
    evidence: str
    descriptor: Text  # "" where the source gives none
    origin: Origin


@dataclass(frozen=True, slots=True)
class Evidence:
    """A coded passage of the source (``data/evidence.csv``)."""

    id: str
    cases: tuple[str, ...]  # case ids, or ("general",)
    voice: str  # of Study.voice
    speaker: str  # id in speakers.csv, or ""
    section: str
    paragraph: str  # e.g. "3", "n4" (note 4), "box", "table"
    paraphrase: Text  # in words of our own
    memo: Text  # the coder's remark
    origin: Origin
    source: str = ""  # id in sources.csv, or ""
    locator: str = ""  # where in the source: "p. 12", "l. 40", "00:03:12", "par. 4"
    quotation: Text = field(default_factory=Text)  # word for word, in the language in which it was said
    access: str = ""  # one of ACCESSES; "" as its source is
    restriction: Text = field(default_factory=Text)  # why it is restricted
    ref: str = ""  # its id in the tool that it was coded with

    @property
    def words(self) -> Text:
        """What stands for the passage where one text must do: the quotation, else the paraphrase."""
        return self.quotation if any(self.quotation.values()) else self.paraphrase


@dataclass(frozen=True, slots=True)
class Coding:
    """A link between a passage and a code (``data/codings.csv``)."""

    evidence: str
    code: str
    bears: str  # one of BEARINGS
    origin: Origin
    coder: str = ""  # who coded; "" for the study's own coding
    memo: Text = field(default_factory=Text)  # the coder's remark
    counts: bool = True  # False: it only shows how far coders agree


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level judged for one case and one code (``data/assessments.csv``)."""

    case: str
    code: str
    level: str  # a level on the code's scale
    subtypes: tuple[str, ...]
    evidence: tuple[str, ...]
    legibility: str  # one of LEGIBILITIES
    basis: str  # one of BASES; "" where the level is not-stated
    force: str  # one of FORCES; "" where the level is not-stated
    note: Text
    origin: Origin
    blank: str = ""  # one of BLANKS, where the source prints an empty cell
    starts: tuple[str, ...] = ()  # of a move with several starts: those that the source states for the case
    coder: str = ""  # who judged; "" for the study's own judgement
    counts: bool = True  # False: it only shows how far coders agree


@dataclass(frozen=True, slots=True)
class Relation:
    """A stated influence of a condition on a state, move, outcome or condition (``data/relations.csv``)."""

    id: str
    condition: str
    influence: str  # one of INFLUENCES
    target: str
    cases: tuple[str, ...]
    evidence: tuple[str, ...]
    force: str  # one of FORCES
    note: Text
    origin: Origin
    state: str = ""  # the state of the condition in which it acts: a level of the codebook or one of STATES


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument of the fieldwork (``data/fieldwork.csv``)."""

    id: str
    kind: str  # e.g. "interviews", "questionnaires", "forums"
    label: Text
    count: int | None  # how many were met, came back or were read; None: the source does not say
    bound: str  # one of BOUNDS, for count
    population: int | None  # out of how many; None: the source does not say
    population_bound: str
    medium: Text
    results: str  # one of RESULTS: what the source reports of it
    evidence: tuple[str, ...]
    note: Text
    origin: Origin


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a claim says of one case and one code."""

    case: str
    code: str
    level: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry of the ledger (``data/claims.yaml``); its wording lives in the pages only."""

    id: str
    kind: str  # one of CLAIM_KINDS
    cases: tuple[str, ...]
    asserts: tuple[Assertion, ...]
    support: tuple[str, ...]  # ``for``: evidence ids
    counter: tuple[str, ...]  # ``against``: evidence ids
    references: tuple[str, ...]
    why: Text  # the analytic note: why this evidence bears on the claim
    tension: Text  # an acknowledged tension, or empty
    hedge: Mapping[str, tuple[str, ...]]  # language -> hedging words, one of which the page must keep; or empty
    origin: Origin
    parts: Mapping[str, str] = field(default_factory=dict)
    # ^ evidence id -> one of PARTS: the passage bears the whole claim; one case of it, which is generalised; one
    #   necessary part of it; or it only sets the scene. Ids that are not in it bear what the claim leaves open.
    no_counter_evidence: Text = field(default_factory=Text)  # why nothing is listed against it
    answers: tuple[Answer, ...] = ()  # claims of other reports

    def answer_id(self, number: int) -> str:
        """What one of its answers is called in addresses.

        :param number: counted from 1.
        """
        return f"{self.id}-answers-{number}"

    @property
    def hedge_text(self) -> Text:
        """The hedging words of each language in one line."""
        return Text({language: ", ".join(said) for language, said in self.hedge.items()})


@dataclass(frozen=True, slots=True)
class Display:
    """A table or figure (``data/displays.yaml``)."""

    id: str
    kind: str  # one of DISPLAY_KINDS
    drawing: str  # the name of the derivation and drawing, e.g. "states"
    select: Mapping[str, object]  # what it selects; its keys depend on the drawing
    caption: Text
    note: Text
    reading: Text  # how to read it; of a table: the source's reading note restated
    alt: Text  # template; {name} fields are filled from the derived frame
    origin: Origin


@dataclass(frozen=True, slots=True)
class Decision:
    """A coding decision on a doubtful reading (``data/decisions.csv``)."""

    id: str
    date: str  # ISO date
    by: str
    doubt: Text
    readings: Text
    decision: Text
    touches: tuple[str, ...]  # ids that it bears on: evidence, codes, displays, bibliography keys, "case/code"
    origin: Origin


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the source, under a code of our own (``data/sections.csv``)."""

    id: str
    order: int
    label: Text
    origin: Origin


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the source (``data/paragraphs.csv``); its passages lead from it to claims."""

    section: str
    paragraph: str
    begins: str  # its first words (six at most), to find it in the source
    reason: Text  # why it makes no claim, where it makes none
    origin: Origin
