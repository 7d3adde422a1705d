"""A row of a table for which the model has no class of its own."""

from __future__ import annotations

from typing import Any

from report_build.model.text import Origin


class Row:
    """Its columns are attributes; it is read once and never changed."""

    def __init__(self, *, origin: Origin, **fields: Any) -> None:
        self.origin = origin
        self.__dict__.update(fields)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.fields == other.fields

    def __hash__(self) -> int:
        return hash(tuple(self.fields))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.fields.items())})"

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the row has no column {name!r}")

    @property
    def fields(self) -> dict[str, Any]:
        """Column -> value, without the place in the file."""
        return {name: value for name, value in vars(self).items() if name != "origin"}
