"""Cells that head their rows, said in a PDF's structure: Typst says it of a table's head alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from zlib import compress

from report_build.exports.tree.nodes import Table

_ATTEMPTS = 32
_CARRIAGE_RETURN = b"\r"


def with_row_heads(pdf: bytes, tables: Sequence[Table]) -> bytes:
    """The PDF with its tables' row heads marked, packed anew.

    A stream that happens to end in a carriage return cannot be told from one that ends before a line's end, and
    validators complain. Where packed objects do, they are packed otherwise.

    :param tables: in the order in which the PDF has them.
    :raises ValueError: the PDF has other tables.
    """
    for attempt in range(1, _ATTEMPTS):
        packed = _packed(pdf, tables, attempt)
        if not _ambiguous(packed):
            return packed
    raise ValueError("no way was found to pack the PDF")


def _packed(pdf: bytes, tables: Sequence[Table], scopes: int) -> bytes:
    """:param scopes: by how many objects cells are told to head their rows; it decides what is packed with what."""
    import pikepdf  # noqa: PLC0415  # reason: only a PDF needs it

    with pikepdf.open(BytesIO(pdf)) as document:
        found: list[Any] = []
        _gather(document.Root.StructTreeRoot, found)
        if len(found) != len(tables):
            raise ValueError(f"the PDF has {len(found)} tables, and the report {len(tables)}")
        told = [
            document.make_indirect(pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row))
            for _ in range(scopes)
        ]
        heads = [cell for element, table in zip(found, tables, strict=True) for cell in _row_heads(element, table)]
        for number, cell in enumerate(heads):
            known, scope = cell.get("/A"), told[number % scopes]
            several = [*known] if isinstance(known, pikepdf.Array) else [known] if known is not None else []
            cell.S, cell.A = pikepdf.Name.TH, pikepdf.Array([*several, scope]) if several else scope
        if not heads:
            document.Root.MarkInfo = (
                document.make_indirect(document.Root.MarkInfo) if scopes % 2 else document.Root.MarkInfo
            )
        _settle_streams(document)
        packed = BytesIO()
        document.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()


def _settle_streams(document: Any) -> None:
    """Compress streams so that none ends in a carriage return."""
    import pikepdf  # noqa: PLC0415  # reason: as above

    for each in document.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Filter") in (None, pikepdf.Name.FlateDecode):
            if "/DecodeParms" in each or each.get("/Type") == "/Metadata":
                continue
            raw = compress(each.read_bytes(), 9)
            each.write(raw + b"\n" if raw.endswith(_CARRIAGE_RETURN) else raw, filter=pikepdf.Name.FlateDecode)


def _ambiguous(pdf: bytes) -> bool:
    return b"\r\nendstream" in pdf


def _kids(element: Any) -> list[Any]:
    import pikepdf  # noqa: PLC0415  # reason: as above

    kids = element.get("/K")
    if kids is None:
        return []
    several = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _gather(element: Any, found: list[Any]) -> None:
    for kid in _kids(element):
        if kid.S == "/Table":
            found.append(kid)
        else:
            _gather(kid, found)


def _rows(element: Any) -> list[Any]:
    rows = []
    for kid in _kids(element):
        rows += [kid] if kid.S == "/TR" else _rows(kid)
    return rows


def _row_heads(element: Any, table: Table) -> Iterator[Any]:
    """The cells of a table's body that head their rows."""
    rows = _rows(element)[len(table.heads) :]
    for row, cells in zip(rows, table.rows, strict=False):
        yield from (cell for cell, told in zip(_kids(row), cells, strict=False) if told.heads)
