"""The report as an accessible, archivable PDF (PDF/UA-1 and PDF/A-3a at once) that carries its data.

Typst sets the pages from ``report.typ``; what it cannot say yet, that a cell heads its row, is put in afterwards.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files as files_of
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Literal

from report_build.errors import ToolError
from report_build.exports import FORMS, Material
from report_build.exports.figure_sheets import Sheet
from report_build.exports.pdf.row_heads import with_row_heads
from report_build.exports.pictures import JPEG, in_rgb
from report_build.exports.tree.nodes import Display, Document, Equation, Table, walk
from report_build.exports.tree.plain import as_json
from report_build.references.pandoc import equations_for_typst
from report_build.render.blocks.files import DATA_ARCHIVE

SHEET = Sheet(450, 620)  # for a figure: the text's width, and its height less a caption
STANDARDS: list[Literal["ua-1", "a-3a"]] = ["ua-1", "a-3a"]


def pdf_file(material: Material) -> bytes:
    """The report of one language as a PDF."""
    attached = _attachments(material)
    document = material.document
    displays = (one for one in walk(document.parts) if isinstance(one, Display) and one.file)
    drawn = {one.file: document.files[f"{one.file}.svg"] for one in displays}
    sheets = {
        name: {f"{name}.{number}.svg": part for number, part in enumerate(SHEET.svgs(svg), start=1)}
        for name, svg in drawn.items()
    }
    parts = {file: content for found in sheets.values() for file, content in found.items()}
    told = {**_told(material, attached), "sheets": {name: [*found] for name, found in sheets.items()}}
    carried = {file: content for file, (content, *_) in attached.items()}
    return with_row_heads(set_pages(told, {**document.files, **parts, **carried}, _moment(document)), _tables(document))


def set_pages(told: Mapping[str, object], files: Mapping[str, bytes], moment: datetime) -> bytes:
    """The PDF that ``report.typ`` makes of what it is told."""
    source = files_of(__name__) / "report.typ"
    with TemporaryDirectory(prefix="report-build-") as name:
        folder = Path(name)
        (folder / "report.typ").write_bytes(source.read_bytes())
        (folder / "document.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8", newline="\n")
        for file, content in files.items():
            (folder / file).write_bytes(in_rgb(content) if content.startswith(JPEG) else content)
        return _compiled(folder, moment)


def _compiled(folder: Path, moment: datetime) -> bytes:
    """What Typst makes of a folder; only fonts of installed packages are used, so that no machine sets it otherwise."""
    import typst  # noqa: PLC0415  # reason: 80 MB that only this form needs

    more = [Path(one) for one in os.environ.get("TYPST_FONT_PATHS", "").split(os.pathsep) if one]
    try:
        made: bytes = typst.compile(
            folder / "report.typ",
            root=folder,
            font_paths=[_fonts(folder), *more],
            ignore_system_fonts=True,
            pdf_standards=[*STANDARDS],
            timestamp=int(moment.timestamp()),
        )
    except RuntimeError as error:
        why = str(error)
        if "font" in why:
            why += ". Name a folder with a font that has it in the variable TYPST_FONT_PATHS"
        raise ToolError("the PDF could not be set", why) from error
    return made


def _fonts(folder: Path) -> Path:
    """A folder of matplotlib's own fonts, which figures are drawn in, less the one that has a box for every letter."""
    spec = find_spec("matplotlib")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    fonts = folder / "fonts"
    fonts.mkdir()
    for file in (Path(folders[0]) / "mpl-data" / "fonts" / "ttf").glob("*.ttf"):
        if not file.name.startswith("LastResort"):
            copyfile(file, fonts / file.name)
    return fonts


def _moment(document: Document) -> datetime:
    """When the PDF says that it was made: the release's date, never the clock's."""
    return datetime.fromisoformat(document.front.day or "1970-01-01").replace(tzinfo=UTC)


def _attachments(material: Material) -> Mapping[str, tuple[bytes, str, str]]:
    """Name -> content, media type and purpose of each file that the PDF carries."""
    labels = material.index.labels
    files = {
        DATA_ARCHIVE: (material.files.get(DATA_ARCHIVE), "application/zip"),
        "study.json": (material.files.get("study.json"), "application/json"),
        "report.qdpx": (FORMS["qdpx"].make(material), "application/zip"),
    }
    return {
        name: (content, media, labels.get(f"blocks.files.{name}", name))
        for name, (content, media) in files.items()
        if content
    }


def _told(material: Material, attached: Mapping[str, tuple[bytes, str, str]]) -> Mapping[str, object]:
    """What ``report.typ`` is told."""
    document, labels = material.document, material.index.labels
    front = document.front
    edition = [labels("exports.version", version=front.version)] if front.version else []
    sheet = [front.title, *edition, *([front.address] if front.address else [])]
    date = front.day
    return {
        "language": document.language,
        "names": document.names,
        "front": {**_as_mapping(as_json(front)), "date": date},
        "chapters": as_json(document.chapters),
        "cards": as_json(document.cards),
        "references": as_json(document.references),
        "references_id": document.references_id,
        "equations": equations_for_typst(sorted({one.tex for one in walk(document) if isinstance(one, Equation)})),
        "claims": as_json(document.claims),
        "figures": [as_json(one) for one, *_ in document.figures],
        "edition": ", ".join([*edition, *([date] if date else [])]),
        "sheet": " · ".join(sheet[1:]),
        "attached": [{"file": name, "media": media, "what": what} for name, (_, media, what) in attached.items()],
        "attachments": document.names["attached.what"],
    }


def _as_mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _tables(document: Document) -> list[Table]:
    """Every table, in the order in which the PDF has them."""
    last = [data for _, data, _ in document.figures]
    standing = [node for node in walk(document.parts) if isinstance(node, Table)]
    return [*(table for table in standing if not any(table is one for one in last)), *last]
