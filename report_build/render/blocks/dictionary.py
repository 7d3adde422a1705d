"""The data dictionary: every file of coded data, its columns, what they mean and which values they allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from report_build.model import coding
from report_build.model.study import Study
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import heading, paragraph, table
from report_build.render.context import RenderContext

ID = "blocks.column.id"  # an identifier of the row or item itself
CASE, CODE, EVIDENCE, SPEAKER = (f"blocks.column.{name}" for name in ("case", "code", "evidence", "speaker"))
ORDER, NOTE, WORKS, FORCE = (f"blocks.column.{name}" for name in ("order", "note", "works", "force"))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a CSV file or a key of a YAML item; ``*`` stands for a language."""

    name: str
    meaning: str  # key of the words that say what it means
    allowed: Sequence[str] = ()  # the values it may take; () where it is free


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of ``data/`` (or a list within one), and how many rows a study has in it."""

    name: str
    rows: Callable[[Study], int]
    columns: Sequence[Column]

    @property
    def slug(self) -> str:
        """The file's name as it stands in addresses and label keys."""
        return self.name.split(".")[0] + ("-levels" if self.name.endswith("levels") else "")


def _file(
    name: str, rows: Callable[[Study], int], *columns: tuple[str, str] | tuple[str, str, Sequence[str]]
) -> DataFile:
    """A file's description; a meaning without a dot is the file's own: ``blocks.column.<file>.<meaning>``."""
    file = DataFile(name, rows, ())
    made = [
        Column(
            column[0],
            column[1] if "." in column[1] else f"blocks.column.{file.slug}.{column[1]}",
            column[2] if len(column) > 2 else (),  # noqa: PLR2004  # reason: the third is optional
        )
        for column in columns
    ]
    return DataFile(name, rows, tuple(made))


