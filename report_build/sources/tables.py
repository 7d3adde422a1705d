"""CSV files, and sheets of workbooks, as rows that know their lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_build.findings import Finding
from report_build.sources.spreadsheets.sheet import Sheet
from report_build.sources.text import SourceFile

_SEPARATORS = {";": "semicolons", "\t": "tabs"}
# What programs write where they failed, in the languages that they do so in; the words are those of Excel, LibreOffice
# and Google's sheets.
_ERROR = re.compile(
    r"#[¡¿]?(?:VALUE|NULL|NUM|NAME|REF|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|ERROR|EXTERNAL|PYTHON|PARSE"
    r"|DIV ?/ ?0|VALEUR|NUL|NOMBRE|NOM|PROPAGATION|DÉVERSEMENT|CALCUL|CHAMP|BLOQUÉ|CONNEXION|OCCUPÉ|INCONNU|ERREUR"
    r"|EXTERNE|WERT|ZAHL|BEZUG|ÜBERLAUF|KALK|FELD|VERBINDEN|UNBEKANNT|VALOR|NÚM|DESBORDAMIENTO|CÁLCULO|CAMPO"
    r"|VALORE|RIF|NOME|ESPANSIONE|WAARDE|GETAL|VERW|NAAM|LEEG|OVERLOOP|DELING\.DOOR\.0)\s?[!?]"
    r"|#(?:N/A|NA|N/D|N/B|NV|NEXT|GETTING_DATA)!?|#n/a|#{3,}|Err:[0-9]{3}|Loading\.\.\."
)
_FORMULA = re.compile(
    r"=\s*[+-]?(?:[A-ZÀ-Ý][A-ZÀ-Ý0-9.]+\(.*\)(?:\s*[-+*/&].*)?|\$?[A-Z]{1,3}\$?[0-9]+\s*(?:[-+*/&].*)?)", re.DOTALL
)
_CELL_LIMIT = 1_000_000  # characters of one cell


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row, stripped, in the order of the file's columns."""

    cells: list[str]
    line: int  # of its first character, counted from 1
    lines: tuple[int, ...] = ()  # of each cell, where a cell holds a line end; else all stand on ``line``
    whole: bool = True  # False where its quotes or the number of its cells are wrong: it is said once, for the row


@dataclass(frozen=True, slots=True)
class Grid:
    """A CSV file or a sheet: its columns and rows."""

    columns: list[str]
    line: int  # of the header row
    rows: list[Row]


def read_grid(source: SourceFile) -> tuple[Grid | None, list[Finding]]:
    """The rows of a CSV file or sheet, as far as they can be read; None where it has no header row."""
    if source.sheet:
        return _of_sheet(source, source.sheet)
    lines = source.text.split("\n")
    start = 0
    while start < len(lines) and not lines[start].strip(" \t,;"):
        start += 1
    if start == len(lines):
        return None, [Finding(source.place(), "RB007", "the file is empty", "Its first row names the columns")]
    findings: list[Finding] = []
    separator = ","
    if lines[start].lower().startswith("sep=") and len(lines[start].strip()) <= len("sep=,"):
        start += 1  # Excel's own way to say the separator; the header row tells as much
    header = lines[start] if start < len(lines) else ""
    for mark, word in _SEPARATORS.items():
        if mark in header and "," not in header:
            separator = mark
            message = f"the cells are separated by {word}, and were read so"
            findings.append(Finding(source.place(start + 1), "RB006", message, "Save the file as comma-separated CSV"))
            break
    rows = list(_rows(source, lines, start, separator, findings))
    if not rows:
        return None, [
            *findings,
            Finding(source.place(), "RB007", "the file is empty", "Its first row names the columns"),
        ]
    columns = rows[0].cells
    while columns and not columns[-1]:
        columns = columns[:-1]
    kept = [row for row in rows[1:] if any(row.cells) and (row.whole or len(row.cells) == len(columns))]
    fitted = [_fit(source, row, columns, findings) for row in kept]
    for row in fitted:
        findings += _spreadsheet_errors(source, row, columns)
    return Grid(columns, rows[0].line, fitted), findings


