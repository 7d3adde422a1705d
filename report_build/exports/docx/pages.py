"""What pandoc cannot say of a Word file: its sheets, styles, and how its tables break over them.

A row stays whole, the head of a table is repeated on each sheet and never the last line of one, and each sheet has its
number. The styles stand in ``templates/docx/styles.xml``. What is changed here is what pandoc wrote, whose way of
writing is known: :func:`_put` fails where it is another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files as files_of
from io import BytesIO
from math import ceil
from zipfile import ZipFile

from report_build.archive import zipped
from report_build.errors import ToolError
from report_build.render.templates import render

_STYLE = re.compile(r"<w:style [^>]*?w:styleId=\"([^\"]+)\".*?</w:style>", re.DOTALL)
_ROW = re.compile(r"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?(.*?)</w:tr>", re.DOTALL)  # pandoc sets no table within a cell
_TABLE = re.compile("<w:tbl>.*?</w:tbl>", re.DOTALL)
_CONTENT_AS_TEXT = re.compile(
    r' descr="data:[^"]*"'
)  # pandoc tells a picture's content in place of its words, given beside
_WORDS = re.compile("<w:t(?: [^>]*)?>([^<]*)</w:t>")
_LETTER, _LINE, _BETWEEN = 90, 11.5, 4  # a letter's width in twentieths of a point; a line and the room between rows
_HALF_SHEET = 350  # points
_SHEET = '<w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" \
w:header="709" w:footer="709" w:gutter="0" />'  # A4
_FOOTER = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"
_FOOTER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"


def with_pages(docx: bytes, sheet: str) -> bytes:
    """The file with what pandoc leaves out.

    :param sheet: what stands at the foot of each sheet.
    :raises ToolError: pandoc writes otherwise than it did.
    """
    with ZipFile(BytesIO(docx)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    text = {name: files[name].decode() for name in _CHANGED}
    document = _TABLE.sub(_table, _CONTENT_AS_TEXT.sub("", text["word/document.xml"]))
    begin = '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter" />'
    document = _put(document, r"<w:sectPr>(?=\s*<w:footnotePr>)", begin)
    text["word/document.xml"] = _put(document, r"(?<=</w:footnotePr>)(?=\s*</w:sectPr>)", _SHEET)
    text["word/styles.xml"] = _styled(_put(text["word/styles.xml"], r'(<w:szC?s? w:val=")24(?=")', r"\g<1>21", 2))
    text["word/settings.xml"] = _put(
        text["word/settings.xml"], r"(?<=<w:defaultTabStop w:val=\"720\" />)", '<w:autoHyphenation w:val="true" />'
    )
    footer = f'<Relationship Type="{_FOOTER}" Id="rIdFooter" Target="footer.xml" />'
    relations = "word/_rels/document.xml.rels"
    text[relations] = _put(text[relations], "(?=</Relationships>)", footer)
    kind = f'<Override PartName="/word/footer.xml" ContentType="{_FOOTER_TYPE}" />'
    text["[Content_Types].xml"] = _put(text["[Content_Types].xml"], "(?=</Types>)", kind)
    changed = {name: content.encode() for name, content in text.items()}
    return zipped({**files, **changed, "word/footer.xml": str(render("docx/footer.xml", sheet=sheet)).encode()})


_CHANGED = (
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)


def _put(text: str, where: str, what: str, times: int = 1) -> str:
    """A text with something else at a place.

    :raises ToolError: there is no such place.
    """
    changed, found = re.subn(where, what, text, count=times)
    if found != times:
        raise ToolError("the Word file could not be finished", f"pandoc wrote none of {where}")
    return changed


def _table(table: re.Match[str]) -> str:
    """A table whose rows do not break over sheets; one that finds room on half a sheet is not cut."""
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', table[0])]
    rows = [*_ROW.finditer(table[0])]
    height = sum(_height(row[2], widths) for row in rows)
    last = rows[-1].start() if rows else 0

    def row(found: re.Match[str]) -> str:
        told, cells = found[1] or "", found[2]
        if "<w:tblHeader" in told or (height < _HALF_SHEET and found.start() != last):
            cells = re.sub(r"(?<=<w:pPr>)(<w:pStyle [^>]*/>)?", r"\1<w:keepNext />", cells)
        return f"<w:tr><w:trPr><w:cantSplit />{told}</w:trPr>{cells}</w:tr>"

    return _ROW.sub(row, table[0])


def _height(row: str, widths: Sequence[int]) -> float:
    """About how high a row is, in points."""
    texts = [sum(map(len, _WORDS.findall(cell))) for cell in row.split("</w:tc>")[:-1]]
    lines = (ceil(text * _LETTER / width) for text, width in zip(texts, widths, strict=False) if width)
    return max(lines, default=1) * _LINE + _BETWEEN


def _styled(styles: str) -> str:
    """The styles, ours in place of pandoc's and beside them."""
    ours = (files_of("report_build") / "templates" / "docx" / "styles.xml").read_text(encoding="utf-8")
    new = {found[1]: found[0] for found in _STYLE.finditer(ours)}
    kept = _STYLE.sub(lambda found: new.pop(found[1], found[0]), styles)
    return _put(kept, "(?=</w:styles>)", "".join(new.values()).replace("\\", r"\\"))
