"""Text stays text: a marked payload in every text that authors write, and no script runs, no link lies, no file breaks.

Which texts there are is taken from the engine's own descriptions, so that a new field is tried by itself.
"""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import yaml
from browser_support import pages_of, serving
from conftest import copy_study, report_build

from report_build.labels import own_labels
from report_build.model.description import Column, Table
from report_build.model.fields import WORD
from report_build.model.fields_of_works import FORMATTED, KEPT
from report_build.model.schema import SETTINGS, STUDY_FILE, TABLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

RUN = "window.payload=1"  # what no page may do
MARK = "zqpayload"
HOSTILE = (
    f"{MARK} \"'><script>{RUN}</script></script></title></style></textarea><img src=x onerror={RUN}>"
    f'<svg onload={RUN}> [a](javascript:{RUN}) <a href="javascript:{RUN}">b</a> **c** {{{{7*7}}}} `d` --> ]]> '
    f"<https://payload.example/e> ![f](https://payload.example/f.png) & {MARK}"
)
LINK = f"javascript:{RUN}"
CONTROL = "\u001b[31m\u0007\u009b2J\u202e\u0000\r"  # what a terminal would obey
FORMED = {
    *("coder", "date", "drawing", "kind", "parent", "speaker", "state", "voice"),
    *("table", "column", "type", "of", "address", "seen"),
}  # words that mean something
BEGINS = f'"><script>{RUN}</script>'  # of a paragraph: six words at most
NO_WORDINGS = {"weave.csl-style"}  # labels that choose something
ONLY_WHERE_THERE = {"paragraphs.reason", "claims.no-counter-evidence"}  # texts that may not stand beside others
FORM_OF_CITATION = {"cff-version", "type", "version", "date-released", "license", "doi", "year", "orcid", "email"}
LANGUAGES = ("fr", "en")


def hostile(text: object) -> str:
    """A text with the payload behind it."""
    return f"{text or ''} {HOSTILE}".strip()


def is_free(column: Column) -> bool:
    """Whether a column holds a word of the author's own choice: none of a list, no id, nothing that is referred to."""
    named = column.refers or column.values or column.attribute == "id" or column.name == "id"
    return column.kind is WORD and not named and column.name not in FORMED


@dataclass(frozen=True)
class Poisoned:
    """A study with the payload in every text, and which texts those are."""

    folder: Path
    texts: list[str]


def poison(folder: Path) -> Poisoned:
    texts: list[str] = []
    for table in TABLES:
        file = folder / "data" / table.file
        if file.exists():
            texts += (rows if file.suffix == ".csv" else items)(table, file)
    texts += settings(folder / "data" / STUDY_FILE)
    for file in sorted((folder / "data/tables").glob("*.csv")):
        texts += own_rows(file)
    labels(folder / "data/labels.csv")
    bibliography(folder / "references.bib")
    citation(folder / "CITATION.cff")
    configuration(folder / "mkdocs.yml")
    pages(folder / "docs/fr")
    return Poisoned(folder, texts)


