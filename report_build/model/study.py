"""The whole study: everything the authors wrote, read once and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, Protocol, TypeVar

from report_build.grouping import firsts, grouped
from report_build.model.answers import OtherReport
from report_build.model.bibliography import CitationFile, Work
from report_build.model.coding import (
    GROUNDS,
    RESTRICTED,
    UNNAMED_VOICE,
    About,
    Assessment,
    Case,
    Claim,
    Code,
    Coding,
    Decision,
    Display,
    Evidence,
    Instrument,
    Kind,
    Level,
    Paragraph,
    Relation,
    Section,
    Source,
    Speaker,
    Voice,
)
from report_build.model.description import Column, Table
from report_build.model.own import NO_LANGUAGE, OwnTable
from report_build.model.schema import TABLES
from report_build.model.text import Text


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)
Value = TypeVar("Value")


def _in_english(text: Text) -> Text:
    """A label's wordings; one that is the same in every language is what is shown where there is no other."""
    return Text({("en" if language == NO_LANGUAGE else language): words for language, words in text.items()})


def _by_id(values: Iterable[N]) -> Mapping[str, N]:
    return firsts((value.id, value) for value in values)  # of duplicates the first stands; check reports the others


@dataclass(frozen=True, slots=True)
class Script:
    """The Python file of the author's own drawings."""

    file: str  # POSIX path relative to the study's root
    text: str

    @property
    def stem(self) -> str:
        """Its name, as displays.yaml has it before the name of a function."""
        return self.file.rpartition("/")[2].removesuffix(".py")


