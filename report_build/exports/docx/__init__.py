"""The report for reviewers, in DOCX: each claim carries a comment that says what it rests on.

Comments name their claims, and the file its language, so that what a reviewer writes finds its way back: see
:mod:`report_build.exports.reviewed`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field

from report_build.exports import Material
from report_build.exports.docx.pages import with_pages
from report_build.exports.figure_sheets import Sheet
from report_build.exports.tree import nodes
from report_build.exports.tree.plain import shares
from report_build.references.pandoc import written

AUTHOR = "report-build"  # of the comments on claims
LANGUAGE = "report-language"  # the property of the file that says which language's report it is
_STYLES = {
    "emphasis": "Emph",
    "strong": "Strong",
    "superscript": "Superscript",
    "subscript": "Subscript",
    "struck": "Strikeout",
    "small-caps": "SmallCaps",
}
_HIGHEST = 1.3  # how high a picture is at most, by the width of the text
_SHEET = Sheet(453, 453 * _HIGHEST)  # the room of a figure, in points
_MANY = 6  # columns of a table, above which its letters are smaller
Json = dict[str, object]


def docx_file(material: Material) -> bytes:
    """The report of one language as DOCX."""
    document = material.document
    front = document.front
    made = written("docx", _Writer(document).whole(), date=front.date)
    return with_pages(made, " · ".join(filter(None, (front.title, front.version, front.address))))


def _of(kind: str, *content: object) -> Json:
    return {"t": kind} if not content else {"t": kind, "c": content[0] if len(content) == 1 else list(content)}


def _attributes(id_: str = "", classes: Iterable[str] = (), **named: str) -> list[object]:
    return [id_, list(classes), [[name.replace("_", "-"), value] for name, value in named.items() if value]]


@dataclass
class _Writer:
    told: nodes.Document
    comments: list[str] = field(default_factory=list)  # claims that have their comment

    def whole(self) -> Json:
        front = self.told.front
        blocks: list[Json] = [_of("Para", self._strong(self.told.names["review"]))]
        blocks += [_of("Para", [_of("Str", one)]) for one in front.status]
        blocks += self._about()
        for chapter in self.told.chapters:
            blocks += self._chapter(chapter)
        if self.told.references:
            blocks.append(self._header(1, self.told.references_id, (nodes.Text(self.told.names["references"]),)))
            blocks += [_of("Para", self._inlines((nodes.Span(one.content, one.id),))) for one in self.told.references]
        if self.told.cards:
            blocks += self._chapter(self.told.cards)
        blocks += self._data_of_figures()
        edition = " · ".join(part for part in (front.version, front.date, front.address) if part)
        meta = {
            "title": _of("MetaInlines", [_of("Str", front.title)]),
            "author": _of("MetaList", [_of("MetaInlines", [_of("Str", one)]) for one in front.authors]),
            "date": _of("MetaInlines", [_of("Str", edition)]),
            LANGUAGE: _of("MetaString", self.told.language),
            "lang": _of("MetaInlines", [_of("Str", self.told.language)]),
        }
        if front.subtitle:
            meta["subtitle"] = _of("MetaInlines", [_of("Str", front.subtitle)])
        return {"pandoc-api-version": [1, 23, 1], "meta": meta, "blocks": blocks}

    def _about(self) -> list[Json]:
        """Who made the study, and what it says of itself."""
        front, names = self.told.front, self.told.names
        people = [
            ", ".join(filter(None, (one.name, one.affiliation, one.orcid)))
            for one in front.contributors
            if one.affiliation or one.orcid
        ]
        said = [
            (names["abstract"], front.abstract),
            (names["keywords"], " · ".join(front.keywords)),
            *((one.label, one.said) for one in front.statements),
        ]
        return [_of("Para", [_of("Str", one)]) for one in people] + [
            _of("Para", [*self._strong(f"{label}{names['colon']}"), _of("Str", text)]) for label, text in said if text
        ]

    def _data_of_figures(self) -> list[Json]:
        """The numbers that the figures show, as tables."""
        made = []
        for figure, data, title in self.told.figures:
            made += [self._header(2, "", (nodes.Text(title),)), self._table(data, figure.caption, "")]
        return [self._header(1, "", (nodes.Text(self.told.names["figure-data"]),)), *made] if made else []

    def _chapter(self, chapter: nodes.Chapter) -> list[Json]:
        return [self._header(1, chapter.id, chapter.title), *self._blocks(chapter.blocks)]

    def _header(self, level: int, id_: str, content: nodes.Inlines) -> Json:
        return _of("Header", level, _attributes(id_), self._inlines(content))

    # Blocks -------------------------------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[nodes.Block]) -> list[Json]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: nodes.Block) -> list[Json]:
        if isinstance(block, nodes.Paragraph):
            return [_of("Para", self._inlines((nodes.Span(block.content, block.id),) if block.id else block.content))]
        if isinstance(block, nodes.Heading):
            return [self._header(block.level, block.id, block.content)]
        if isinstance(block, nodes.Listing):
            items = [self._blocks(item) for item in block.items]
            if block.ordered:
                return [_of("OrderedList", [1, _of("Decimal"), _of("Period")], items)]
            return [_of("BulletList", items)]
        if isinstance(block, nodes.Terms) and block.facts:
            return [self._styled("Card Fact", self._fact(*item)) for item in block.items]
        if isinstance(block, nodes.Terms):
            return [_of("DefinitionList", [[self._inlines(term), [self._blocks(said)]] for term, said in block.items])]
        if isinstance(block, nodes.Quotation):
            return [_of("BlockQuote", self._blocks(block.blocks))]
        if isinstance(block, nodes.Note):
            title = [self._styled("Note Title", self._inlines(block.title))] if block.title else []
            return [_of("BlockQuote", [*title, *self._blocks(block.blocks)])]
        if isinstance(block, nodes.Preformatted):
            return [_of("CodeBlock", _attributes(), block.text)]
        if isinstance(block, nodes.Table):
            return [self._table(block, block.caption, block.id)]
        if isinstance(block, nodes.Display):
            return self._display(block)
        if isinstance(block, nodes.Image):
            return self._picture(block)
        if isinstance(block, nodes.Card):
            title = [_of("Span", _attributes(block.id), self._inlines(block.title))]
            return [self._styled("Card Title", title), *self._blocks(block.blocks)]
        assert isinstance(block, nodes.Rule)  # noqa: S101  # reason: the last kind of block
        return [_of("HorizontalRule")]

    def _styled(self, style: str, content: list[Json]) -> Json:
        """A paragraph in one of the styles of ``templates/docx/styles.xml``."""
        return _of("Div", _attributes(custom_style=style), [_of("Para", content)])

    def _fact(self, term: nodes.Inlines, said: Iterable[nodes.Block]) -> list[Json]:
        """A term and what is said of it, on one line."""
        between = _words(self.told.names["semicolon"])
        lines = [self._inlines(line) for line in nodes.lines_of(tuple(said))]
        told = [one for line in lines for one in (*between, *line)][len(between) :]
        return [_of("Emph", self._inlines(term)), *_words(self.told.names["colon"]), *told]

    def _picture(self, image: nodes.Image) -> list[Json]:
        media = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"}
        kind = media.get(image.file.rpartition(".")[2].lower())
        if kind is None:  # pandoc draws no SVG, and Word shows no WebP
            return [_of("Para", [_of("Str", image.alt)])] if image.alt else []
        return [_of("Para", [self._image(self.told.files[image.file], kind, image.alt)])]

    def _image(self, content: bytes, media: str, alt: str) -> Json:
        source = f"data:{media};base64,{b64encode(content).decode()}"
        return _of("Image", _attributes(width=_width(content)), [_of("Str", alt)], [source, ""])

    def _display(self, display: nodes.Display) -> list[Json]:
        caption = (nodes.Styled("strong", (nodes.Text(f"{display.name}. "),)), *display.caption)
        made: list[Json]
        if display.file:
            svg, png = (self.told.files[f"{display.file}.{kind}"] for kind in ("svg", "png"))
            parts = _SHEET.pngs(svg, png)
            alts = [display.alt, *(f"{display.name} ({number}/{len(parts)})" for number in range(2, len(parts) + 1))]
            images = [
                _of("Plain", [self._image(part, "image/png", alt)]) for part, alt in zip(parts, alts, strict=True)
            ]
            figure_caption = [None, [_of("Plain", self._inlines(caption))]]
            made = [_of("Figure", _attributes(display.id), figure_caption, images)]
        elif display.table:
            made = [self._table(display.table, caption, display.id)]
        else:
            made = [_of("Para", self._inlines((nodes.Span(caption, display.id),)))]
        for style, lead, said in display.notes(self.told.names):
            note = [_of(_STYLES[style], [_of("Str", lead)]), _of("Space"), *self._inlines(said)]
            made.append(self._styled("Display Note", note))
        return made

    def _table(self, table: nodes.Table, caption: nodes.Inlines, id_: str) -> Json:
        widths = shares(table)
        columns = [[_of("AlignLeft"), _of("ColWidth", width)] for width in widths]
        narrow = len(widths) > _MANY
        said = [None, [_of("Plain", self._inlines(caption))] if caption else []]
        heads = 1 if table.rows and all(row and row[0].heads for row in table.rows) else 0
        body = [_attributes(), heads, [], [self._row(row, narrow=narrow) for row in table.rows]]
        head = [_attributes(), [self._row(row, narrow=narrow) for row in table.heads]]
        return _of("Table", _attributes(id_), said, columns, head, [body], [_attributes(), []])

    def _row(self, row: tuple[nodes.TableCell, ...], *, narrow: bool) -> list[object]:
        cells = [
            [_attributes(), _of("AlignDefault"), cell.rows, cell.columns, self._cell(cell, narrow=narrow)]
            for cell in row
        ]
        return [_attributes(), cells]

    def _cell(self, cell: nodes.TableCell, *, narrow: bool) -> list[Json]:
        made = self._inlines(cell.content)
        if not made:
            return []
        said = [_of("Strong", made)] if cell.heads else made
        return [self._styled("Narrow Cell", said)] if narrow else [_of("Plain", said)]

    # Inlines ------------------------------------------------------------------------------------------------------

    def _strong(self, text: str) -> list[Json]:
        return [_of("Strong", [_of("Str", text)])]

    def _inlines(self, content: nodes.Inlines) -> list[Json]:
        return [made for one in content for made in self._inline(one)]

    def _inline(self, one: object) -> list[Json]:
        if isinstance(one, nodes.Text):
            return _words(one.text)
        if isinstance(one, nodes.Break):
            return [_of("LineBreak")]
        if isinstance(one, nodes.Styled):
            if one.style == "code":
                return [_of("Code", _attributes(), nodes.text_of(one.content))]
            if one.style == "small":
                return self._inlines(one.content)
            return [_of(_STYLES[one.style], self._inlines(one.content))]
        if isinstance(one, nodes.Span):
            return [_of("Span", _attributes(one.id, lang=one.language), self._inlines(one.content))]
        if isinstance(one, nodes.Link):
            return [_of("Link", _attributes(), self._inlines(one.content), [one.target, ""])]
        if isinstance(one, nodes.Citation):
            return self._inlines(one.content)
        if isinstance(one, nodes.Equation):
            made = [_of("Math", _of("DisplayMath" if one.displayed else "InlineMath"), one.tex)]
            return [*made, _of("Space"), _of("Str", one.number)] if one.number else made
        if isinstance(one, nodes.Footnote):
            return [_of("Note", self._blocks(one.blocks or (nodes.Paragraph(()),)))]
        return self._claim(one) if isinstance(one, nodes.Claim) else []

    def _claim(self, claim: nodes.Claim) -> list[Json]:
        """A claim's words between the ends of a comment; worded again, without one."""
        words = self._inlines(claim.content)
        inside = [_of("Span", _attributes(claim.id), words)] if claim.id else words
        told = self.told.claims[claim.claim]
        if claim.claim in self.comments or (not claim.id and told.place):
            return inside
        number = str(len(self.comments))
        self.comments.append(claim.claim)
        said = [f"{told.name} ({claim.claim}).", *told.sentences[1:]]
        said += [
            f"{name}{self.told.names['colon']}{nodes.text_of(facts)}{nodes.full_stop(facts)}"
            for name, facts in told.facts
        ]
        moment = f"{self.told.front.day or '1970-01-01'}T00:00:00Z"
        start = _attributes(classes=["comment-start"], id=number, author=AUTHOR, date=moment)
        end = _attributes(classes=["comment-end"], id=number)
        return [_of("Span", start, _words(" ".join(said))), *inside, _of("Span", end, [])]


def _width(picture: bytes) -> str:
    """The width of a picture that fits a sheet, as a part of the text's: a PNG says its size at its beginning."""
    if not picture.startswith(b"\x89PNG"):
        return "100%"
    wide, high = (int.from_bytes(picture[place : place + 4], "big") for place in (16, 20))
    return f"{min(100, int(100 * _HIGHEST * wide / max(high, 1)))}%"


def _words(text: str) -> list[Json]:
    """A text as pandoc has it; its line ends and blanks as blanks."""
    found: list[Json] = []
    for number, word in enumerate(text.split(" ")):
        found += [_of("Space")] if number else []
        found += [_of("Str", word)] if word else []
    return found