FILES: tuple[DataFile, ...] = (
    _file(
        "cases.csv",
        lambda study: len(study.cases),
        ("case", ID),
        ("order", ORDER),
        ("label_*", "label"),
        ("short_*", "short"),
        ("summary_*", "summary"),
    ),
    _file(
        "codebook.yaml: levels",
        lambda study: len(study.levels),
        ("level", ID),
        ("symbol", "symbol"),
        ("label", "label"),
        ("words", "words"),
    ),
    _file(
        "codebook.yaml: codes",
        lambda study: len(study.codes),
        ("code", ID),
        ("kind", "kind", coding.CODE_KINDS),
        ("order", ORDER),
        ("label", "label"),
        ("definition", "definition"),
        ("use", "use"),
        ("avoid", "avoid"),
        ("note", NOTE),
        ("sources", WORKS),
        ("scale", "scale"),
        ("parent", "parent"),
        ("from", "from"),
        ("to", "to"),
        ("tabulated", "tabulated", ("true", "false")),
        ("steps", "steps"),
    ),
    _file(
        "speakers.csv",
        lambda study: len(study.speakers),
        ("speaker", SPEAKER),
        ("name", "name"),
        ("case", CASE),
        ("evidence", EVIDENCE),
        ("descriptor_*", "descriptor"),
    ),
    _file(
        "collectives.csv",
        lambda study: len(study.collectives),
        ("id", ID),
        ("case", CASE),
        ("label_*", "label"),
        ("members_*", "members"),
        ("basis_*", "basis"),
        ("place_*", "place"),
        ("entry_*", "entry"),
        ("type", "type"),
        ("subtype", "subtype"),
        ("state", "state", coding.COLLECTIVE_STATES),
        ("evidence", EVIDENCE),
        ("note_*", NOTE),
    ),
    _file(
        "evidence.csv",
        lambda study: len(study.evidence),
        ("id", ID),
        ("cases", "cases"),
        ("voice", "voice", coding.VOICES),
        ("speaker", SPEAKER),
        ("section", "section"),
        ("paragraph", "paragraph"),
        ("paraphrase_*", "paraphrase"),
        ("memo_*", "memo"),
    ),
    _file(
        "codings.csv",
        lambda study: len(study.codings),
        ("evidence", EVIDENCE),
        ("code", CODE),
        ("bears", "bears", coding.BEARINGS),
    ),
    _file(
        "assessments.csv",
        lambda study: len(study.assessments),
        ("case", CASE),
        ("code", CODE),
        ("level", "level"),
        ("subtypes", "subtypes"),
        ("evidence", EVIDENCE),
        ("legibility", "legibility", coding.LEGIBILITIES),
        ("basis", "basis", coding.BASES),
        ("force", FORCE, coding.FORCES),
        ("note_*", NOTE),
    ),
    _file(
        "relations.csv",
        lambda study: len(study.relations),
        ("id", ID),
        ("condition", "condition"),
        ("influence", "influence", coding.INFLUENCES),
        ("target", "target"),
        ("cases", "cases"),
        ("evidence", EVIDENCE),
        ("force", FORCE, coding.FORCES),
        ("note_*", NOTE),
    ),
    _file(
        "fieldwork.csv",
        lambda study: len(study.fieldwork),
        ("id", ID),
        ("kind", "kind"),
        ("label_*", "label"),
        ("count", "count"),
        ("bound", "bound", coding.BOUNDS),
        ("population", "population"),
        ("population_bound", "population_bound", coding.BOUNDS),
        ("medium_*", "medium"),
        ("results", "results", coding.RESULTS),
        ("evidence", EVIDENCE),
        ("note_*", NOTE),
    ),
    _file(
        "claims.yaml",
        lambda study: len(study.claims),
        ("id", ID),
        ("kind", "kind", coding.CLAIM_KINDS),
        ("cases", "cases"),
        ("asserts", "asserts"),
        ("for", "for"),
        ("against", "against"),
        ("references", WORKS),
        ("why", "why"),
        ("tension", "tension"),
        ("hedge", "hedge"),
    ),
    _file(
        "displays.yaml",
        lambda study: len(study.displays),
        ("id", ID),
        ("kind", "kind", coding.DISPLAY_KINDS),
        ("drawing", "drawing"),
        ("select", "select"),
        ("caption", "caption"),
        ("note", "note"),
        ("reading", "reading"),
        ("alt", "alt"),
    ),
    _file(
        "decisions.csv",
        lambda study: len(study.decisions),
        ("id", ID),
        ("date", "date"),
        ("by", "by"),
        ("doubt_*", "doubt"),
        ("readings_*", "readings"),
        ("decision_*", "decision"),
        ("touches", "touches"),
    ),
    _file(
        "sections.csv",
        lambda study: len(study.sections),
        ("section", ID),
        ("order", ORDER),
        ("label_*", "label"),
    ),
    _file(
        "paragraphs.csv",
        lambda study: len(study.paragraphs),
        ("section", "section"),
        ("paragraph", "paragraph"),
        ("begins", "begins"),
        ("claims", "claims"),
        ("reason_*", "reason"),
    ),
)


def data_dictionary(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< data-dictionary [<file>] [level=…] >}}``: one file's columns, or every file under a heading of its own."""
    args = arguments.read(given, arguments.FIRST, "level")
    known = {file.slug: file for file in FILES}
    one = args.one_of(arguments.FIRST, known)
    if one:
        return _described(ctx, known[one])
    return "".join(
        heading(args.level, f"data-{file.slug}", f"<code>{escape(file.name)}</code>") + _described(ctx, file)
        for file in FILES
    )


def _described(ctx: RenderContext, file: DataFile) -> str:
    head = [escape(ctx.words(f"blocks.dictionary.{name}")) for name in ("column", "meaning", "allowed")]
    rows = [
        [
            f"<code>{escape(column.name)}</code>",
            escape(ctx.words(column.meaning)),
            ", ".join(f"<code>{escape(value)}</code>" for value in column.allowed),
        ]
        for column in file.columns
    ]
    count = ctx.words.choose("blocks.dictionary.rows", file.rows(ctx.study))
    about = f"{escape(ctx.words(f'blocks.file.{file.slug}'))} {escape(count)}"
    return paragraph(about) + table(ctx.words("blocks.dictionary.caption", file=file.name), head, rows)