def _of_sheet(source: SourceFile, sheet: Sheet) -> tuple[Grid | None, list[Finding]]:
    """Its first row that holds anything names the columns; cells beside them stand in columns without a name."""
    if not sheet.rows:
        message = f"the sheet '{sheet.name}' is empty"
        return None, [Finding(source.place(), "RB007", message, "Its first row names the columns")]
    (line, header), *rest = sheet.rows
    width = max(len(cells) for _, cells in sheet.rows)
    columns = [*header, *[""] * (width - len(header))]
    rows = [Row([*cells, *[""] * (width - len(cells))], number) for number, cells in rest]
    findings = [Finding(source.place(one.row, one.column), one.code, one.message, one.hint) for one in sheet.problems]
    for row in rows:
        findings += _spreadsheet_errors(source, row, columns)
    return Grid(columns, line, rows), findings


def _spreadsheet_errors(source: SourceFile, row: Row, columns: list[str]) -> Iterator[Finding]:
    """Cells in which a spreadsheet could not work something out, or shows what it would work out."""
    for index, cell in enumerate(row.cells):
        if not cell.startswith(("#", "Err:", "=", "Loading")):
            continue
        what = "error" if _ERROR.fullmatch(cell) else "formula" if _FORMULA.fullmatch(cell) else ""
        if what:
            line = row.lines[index] if row.lines else row.line
            message = f"'{cell[:60]}' in column '{columns[index]}' is a spreadsheet's {what}"
            yield Finding(source.place(line, index), "RB024", message, "Write the value, or leave the cell empty")


def _rows(source: SourceFile, lines: list[str], start: int, separator: str, findings: list[Finding]) -> Iterator[Row]:
    """Parse strictly; a row that cannot be is said, and the lines that it had swallowed are read one by one."""
    csv.field_size_limit(_CELL_LIMIT)
    position = start
    alone = 0  # lines before this index are read one by one
    while position < len(lines):
        stop = position + 1 if position < alone else len(lines)
        reader = csv.reader((f"{lines[index]}\n" for index in range(position, stop)), delimiter=separator, strict=True)
        first = position
        try:
            for cells in reader:
                after = position + reader.line_num
                of_cells = _lines_of(cells, first + 1) if after - first > 1 else ()
                yield Row([cell.strip() for cell in cells], first + 1, of_cells)
                first = after
            position = stop
        except csv.Error as error:
            findings.append(_broken(source, first + 1, position + reader.line_num, str(error)))
            yield from _leniently(lines[first], first + 1, separator)
            alone = max(alone, position + reader.line_num)
            position = first + 1


def _lines_of(cells: list[str], line: int) -> tuple[int, ...]:
    lines = []
    for cell in cells:
        lines.append(line)
        line += cell.count("\n")
    return tuple(lines)


def _broken(source: SourceFile, line: int, last: int, error: str) -> Finding:
    message = "text follows the double quote that closes a cell"
    cure = 'Put the whole cell between double quotes, and write those inside it twice ("")'
    if "field larger" in error:
        message, cure = f"a cell is longer than {_CELL_LIMIT} characters", "Look for a missing double quote"
    elif "end of data" in error:
        message, cure = "a double quote opens a cell and nothing closes it", 'Close it, or write it twice ("")'
    elif last > line:
        message = f"a double quote opens a cell, and the next one, on line {last}, closes it within a text"
        cure = 'Close the cell, or write its double quotes twice ("")'
    return Finding(source.place(line), "RB008", message, cure)


def _leniently(line: str, number: int, separator: str) -> Iterator[Row]:
    try:
        for cells in csv.reader([line], delimiter=separator):
            yield Row([cell.strip() for cell in cells], number, whole=False)
    except csv.Error:  # the cell is over-long: said already, nothing to keep
        return


def _fit(source: SourceFile, row: Row, columns: list[str], findings: list[Finding]) -> Row:
    """A row with as many cells as there are columns; blank cells at its end go unsaid."""
    surplus = len(row.cells) - len(columns)
    if surplus > 0 and any(row.cells[len(columns) :]):
        message = f"the row has {len(row.cells)} cells, the header {len(columns)}"
        cure = "Put a cell that holds the separator between double quotes"
        findings.append(Finding(source.place(row.line), "RB009", message, cure))
    elif surplus < 0:
        message = f"the row has {len(row.cells)} cells, the header {len(columns)}"
        findings.append(Finding(source.place(row.line), "RB009", message, "Add the missing separators"))
    return Row((row.cells + [""] * -surplus)[: len(columns)], row.line, row.lines, whole=row.whole and surplus >= 0)
