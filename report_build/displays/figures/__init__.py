"""Figures: panels become SVG and PNG. Nothing outside this package imports matplotlib."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure drawn: its panels for a page, and its files."""

    panels: tuple[str, ...]  # SVG elements
    svg: bytes
    png: bytes
