"""The data as files: what a reader can download, how much it is, and what it is for."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from report_build.index import ExportedFile, Index
from report_build.render.blocks import arguments

# All data and the bibliography. Its files are stored as they are: git compares them with those of other versions.
DATA_ARCHIVE = "data.zip"
WHOLE = (  # what holds more than one table, in the order of its use
    DATA_ARCHIVE,
    "data/datapackage.json",
    "study.json",
    "study.schema.json",
    "references.bib",
    "references.ris",
    "references.json",
    "data/works.csv",
)
SCHEMAS = "schemas"  # the folder of what the authors' YAML files may hold
MADE_LAST = frozenset({"study.json", "study.schema.json"})  # so their size is not known when a page tells of them


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data beside the pages."""

    address: str  # site-relative
    size: int | None  # bytes; None where pages are made before the file
    rows: int | None = None  # of a CSV file, its header left out

    @property
    def name(self) -> str:
        """Its name, without the folder; with it where a file beside has the same."""
        return self.address if self.describes else self.address.rpartition("/")[2]

    @property
    def describes(self) -> str:
        """The file of the authors' whose schema it is; '' of any other."""
        folder, _, name = self.address.partition("/")
        return f"{name.partition('.')[0]}.yaml" if folder == SCHEMAS else ""


@dataclass(frozen=True, slots=True)
class DataFiles:
    files: tuple[DataFile, ...]


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The report in another form."""

    address: str  # site-relative
    told: ExportedFile

    @property
    def name(self) -> str:
        """Its name, without the folder."""
        return self.address.rpartition("/")[2]


def other_forms(index: Index, given: Mapping[str, str]) -> tuple[OtherForm, ...]:
    """``{{< other-forms >}}``: the report in other forms than a site, where this edition carries them."""
    arguments.read(given)
    return tuple(OtherForm(address, told) for address, told in index.exports.items())


def data_files(index: Index, given: Mapping[str, str]) -> DataFiles:
    """``{{< data-files >}}``: the files that hold the data as a whole."""
    arguments.read(given)
    known = index.data_files
    return DataFiles(
        tuple(
            DataFile(address, None) if address in MADE_LAST else data_file(address, known[address])
            for address in (*WHOLE, *(one for one in known if one.startswith(f"{SCHEMAS}/")))
            if known and (address in known or address in MADE_LAST)
        )
    )


def files_of_table(index: Index, table: str) -> tuple[DataFile, ...]:
    """The table's own file, then those of its columns that hold several values."""
    own = f"data/{table}.csv"
    return tuple(
        data_file(address, content)
        for address, content in index.data_files.items()
        if address == own or (address.startswith(f"data/{table}-") and address.endswith(".csv"))
    )


def data_file(address: str, content: bytes) -> DataFile:
    """What is told of a file."""
    if not address.endswith(".csv"):
        return DataFile(address, len(content))
    rows = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    return DataFile(address, len(content), rows - 1)
