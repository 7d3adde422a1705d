"""What the rules share: where tables stand, what exists in them, and the words of messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from report_build.model.coding import GENERAL
from report_build.model.description import Table
from report_build.model.schema import WORKS
from report_build.model.study import Study
from report_build.suggest import Names

_SHOWN = 5  # ids that a message lists before it only counts


class Known:
    """The names that a study's tables have.

    Looking a name up in a table whose file failed to parse always succeeds, to avoid follow-up errors.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._names: dict[str, Names] = {}
        self._in_use = {WORKS, *(table.name for table in tables_in_use(study))}

    def is_absent(self, table: str) -> bool:
        """Whether the study has no such table."""
        return table not in self._in_use

    def names(self, table: str) -> Names:
        if table not in self._names:
            self._names[table] = Names(ids_of(self.study, table))
        return self._names[table]

    def lacks(self, table: str, name: str, *, general: bool = False) -> bool:
        """Whether a name is surely not in a table; ``general`` allows the word for no case in particular."""
        if table in self.study.incomplete or self.is_absent(table) or (general and name == GENERAL):
            return False
        return name not in self.names(table)

    def code_for(self, table: str) -> str:
        return "RB124" if table == WORKS else self.study.table[table].unknown

    def file(self, table: str) -> str:
        """The file of a table, as messages name it."""
        if table == WORKS:
            return next((name for name in self.study.hashes if name.endswith(".bib")), "references.bib")
        return data_file(self.study, self.study.table[table])


def data_file(study: Study, table: Table) -> str:
    """The path of a table's file from the study's root."""
    return study.files.get(table.file, f"data/{table.file}")


def ids_of(study: Study, table: str) -> Mapping[str, None]:
    """The names by which columns refer to a table's rows, in file order; of the bibliography, its keys."""
    if table == WORKS:
        return dict.fromkeys(study.work)
    attribute = study.table[table].named_by
    return dict.fromkeys(getattr(row, attribute) for row in study.rows(table)) if attribute else {}


def tables_in_use(study: Study) -> list[Table]:
    """The tables that a study has a file or rows of, or a file that could not be read, in the schema's order."""
    return [
        table
        for table in study.tables
        if table.file in study.files
        or table in study.own_tables
        or study.rows(table.name)
        or table.name in study.incomplete
    ]


def listed(ids: Iterable[str]) -> str:
    """``'a', 'b' and 2 more``; '' of none."""
    every = list(ids)
    shown = [f"'{id_}'" for id_ in every[:_SHOWN]]
    if len(every) > _SHOWN:
        shown.append(f"{len(every) - _SHOWN} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
