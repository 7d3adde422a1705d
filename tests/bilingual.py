"""The small study in more languages, made without code: pages, columns, labels and a configuration file for each."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import yaml
from conftest import STUDIES, copy_study, report_build

GERMAN = "auf Deutsch"  # ends every German text of the data


def many_languages(to: Path, *languages: str, stamped: bool = True) -> Path:
    """The small study in French and these languages besides; ``de`` brings its own columns."""
    study = copy_study("small", to)
    for language in languages:
        add_language(study, language)
    if "de" in languages:
        for kind, add in ((".csv", _add_columns), (".yaml", _add_wordings)):
            for file in sorted((study / "data").rglob(f"*{kind}")):
                add(file)
        shutil.copy(STUDIES / "trilingual" / "labels.csv", study / "data" / "labels.csv")
    if stamped:
        done = report_build("translation", "stamp", cwd=study)
        assert done.returncode == 0, done.stderr
    return study


def add_language(study: Path, language: str) -> None:
    """Pages and a configuration."""
    shutil.copytree(STUDIES / "trilingual" / "docs" / language, study / "docs" / language)
    shutil.copy(STUDIES / "trilingual" / f"mkdocs.{language}.yml", study)


def _add_columns(file: Path) -> None:
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    english = [index for index, name in enumerate(rows[0]) if name.endswith("_en")]
    for number, row in enumerate(rows):
        for index in english:
            cell = row[index]
            row.append(f"{cell.removesuffix('_en')}_de" if not number else f"{cell} {GERMAN}" if cell else "")
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    file.write_text(written.getvalue(), encoding="utf-8")


def _add_wordings(file: Path) -> None:
    def with_german(node: object) -> object:
        if isinstance(node, list):
            return [with_german(item) for item in node]
        if not isinstance(node, dict):
            return node
        if set(node) == {"fr", "en"}:
            english = node["en"]
            if isinstance(english, list):  # hedges
                return {**node, "de": {"seems": ["wohl"], "appears": ["anscheinend"]}[english[0]]}
            return {**node, "de": f"{english} {GERMAN}"}
        return {key: with_german(value) for key, value in node.items()}

    data = with_german(yaml.safe_load(file.read_text(encoding="utf-8")))
    file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def ids_of(page: str) -> set[str]:
    """Ids of a page's article that can be linked to: those of a drawing's parts are its own affair."""
    article = page[page.index("<article") : page.index("</article>")]
    return set(re.findall(r'\sid="([^"]+)"', re.sub(r"<svg.*?</svg>", "", article, flags=re.DOTALL)))