def rows(table: Table, file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as opened:
        known = list(csv.DictReader(opened))
    for column in table.columns:
        names = [f"{column.name}_{language}" for language in LANGUAGES] if column.kind.by_language else [column.name]
        if column.kind.by_language or (is_free(column) and column.name in known[0]):
            where = f"{table.name}.{column.name}"
            yield where
            for row in known:
                for name in names:
                    if row.get(name) or where not in ONLY_WHERE_THERE:
                        row[name] = BEGINS if column.name == "begins" else hostile(row.get(name))
    header = dict.fromkeys(name for row in known for name in row)
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(known)


def items(table: Table, file: Path) -> Iterator[str]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    for item in content.get(table.items) or ():
        yield from fields(table.name, table.columns, item)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


def settings(file: Path) -> Iterator[str]:
    """What a study says of itself, of more columns of its cases, and of its own tables."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["attributes"] = [{"column": "town", "of": "cases", "type": "text", "label": {"fr": "Ville"}}]
    yield from fields("study", SETTINGS, content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")
    cases = file.with_name("cases.csv")
    with cases.open(encoding="utf-8", newline="") as opened:
        header, *known = csv.reader(opened)
    with cases.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow([*header, "town_fr", "town_en"])
        writer.writerows([*row, hostile("Ici"), hostile("Here")] for row in known)


def own_rows(file: Path) -> Iterator[str]:
    """The texts of an own table: what its columns hold in each language."""
    with file.open(encoding="utf-8", newline="") as opened:
        header, *known = csv.reader(opened)
    for row in known:
        for number, name in enumerate(header):
            if name.endswith(("_fr", "_en")) and row[number]:
                row[number] = hostile(row[number])
    yield from (f"{file.stem}.{name}" for name in header if name.endswith("_fr"))
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows([header, *known])


def fields(where: str, columns: tuple[Column, ...], item: dict[str, Any]) -> Iterator[str]:
    """Put the payload into an item's texts; into those that it has not, too."""
    for column in columns:
        if column.kind.by_language:
            yield f"{where}.{column.name}"
            known = item.get(column.name) or {}
            if not known and f"{where}.{column.name}" in ONLY_WHERE_THERE:
                continue
            known = known if isinstance(known, dict) else dict.fromkeys(LANGUAGES, known)
            # others' words are in the language in which they were said
            said_in = known if column.quotation else LANGUAGES
            item[column.name] = {language: hostile(known.get(language)) for language in said_in}
        elif is_free(column) and column.name in item:
            yield f"{where}.{column.name}"
            item[column.name] = hostile(item[column.name])
        elif column.kind.columns:
            for part in item.get(column.name) or ():
                yield from fields(f"{where}.{column.name}", column.kind.columns, part)


def labels(file: Path) -> None:
    """Every wording of the engine's, worded by the study."""
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(["key", *LANGUAGES])
        for key, worded in own_labels().items():
            if key not in NO_WORDINGS:
                writer.writerow([key, *(hostile(worded.get(language)) for language in LANGUAGES)])


def bibliography(file: Path) -> None:
    """Works whose every field has the payload, and one for each field that pandoc reads in a way of its own."""
    said = HOSTILE.replace("%", "").replace("#", "")
    names = sorted((FORMATTED | KEPT) - {"crossref", "xdata", "ids", "date", "year", "month", "options", "langid"})
    entries = [
        f"@{type_}{{poison{number},\n"
        + "".join(f"  {name} = {{{said}}},\n" for name in names if name not in {"url", "doi"})
        + f'  year = {{200{number}}},\n  url = {{{LINK}}},\n  doi = {{10.1000/{MARK}"><script>{RUN}</script>}},\n'
        "  verification = {known},\n  verification_note = {" + said + "},\n}\n"
        for number, type_ in enumerate(("book", "article", "online", "thesis"))
    ]
    with file.open("a", encoding="utf-8") as opened:
        opened.write("\n".join(["", *entries]))


def citation(file: Path) -> None:
    def told(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: told(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [told(each, name) for each in value]
        return hostile(value) if isinstance(value, str) and name not in FORM_OF_CITATION else value

    content = yaml.safe_load(file.read_text(encoding="utf-8")) | {"abstract": "A", "keywords": ["k"]}
    content["authors"].append({"family-names": "F", "given-names": "G", "affiliation": "A"})
    file.write_text(yaml.safe_dump(told(content), allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


def configuration(file: Path) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content |= dict.fromkeys(("site_name", "site_description", "site_author"), HOSTILE)
    content |= {"repo_name": HOSTILE, "repo_url": "https://example.org/r", "edit_uri": 'x"onload="'}
    own = f"https://example.org/'\"onload={RUN} x="
    content["extra"] = {"homepage": own, "social": [{"icon": "material/web", "link": own, "name": HOSTILE}]}
    content["nav"] = [
        {hostile("Accueil"): "index.md"},
        {hostile("Partie"): ["methode.md", {hostile("Retours"): "retours.md"}, FILE]},
    ]
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


FILE = f"a\"'><img src=x onerror={RUN}>&{{{{7*7}}}}.md"


def pages(docs: Path) -> None:
    head = yaml.safe_dump(dict.fromkeys(("title", "description", "author"), HOSTILE), width=10**6)
    first = docs / "retours.md"
    cited = "; ".join(f"@poison{number}" for number in range(4))
    first.write_text(f"---\n{head}---\n\n{first.read_text(encoding='utf-8')}\n\n[{cited}]\n", encoding="utf-8")
    (docs / FILE).write_text("# Un nom de fichier {#sec-name-of-file}\n", encoding="utf-8")


LOOK = """() => {
  const all = [...document.querySelectorAll("*")]
  const led = all.flatMap(one => ["href", "src", "action", "data"].map(name => one.getAttribute(name))).filter(Boolean)
  return {
    ran: window.payload,
    links: led.filter(address => /^\\s*(javascript:|vbscript:|file:|data:text)/i.test(address)),
    handlers: all.filter(one => [...one.attributes].some(given => given.name.startsWith("on"))).length,
  }
}"""  # whether the payload ran, and what would run it


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    study = poison(copy_study("small", tmp_path_factory.mktemp("payload") / "study"))
    run = report_build("build", "-q", "--no-cache", cwd=study.folder)
    assert run.returncode == 0, "\n".join(
        line[:300] for line in run.stderr.splitlines() if " error " in line or "bug" in line
    )
    assert all(line.isprintable() for line in run.stderr.splitlines())
    return study


def texts_of(columns: tuple[Column, ...], where: str) -> Iterator[str]:
    """What a description, and those in it, calls texts."""
    for column in columns:
        if column.kind.by_language:
            yield f"{where}.{column.name}"
        yield from texts_of(column.kind.columns, f"{where}.{column.name}")


def test_every_text_that_the_descriptions_name_is_tried(poisoned: Poisoned) -> None:
    assert {"cases.label", "codes.definition", "displays.caption", "evidence.paraphrase"} <= set(poisoned.texts)
    used = {table.name for table in TABLES if (poisoned.folder / "data" / table.file).exists()}
    expected = {
        f"{table.name}.{one.name}"
        for table in TABLES
        if table.name in used
        for one in table.columns
        if one.kind.by_language
    } | set(texts_of(SETTINGS, "study"))
    assert {"study.abstract", "study.attributes.label", "study.tables.columns.about"} <= expected
    assert expected - set(poisoned.texts) == set()


def test_no_page_runs_it_or_asks_for_it(poisoned: Poisoned, browser: Browser) -> None:
    site = poisoned.folder / "site"
    asked: list[str] = []
    wrong: dict[str, object] = {}
    context = browser.new_context()

    def note(request: Request, own: str) -> None:
        if not request.url.startswith((own, "data:image/", "blob:")):
            asked.append(request.url)

    with serving(site) as address:
        page = context.new_page()
        page.on("request", partial(note, own=address))
        page.on("dialog", lambda dialog: dialog.dismiss())
        for name in pages_of(site):
            page.goto(f"{address}/{quote(name)}", wait_until="load")
            found = page.evaluate(LOOK)
            if found["ran"] or found["links"] or found["handlers"]:
                wrong[name] = found
    context.close()
    assert not wrong
    assert not asked


def test_every_other_file_is_whole(poisoned: Poisoned) -> None:
    site = poisoned.folder / "site/fr"
    read = 0
    for file in sorted(site.rglob("*")):
        if not file.is_file() or file.is_relative_to(site / "assets"):
            continue
        content = file.read_bytes()
        assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content) or file.suffix in {".png", ".zip", ".gz"}, (
            file
        )
        if file.suffix == ".json":
            json.loads(content)
        elif file.suffix in {".svg", ".xml"}:
            drawn = ET.fromstring(content)
            assert not [one for one in drawn.iter() if str(one.tag).endswith(("script", "foreignObject"))], file
        elif file.suffix == ".csv":
            table = list(csv.reader(io.StringIO(content.decode(), newline="")))
            assert len({len(row) for row in table}) == 1, file
            assert not [cell for row in table[1:] for cell in row if cell and cell[0] in "=@\t\r"], file
        elif file.suffix == ".zip":
            assert zipfile.ZipFile(file).testzip() is None
        elif file.suffix == ".ris":
            assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in content.decode().splitlines()), file
        elif file.suffix == ".bib":
            assert content.count(b"{") == content.count(b"}"), file
        else:
            continue
        read += 1
    assert read > 40


def test_a_terminal_shows_no_control_character(poisoned: Poisoned, tmp_path: Path) -> None:
    """With the signs that a terminal obeys in ids, names and texts: what is said of them can be printed."""
    study = copy_study("small", tmp_path / "study")
    for table in TABLES:
        file = study / "data" / table.file
        if not file.exists():
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".csv":
            rows_ = text.splitlines()
            rows_[1] = f"x{CONTROL.replace(chr(13), '')}{rows_[1]}"
            file.write_text("\n".join(rows_) + "\n", encoding="utf-8")
        else:
            written = r"\1{fr: \"x\\\\e[31m\\\\a\\\\x9b2J\\\\u202e\"}"
            file.write_text(re.sub(r"(?m)^(\s+(?:label|caption|why): ).*$", written, text), encoding="utf-8")
    (study / "docs/fr" / "a\u001b[31mb\u202e.md").write_text("# A\n[@no\u001b[31mone]\n", encoding="utf-8")
    for form in ("text", "github", "json"):
        run = report_build("check", "--no-cache", "--format", form, "--all", cwd=study)
        said = run.stderr + run.stdout
        assert run.returncode == 1
        assert "bug in report-build" not in said
        assert [ascii(line) for line in said.split("\n") if not line.isprintable()] == []
