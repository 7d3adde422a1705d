"""What the rules share: where tables stand, what exists in them, and the words of messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from report_build.findings import Place
from report_build.model.coding import GENERAL
from report_build.model.schema import TABLE, Table
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.suggest import Names

_SHOWN = 5  # ids that a message lists before it only counts
_UNKNOWN: Mapping[str, str] = {  # table -> the code of a finding on a name that it does not have
    "codes": "RB103",
    "cases": "RB104",
    "evidence": "RB105",
    "levels": "RB106",
    "speakers": "RB120",
    "sections": "RB122",
    "claims": "RB123",
    "works": "RB124",
}


class Known:
    """The names that a study's tables have; a table that could not be read whole knows every name."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self._names: dict[str, Names] = {}

    @cached_property
    def _ids(self) -> Mapping[str, Iterable[str]]:
        study = self.study
        return {
            "cases": study.case,
            "codes": study.code,
            "levels": study.level,
            "evidence": study.passage,
            "sections": study.section,
            "speakers": {row.speaker: None for row in study.speakers},
            "claims": study.claim,
            "works": study.work,
        }

    def names(self, table: str) -> Names:
        if table not in self._names:
            self._names[table] = Names(self._ids[table])
        return self._names[table]

    def lacks(self, table: str, name: str, *, general: bool = False) -> bool:
        """Whether a name is surely not in a table; ``general`` allows the word for no case in particular."""
        if table in self.study.incomplete or (general and name == GENERAL):
            return False
        return name not in self.names(table)

    def code_for(self, table: str) -> str:
        return _UNKNOWN[table]

    def file(self, table: str) -> str:
        """The file of a table, as messages name it."""
        if table == "works":
            return next((name for name in self.study.hashes if name.endswith(".bib")), "references.bib")
        return data_file(self.study, TABLE[table])


def data_file(study: Study, table: Table) -> str:
    """The path of a table's file from the study's root."""
    return next((name for name in study.hashes if name.endswith(f"/{table.file}")), f"data/{table.file}")


def rows(study: Study, table: Table) -> Sequence[Any]:
    """A table's values in file order."""
    values: Sequence[Any] = getattr(study, table.name)
    return values


def language_place(origin: Origin, field: str, language: str) -> Place:
    """The place of a field's wording in one language, else of the field, else of the row."""
    return origin.at(next((name for name in (f"{field}.{language}", field) if name in origin.fields), ""))


def listed(ids: Iterable[str]) -> str:
    """``'a', 'b' and 2 more``."""
    every = list(ids)
    shown = [f"'{id_}'" for id_ in every[:_SHOWN]]
    if len(every) > _SHOWN:
        shown.append(f"{len(every) - _SHOWN} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
