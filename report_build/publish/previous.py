"""The version before the one that is being built, as it was published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from report_build.errors import UsageError
from report_build.metadata.publication import STUDY_FILE
from report_build.metadata.study_json import Snapshot, read_study_json
from report_build.publish import manifest


@dataclass(frozen=True)
class Previous:
    """A published version: a folder that holds one a language."""

    folder: Path
    language: str  # of the site that is being built

    @cached_property
    def version(self) -> str:
        """Which version it is.

        :raises UsageError: the folder holds none.
        """
        if self.study is not None:
            return _version(self.study)
        for file in sorted(self.folder.glob(f"*/{STUDY_FILE}")):
            return _version(read_study_json(file.read_bytes()))
        for file in sorted(self.folder.glob(f"*/{manifest.FILE}")):  # where the study's file was erased
            return manifest.Manifest.from_json(file.read_bytes()).parameters.get("slot", "")
        raise UsageError(f"{self.folder.name} holds no <language>/{STUDY_FILE}: it is no published version")

    @cached_property
    def study(self) -> Snapshot | None:
        """Its study in this language; None where it was not published in it."""
        file = self.folder / self.language / STUDY_FILE
        return read_study_json(file.read_bytes()) if file.is_file() else None

    @cached_property
    def pages(self) -> dict[str, str]:
        """Page address -> hash of what the page says; empty where it was not published in this language."""
        file = self.folder / self.language / manifest.FILE
        return dict(manifest.Manifest.from_json(file.read_bytes()).pages) if file.is_file() else {}


def _version(study: Snapshot) -> str:
    return str(study.about.get("version") or "")
