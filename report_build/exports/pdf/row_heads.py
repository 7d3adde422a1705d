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
    import pikepdf  # noqa: PLC0415  # reason: only a PDF needs it

    packed = b""
    with pikepdf.open(BytesIO(pdf)) as document:
        found: list[Any] = []
        _gather(document.Root.StructTreeRoot, found)
        if len(found) != len(tables):
            raise ValueError(f"the PDF has {len(found)} tables, and the report {len(tables)}")
        for element, table in zip(found, tables, strict=True):
            for cell in _row_heads(element, table):
                scope, known = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row), cell.get("/A")
                several = [*known] if isinstance(known, pikepdf.Array) else [known] if known is not None else []
                cell.S, cell.A = pikepdf.Name.TH, pikepdf.Array([*several, scope]) if several else scope
        _settle_streams(document)
        for attempt in range(_ATTEMPTS):
            if attempt:
                _shift_objects(document, attempt)
            out = BytesIO()
            document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            packed = out.getvalue()
            if not _ambiguous(packed):
                return packed
    return packed  # a validator may complain of a length; no reader does


def _shift_objects(document: Any, count: int) -> None:
    """Put a number of empty objects before all others, so that others are packed together."""
    import pikepdf  # noqa: PLC0415  # reason: as above

    empty = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(N=number)) for number in range(count)])
    own = pikepdf.Dictionary(LastModified=pikepdf.String("D:19700101000000Z"), Private=empty)
    document.Root.PieceInfo = pikepdf.Dictionary(ReportBuild=own)


def _settle_streams(document: Any) -> None:
    """See that no stream ends in a carriage return: what follows its data is no part of it."""
    import pikepdf  # noqa: PLC0415  # reason: as above

    for each in document.objects:
        if not isinstance(each, pikepdf.Stream):
            continue
        raw = each.read_raw_bytes()
        told: Any = each.get("/Filter")
        parameters: Any = each.get("/DecodeParms")
        if told is None and each.get("/Type") != "/Metadata":
            raw, told = compress(raw, 9), pikepdf.Name.FlateDecode
            each.write(raw + b"\n" if raw.endswith(_CARRIAGE_RETURN) else raw, filter=told)
        elif raw.endswith(_CARRIAGE_RETURN):
            each.write(raw + b"\n", filter=told, decode_parms=parameters)


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
