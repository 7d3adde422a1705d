"""The recipes of CONTRIBUTING, followed: each change in a copy of the engine and of a study, and what comes of it.

All are followed in one copy, which is then built, asked and spoilt once: no recipe may stand in another's way.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # reason: a test needs no stubs for one call
import pytest
from conftest import STUDIES, append, made_once
from lxml import html

ENGINE = Path(__file__).parent.parent / "report_build"

VOICES = '''"""Figure: how many passages each voice has, as bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from report_build.displays.drawing import Cell, DataTable, Drawing, Shown, distinct, total
from report_build.displays.figures.sheet import COLUMN, Box, Panel, Pen
from report_build.displays.rows import Rows, number_of, rows_of, text_of
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a voice."""
    counts = Counter(one.voice for one in study.evidence)
    records = [{"voice": voice, "passages": count} for voice, count in sorted(counts.items())]
    return rows_of(("voice", "passages"), (), records, [one.origin for one in study.evidence])


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Voices, and passages in all."""
    return {**distinct(found, labels, voices="voice"), "passages": total(found, labels, "passages")}


def shows(study: Study, display: Display) -> Shown:
    """All passages."""
    return Shown(nodes=tuple(("evidence", one.id) for one in study.evidence))


def table(found: Rows, labels: Labels) -> DataTable:
    """Voices and their passages."""
    body = []
    for one in found.dicts():
        body.append((Cell(labels(f"voice.{one['voice']}")), Cell(labels.number(number_of(one, "passages")))))
    return DataTable((labels("display.voice"), labels("display.count")), tuple(body))


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel: a bar a voice."""
    pen, y = Pen(), 0.0
    longest = max(number_of(one, "passages") for one in found.dicts())
    for one in found.dicts():
        pen.lines(0, y, [labels(f"voice.{text_of(one, 'voice')}")])
        pen.add(Box(0, y + 18, COLUMN * number_of(one, "passages") / longest, 12, "soft"))
        y += 40
    return [pen.panel(y)]


DRAWING = Drawing(
    name="voices", kind="figure", selects={}, rows=rows, counts=counts, shows=shows, table=table, panels=panels
)
'''

ENTRY = """
  - id: fig-voices
    kind: figure
    drawing: voices
    caption: {fr: Qui parle, en: Who speaks}
    note: {fr: Une note., en: A note.}
    reading: {fr: Une lecture., en: A reading.}
    alt: {fr: "{voices} voix, {passages} passages.", en: "{voices} voices, {passages} passages."}
"""


PARAPHRASES = '''"""Whether paraphrases say something."""

from __future__ import annotations

from collections.abc import Iterator

from report_build.findings import Finding
from report_build.model.study import Study


def check_paraphrases(study: Study) -> Iterator[Finding]:
    """Paraphrases of a single word."""
    for passage in study.evidence:
        for language, text in passage.paraphrase.items():
            if len(text.split()) == 1:
                place = passage.origin.at_language("paraphrase", language)
                yield Finding(place, "RB199", f"'{passage.id}' has the one word '{text}'", "Say who does what")
'''

BLOCK = '''"""Who speaks in the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from report_build.index import Index
from report_build.render.blocks import arguments


def voices(index: Index, given: Mapping[str, str]) -> list[tuple[str, int]]:
    """``{{< voices >}}``: how many passages each voice has."""
    arguments.read(given)
    return sorted(Counter(one.voice for one in index.study.evidence).items())
