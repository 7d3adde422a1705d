"""``report-build new``: begin a study."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from report_build import host
from report_build.cli.output import OK, display_path, print_findings
from report_build.cli.translation import stamp_all
from report_build.errors import UsageError
from report_build.findings import Finding, Place
from report_build.model.fields import LANGUAGE
from report_build.publish.git import name_of_committer
from report_build.starting.engine import as_wheel, local_source, wheel
from report_build.starting.languages import wanting
from report_build.starting.study import Beginning, starting_files
from report_build.starting.writing import require_empty, write_new
from report_build.suggest import Names

_LONGEST = 200  # signs of a title or name
_BEGUN = {
    "interviews": ", with three invented interviews to replace",
    "documents": ", with invented documents to replace",
    "article": ", with an invented article to replace",
    "empty": "; it has no rows yet",
}  # what a template begins with


def new_command(options: argparse.Namespace) -> int:
    folder: Path = options.folder
    require_empty(folder)
    new = _beginning(options, folder)
    write_new(folder, starting_files(options.template, new), lambda root: _finish(root, new))
    print_findings([*_wanting(new), *_engine_to_bring(folder)], "text", every=True)
    print(f"{display_path(folder.resolve())}: a study that builds{_BEGUN[options.template]}. Now:")
    into = "" if folder.resolve() == Path.cwd() else f"    cd {shlex.quote(str(folder))}\n"
    print(f"{into}    report-build serve      shows it at http://127.0.0.1:8000/ and follows every save")
    print("    report-build check      says what is wrong, with file, line and cure")
    print("    report-build guide      the guide for authors: open guide/index.html")
    print('    git init && git add --all && git commit -m "Begin" && report-build release 0.1.0')
    return OK


def _beginning(options: argparse.Namespace, folder: Path) -> Beginning:
    languages = tuple(dict.fromkeys(options.language or ["en"]))
    known = [one for one in host.theme_languages() if LANGUAGE.fullmatch(one)]
    for language in languages:
        if language not in known:
            cure = Names(known).near(language) or f"There are: {', '.join(known)}"
            raise UsageError(f"'{language}' is no language that pages can be in. {cure}")
    here = next(parent for parent in folder.absolute().parents if parent.is_dir())
    author = name_of_committer(here)
    return Beginning(
        _one_line(options.title, "--title") or _title_of(folder),
        languages,
        tuple(_one_line(name, "--author") for name in options.author if name.strip()) or ((author,) if author else ()),
        datetime.now(UTC).date(),
    )


def _one_line(text: str, option: str) -> str:
    text = " ".join(text.split())
    if not text.isprintable() or len(text) > _LONGEST:
        raise UsageError(f"{option}: give one line of at most {_LONGEST} signs")
    return text


def _title_of(folder: Path) -> str:
    """A folder's name, said as a title."""
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    said = "".join(sign for sign in " ".join(words) if sign.isprintable())
    return said[:1].upper() + said[1:] or "Study"


def _finish(root: Path, new: Beginning) -> None:
    """Say that the languages say the same, and take the engine along where a file holds it."""
    if len(new.languages) > 1:
        stamp_all(root / "mkdocs.yml")
    source = Path(local_source())
    if source == Path():
        return
    engine = source.read_bytes() if source.suffix == ".whl" and source.is_file() else as_wheel()
    if engine is not None:
        (root / wheel()).parent.mkdir()
        (root / wheel()).write_bytes(engine)


def _wanting(new: Beginning) -> Iterator[Finding]:
    for language in new.languages:
        found = wanting(language)
        if found is None:
            continue
        config = "mkdocs.yml" if language == new.languages[0] else f"mkdocs.{language}.yml"
        texts = "pages and rows are in English until you write them, and " if found.texts else ""
        yield Finding(
            Place(config),
            "RB703",
            f"in '{language}', {texts}{found.labels} labels of the report's own show in English",
            f"Word them in data/labels.csv, whose columns are key,{language}",
        )


def _engine_to_bring(root: Path) -> Iterator[Finding]:
    source = local_source()
    if source and not (root / wheel()).is_file():
        yield Finding(
            Place("requirements.txt"),
            "RB704",
            f"it asks for {wheel()}, which is not there yet",
            "It is how others build your versions again. Make it before the first release: "
            f"python -m pip wheel --no-deps --wheel-dir wheels {shlex.quote(source)}",
        )