@dataclass(frozen=True)
class Study:
    """The study's values in file order, with look-ups by id; duplicates keep their first."""

    languages: tuple[str, ...] = ()  # language codes met in the data's columns, in order of appearance
    about: About = field(default_factory=About)
    kinds: tuple[Kind, ...] = ()
    voices: tuple[Voice, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    levels: tuple[Level, ...] = ()
    codes: tuple[Code, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    codings: tuple[Coding, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    relations: tuple[Relation, ...] = ()
    fieldwork: tuple[Instrument, ...] = ()
    claims: tuple[Claim, ...] = ()
    displays: tuple[Display, ...] = ()
    decisions: tuple[Decision, ...] = ()
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    works: tuple[Work, ...] = ()
    citation: CitationFile | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # data/labels.csv: key -> language -> wording
    hashes: Mapping[str, str] = field(default_factory=dict)  # source file -> SHA-256 of its bytes
    files: Mapping[str, str] = field(default_factory=dict)  # data file as the schema names it -> path it was read from
    incomplete: frozenset[str] = frozenset()  # fields above whose file is missing or broken
    others: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # tables that the model has no class for
    own_tables: tuple[Table, ...] = field(default=(), compare=False)
    # ^ the author's own, of data/tables; their rows are among ``others``

    attributes: Mapping[str, tuple[Column, ...]] = field(default_factory=dict, compare=False)
    # ^ the columns that the author gives cases and sources besides, by table

    script: Script | None = None  # the author's own drawings
    other_reports: tuple[OtherReport, ...] = ()  # of data/others: read where a claim answers one of another report
    public: bool = False  # whether what is restricted was left out
    withheld: frozenset[str] = frozenset()  # columns that were, as "table.column"
    recoded: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    # ^ codings and assessments by other coders, by table: they measure agreement and count nowhere else

    def rows(self, table: str) -> tuple[Any, ...]:
        """A table's values in file order, by the name that the schema gives it; those of other coders come last."""
        values: tuple[Any, ...] = self.others[table] if table in self.others else getattr(self, table, ())
        return (*values, *self.recoded[table]) if table in self.recoded else values

    def counting(self, table: str) -> tuple[Any, ...]:
        """A table's rows that count: of codings and judgements, those of the report's own coder alone."""
        others = len(self.recoded.get(table, ()))
        return self.rows(table)[:-others] if others else self.rows(table)

    @property
    def language(self) -> str:
        """The language that its data are written in first."""
        return self.languages[0] if self.languages else "en"

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table that the study can have; the author's own stand behind what was collected."""
        made = next(place for place, table in enumerate(TABLES) if table.name == "codings")
        usual = [
            replace(one, columns=(*one.columns, *self.attributes[one.name])) if one.name in self.attributes else one
            for one in TABLES
        ]
        return (*usual[:made], *self.own_tables, *usual[made:])

    @cached_property
    def table(self) -> Mapping[str, Table]:
        return {table.name: table for table in self.tables}

    @cached_property
    def own_row(self) -> Mapping[str, Mapping[str, Any]]:
        """Own table -> the name that other tables have for a row -> the row."""
        return {
            table.name: firsts((getattr(row, table.named_by), row) for row in rows)
            for table in self.own_tables
            if table.named_by and (rows := self.rows(table.name))
        }

    @cached_property
    def said_of(self) -> Mapping[str, OwnTable]:
        """Own table -> what ``data/study.yaml`` says of it; of two the first."""
        return firsts((one.name, one) for one in self.about.tables)

    @cached_property
    def known(self) -> dict[Callable[[Any], Any], Any]:
        """What :func:`once` keeps."""
        return {}

    @cached_property
    def case(self) -> Mapping[str, Case]:
        return _by_id(sorted(self.cases, key=lambda case: case.order))

    @cached_property
    def kind(self) -> Mapping[str, Kind]:
        """The kinds of codes in the order in which they are shown.

        A study that describes none has those that its codes name, each asking of its codes what one of them has.
        """
        if self.kinds:
            return _by_id(self.kinds)
        kind_of = {code.id: code.kind for code in self.codes}
        return {
            name: Kind(
                name,
                Text(),
                assessed=any(code.scale for code in codes),
                tree=any(kind_of.get(code.parent) == name for code in codes),
                of=next((kind_of[code.parent] for code in codes if kind_of.get(code.parent, name) != name), ""),
                ends=next((kind_of[code.end] for code in codes if code.end in kind_of), ""),
                steps=any(code.steps for code in codes),
                origin=codes[0].origin,
            )
            for name, codes in grouped((code.kind, code) for code in self.codes).items()
            if name
        }

    @cached_property
    def voice(self) -> Mapping[str, Voice]:
        """The voices in the order in which they are shown; where none is described, those met, all of material."""
        if self.voices:
            return _by_id(self.voices)
        return _by_id(Voice(one.voice, Text(), "material", one.origin) for one in self.evidence if one.voice)

    def ground(self, passage: Evidence) -> str:
        """What the voice of a passage gives a claim; '' where there is no such voice, or no such ground."""
        voice = self.voice.get(passage.voice)
        return voice.ground if voice and voice.ground in GROUNDS else ""

    def is_print(self, passage: Evidence) -> bool:
        """Whether a passage is cells of a table of the source: signs, and no words on what they sum up."""
        voice = self.voice.get(passage.voice)
        return voice is not None and voice.signs

    def is_restricted(self, one: Source | Evidence) -> bool:
        """Whether the words of a source or passage are not for everybody; a passage is as its source unless it says."""
        if isinstance(one, Evidence) and not one.access:
            source = self.source.get(one.source)
            return source is not None and source.access == RESTRICTED
        return one.access == RESTRICTED

    def restriction(self, one: Source | Evidence) -> Text:
        """Why something is restricted; of a passage that does not say, why its source is. Empty where nothing says."""
        if any(one.restriction.values()):
            return one.restriction
        source = self.source.get(one.source) if isinstance(one, Evidence) else None
        return source.restriction if source and source.access == RESTRICTED else Text()

    @cached_property
    def wordings(self) -> Mapping[str, Mapping[str, str]]:
        """The study's own words for labels: what a case, its kinds and voices are called, and data/labels.csv."""
        kinds = {f"blocks.kind.{one.id}": one.label for one in self.kinds if one.label}
        named = {id_: voice.label or {"en": id_} for id_, voice in self.voice.items()}
        unnamed = {} if self.voices else {UNNAMED_VOICE}
        voices = {f"voice.{id_}": words for id_, words in named.items() if id_ not in unnamed}
        tables: dict[str, Text] = {}
        for table in self.own_tables:
            one = self.said_of.get(table.name)
            if one is not None:
                said = {"blocks.part": one.label, "publish.part": one.label, "blocks.file": one.about}
                tables |= {f"{key}.{table.name}": _in_english(words) for key, words in said.items() if words}
                tables |= {f"ledger.node.{table.node_kind}": _in_english(one.one)} if one.one else {}
        case = {"case.one": self.about.case, "case.other": self.about.cases}
        return {**{key: words for key, words in case.items() if words}, **kinds, **voices, **tables, **self.labels}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        return _by_id(self.sources)

    @cached_property
    def level(self) -> Mapping[str, Level]:
        return _by_id(self.levels)

    @cached_property
    def code(self) -> Mapping[str, Code]:
        return _by_id(self.codes)

    @cached_property
    def passage(self) -> Mapping[str, Evidence]:
        return _by_id(self.evidence)

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        return _by_id(self.claims)

    @cached_property
    def display(self) -> Mapping[str, Display]:
        return _by_id(self.displays)

    @cached_property
    def alias(self) -> Mapping[str, str]:
        """Other keys of works (``ids`` of an entry) -> the keys of their entries."""
        named = ((alias.strip(), work.key) for work in self.works for alias in work.fields.get("ids", "").split(","))
        return firsts((alias, key) for alias, key in named if alias and alias not in self.work)

    @cached_property
    def section(self) -> Mapping[str, Section]:
        return _by_id(sorted(self.sections, key=lambda section: section.order))

    @cached_property
    def work(self) -> Mapping[str, Work]:
        return firsts((work.key, work) for work in self.works)

    @cached_property
    def assessment(self) -> Mapping[tuple[str, str], Assessment]:
        """(case, code) -> the assessment of that cell."""
        return firsts(((cell.case, cell.code), cell) for cell in self.assessments)

    @cached_property
    def codings_of(self) -> Mapping[str, tuple[Coding, ...]]:
        """Evidence id -> its codings, in file order."""
        return grouped((coding.evidence, coding) for coding in self.codings)

    @cached_property
    def cells_of(self) -> Mapping[str, tuple[Assessment, ...]]:
        """Evidence id -> the assessments that rest on it, in file order."""
        return grouped((evidence, cell) for cell in self.assessments for evidence in dict.fromkeys(cell.evidence))

    @cached_property
    def mentions_of(self) -> Mapping[str, tuple[Speaker, ...]]:
        """Evidence id -> how the source presents its speaker there, in file order."""
        return grouped((mention.evidence, mention) for mention in self.speakers)

    def codes_of_kind(self, kind: str) -> tuple[Code, ...]:
        """Codes of one kind in codebook order; of a tree each before those that stand below it."""
        found = sorted((code for code in self.codes if code.kind == kind), key=lambda code: code.order)
        ids = {code.id for code in found}
        if not any(code.parent in ids for code in found):
            return tuple(found)
        below: dict[str, list[Code]] = {}
        for code in found:
            below.setdefault(code.parent if code.parent in ids else "", []).append(code)
        ordered: dict[str, Code] = {}
        waiting = below.get("", [])[::-1]
        while waiting:
            code = waiting.pop()
            ordered[code.id] = code
            waiting += reversed(below.get(code.id, ()))
        return tuple((ordered | {code.id: code for code in found if code.id not in ordered}).values())  # circles last

    def above(self, code: str, *, same_kind: bool = False) -> tuple[str, ...]:
        """The codes that a code stands below, the nearest first; it ends before one comes again.

        :param same_kind: whether to end where one of another kind stands above.
        """
        found: list[str] = []
        while code in self.code:
            parent = self.code[code].parent
            if parent in found or parent not in self.code:
                break
            if same_kind and self.code[parent].kind != self.code[code].kind:
                break
            found.append(parent)
            code = parent
        return tuple(found)


def once(function: Callable[[Study], Value]) -> Callable[[Study], Value]:
    """Compute what follows from a study alone a single time for each study: it never changes, nor may the value."""

    @wraps(function)
    def value(study: Study) -> Value:
        if function not in study.known:
            study.known[function] = function(study)
        return study.known[function]  # type: ignore[no-any-return]  # reason: kept as it was returned

    return value