'''

ACTORS = """    Table(
        "actors",
        "actors.csv",
        (
            _id("actor"),
            _text("label", required=True),
            Column("passages", LIST, refers="evidence", about={"en": "Passages that speak of the actor."}),
        ),
        about={"en": "Who acts."},
    ),
)

LABELS_FILE"""


@dataclass(frozen=True)
class Followed:
    """A copy of the engine and one of the small study, changed as the recipes say."""

    folder: Path

    @property
    def study(self) -> Path:
        return self.folder / "study"

    @property
    def package(self) -> Path:
        return self.folder / "engine" / "report_build"

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Python, with the changed engine, in the study."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "engine"), "NO_MKDOCS_2_WARNING": "1"}
        return subprocess.run(
            [sys.executable, *words], cwd=self.study, env=environment, capture_output=True, text=True, check=False
        )

    def run(self, *words: str) -> str:
        """What one of our commands says."""
        done = self.python("-m", "report_build", *words)
        return done.stdout + done.stderr

    def site(self, name: str = "before") -> Path:
        """The site as built first, or ``after`` the data were changed."""
        return self.folder / name / "fr"

    @cached_property
    def spoilt(self) -> str:
        """What is said of the study once it is spoilt."""
        return (self.folder / "spoilt.txt").read_text(encoding="utf-8")

    def passages(self) -> list[dict[str, str]]:
        return list(csv.DictReader((self.study / "data/evidence.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    folder, said = made_once(tmp_path_factory, "recipes", follow)
    assert (folder / "spoilt.txt").is_file(), said
    return Followed(folder)


def follow(folder: Path) -> str:
    copy = Followed(folder)
    shutil.copytree(ENGINE, copy.package)  # compiled as it is
    shutil.copytree(STUDIES / "small", copy.study, ignore=shutil.ignore_patterns(".cache", "site"))
    for recipe in (figure_and_table, data_file, check, block):
        recipe(copy)
    said = copy.run("build", "-d", "../before")
    assert "RB199" not in said
    change_data(copy)
    said += copy.run("build", "-d", "../after")
    spoilt = Followed(folder / "spoilt")
    shutil.copytree(copy.study, spoilt.study)
    spoilt.package.parent.symlink_to(copy.package.parent)
    mistakes = []
    for spoil in (spoil_pages, spoil_data):  # pages are read where the data have no error
        spoil(spoilt)
        mistakes.append(spoilt.run("check"))
    (folder / "spoilt.txt").write_text("".join(mistakes), encoding="utf-8")
    return said


def figure_and_table(copy: Followed) -> None:
    drawings = copy.package / "displays" / "drawings"
    (drawings / "voices.py").write_text(VOICES, encoding="utf-8")
    table = VOICES.replace('name="voices", kind="figure"', 'name="voices-table", kind="table"')
    (drawings / "voices_table.py").write_text(table.replace("panels=panels\n", "panels=None\n"), encoding="utf-8")
    entry = ENTRY.replace("fig-voices", "tbl-voices").replace("kind: figure", "kind: table")
    append(
        copy.study / "data/displays.yaml", ENTRY.strip("\n") + entry.replace("drawing: voices", "drawing: voices-table")
    )
    append(copy.study / "docs/fr/index.md", "\n{{< display fig-voices >}}\n\n{{< display tbl-voices >}}")


def data_file(copy: Followed) -> None:
    replaced(copy.package / "model/schema.py", ")\n\nLABELS_FILE", ACTORS)
    (copy.study / "data/actors.csv").write_text(
        f"actor,label_fr,label_en,passages\nhote,L’hôte,The host,{copy.passages()[0]['id']}\n", encoding="utf-8"
    )
    append(copy.study / "docs/fr/index.md", "\nUn seul acteur : {{< value count.actors >}}.")


def check(copy: Followed) -> None:
    rule = "RB199,short-paraphrase,warning,A paraphrase has fewer than two words.\n"
    replaced(copy.package / "catalogue.csv", "RB201,", f"{rule}RB201,")
    (copy.package / "check" / "paraphrases.py").write_text(PARAPHRASES, encoding="utf-8")
    checks, before = copy.package / "check" / "study.py", "from report_build.check.passages"
    replaced(checks, before, f"from report_build.check.paraphrases import check_paraphrases\n{before}")
    before = "        *check_data(study),\n"
    replaced(checks, before, f"{before}        *check_paraphrases(study),\n")


def block(copy: Followed) -> None:
    (copy.package / "render" / "blocks" / "voices.py").write_text(BLOCK, encoding="utf-8")
    (copy.package / "templates" / "blocks" / "voices.html").write_text(
        '<ul class="voices">{% for voice, count in block %}<li>{{ page.labels("voice." ~ voice) }} & {{ count }}</li>'
        "{% endfor %}</ul>\n",
        encoding="utf-8",
    )
    entries = copy.package / "render" / "blocks" / "__init__.py"
    replaced(entries, "    *(agreement,", "    *(voices, agreement,")
    replaced(entries, "\n_FUNCTIONS", "\nfrom report_build.render.blocks.voices import voices\n\n_FUNCTIONS")
    append(copy.study / "docs/fr/index.md", "\n{{< voices >}}")


def change_data(copy: Followed) -> None:
    """Another label of the actor, and another citation style."""
    replaced(copy.study / "data/actors.csv", "L’hôte,The host", "L’invité,The guest")
    labels = copy.study / "data" / "labels.csv"
    known = labels.read_text(encoding="utf-8") if labels.is_file() else "id,fr,en\n"
    labels.write_text(f"{known.rstrip()}\nweave.csl-style,ieee,ieee\n", encoding="utf-8")


def spoil_pages(copy: Followed) -> None:
    """Make a mistake in a block, and in how citations look."""
    replaced(copy.study / "data/labels.csv", "weave.csl-style,ieee", "weave.csl-style,unheard-of")
    replaced(copy.study / "docs/fr/index.md", "{{< voices >}}", "{{< voices x=1 >}}")


def spoil_data(copy: Followed) -> None:
    """Make a mistake in the alternative text, one in the new file, and one that the new check finds."""
    displays = copy.study / "data/displays.yaml"
    displays.write_text(displays.read_text(encoding="utf-8").replace("{passages}", "{passage}"), encoding="utf-8")
    replaced(copy.study / "data/actors.csv", copy.passages()[0]["id"], "nonesuch")
    rows = copy.passages()
    rows[2]["paraphrase_en"] = "Nothing."
    with (copy.study / "data/evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def replaced(file: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def page_of(site: Path, name: str = "index.html") -> html.HtmlElement:
    return html.fromstring((site / name).read_text(encoding="utf-8"))


def test_a_new_figure_is_one_module_and_an_entry(followed: Followed) -> None:
    site, passages = followed.site(), followed.passages()
    figure = page_of(site).get_element_by_id("fig-voices")
    voices = len({one["voice"] for one in passages})
    assert figure.xpath(".//*[@role='img']/@aria-label") == [f"{voices} voix, {len(passages)} passages."]
    assert len(figure.xpath(".//details//tbody/tr")) == voices
    assert "report_build.displays.drawings.voices.rows" in figure.text_content()
    rows = list(csv.DictReader((site / "displays" / "fig-voices.csv").read_text(encoding="utf-8").splitlines()))
    assert sum(int(row["passages"]) for row in rows) == len(passages)
    assert (site / "displays" / "fig-voices.svg").read_bytes().startswith(b"<?xml")
    assert (site / "displays" / "fig-voices.png").read_bytes().startswith(b"\x89PNG")
    drawn = {one["id"] for one in json.loads((site / "study.json").read_text(encoding="utf-8"))["displays"]}
    assert "fig-voices" in drawn
    assert passages[0]["id"] in followed.run("trace", "fig-voices")
    said = followed.run("display", "fig-voices", "--out", "../alone")
    alone = followed.folder / "alone" / "fig-voices.svg"
    assert alone.is_file(), said
    assert alone.read_bytes() == (followed.site("after") / "displays" / "fig-voices.svg").read_bytes()
    assert "RB606 unknown-alt-field" in followed.spoilt
    assert "'passages'" in followed.spoilt


def test_a_new_table_is_one_module_and_an_entry(followed: Followed) -> None:
    figure = page_of(followed.site()).get_element_by_id("tbl-voices")
    assert figure.xpath("string(.//table/caption)").split()[-3:] == ["1", "Qui", "parle"]
    counts = [int(text) for text in figure.xpath(".//tbody/tr/td/text()")]
    assert sum(counts) == len(followed.passages())
    assert figure.xpath(".//tbody/tr[1]/th/@scope") == ["row"]
    assert {name.name for name in (followed.site() / "displays").glob("tbl-voices.*")} == {"tbl-voices.csv"}


COMPARE = (
    "import sys; from pathlib import Path; from report_build.metadata.study_json import read_study_json;"
    "from report_build.publish.compare import compare;"
    "old, new = (Path(name).read_bytes() for name in sys.argv[1:]);"
    "[print(c.part, c.kind, c.id) for c in compare(read_study_json(old), read_study_json(new)).changes]"
)


def test_a_new_data_file_is_one_entry_of_the_schema(followed: Followed) -> None:
    site, passage = followed.site(), followed.passages()[0]["id"]
    told = json.loads((site / "study.json").read_text(encoding="utf-8"))
    assert told["actors"] == [
        {"id": "hote", "label": {"fr": "L’hôte", "en": "The host"}, "passages": [passage]},
    ]
    jsonschema.validate(told, json.loads((site / "study.schema.json").read_text(encoding="utf-8")))
    data_page = (site / "donnees.html").read_text(encoding="utf-8")
    assert "Who acts." in data_page
    assert "Passages that speak of the actor." in data_page
    assert "Un seul acteur : 1." in page_of(site).text_content()
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert {"actors", "actors-passages"} <= {one["name"] for one in package["resources"]}
    assert "actor hote — L’invité" in followed.run("trace", "hote")
    compared = followed.python("-c", COMPARE, *(str(followed.site(one) / "study.json") for one in ("before", "after")))
    assert [line for line in compared.stdout.splitlines() if "actor" in line] == ["actors changed hote"]
    assert "data/actors.csv:2: error RB105" in followed.spoilt


def test_a_new_check_is_a_rule_and_a_function_that_yields_it(followed: Followed) -> None:
    line = f"data/evidence.csv:4: warning RB199 short-paraphrase: '{followed.passages()[2]['id']}' has the one word"
    assert f"{line} 'Nothing.'. Say who does what" in followed.spoilt
    assert "RB199" in followed.run("codes")


def test_a_new_block_is_a_value_a_template_and_an_entry(followed: Followed) -> None:
    items = page_of(followed.site()).xpath("//ul[@class='voices']/li/text()")
    assert sum(int(item.rpartition(" & ")[2]) for item in items) == len(followed.passages())
    assert "'x'" in followed.spoilt


def test_another_citation_style_is_one_label_of_the_study(followed: Followed) -> None:
    before, after = (page_of(followed.site(one), "bibliographie.html").text_content() for one in ("before", "after"))
    assert after != before
    assert "'unheard-of'" in followed.spoilt
