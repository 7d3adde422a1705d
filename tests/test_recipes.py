"""The recipes of CONTRIBUTING, followed: each change in a copy of the engine or a study of its own, and its result."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # reason: a test needs no stubs for one call
import pytest
from conftest import STUDIES
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


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    """A copy of the engine, to be changed as a developer would; its folder is what Python looks in first."""
    shutil.copytree(ENGINE, tmp_path / "engine" / "report_build", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "engine"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A copy of the small study, to be changed as an author would."""
    return shutil.copytree(STUDIES / "small", tmp_path / "study", ignore=shutil.ignore_patterns(".cache", "site"))


def run(engine: Path, study: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One of our commands, by a changed engine."""
    environment = {**os.environ, "PYTHONPATH": str(engine), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "report_build", *words]
    return subprocess.run(command, cwd=study, env=environment, capture_output=True, text=True, check=False)


def test_a_new_figure_is_one_module_and_an_entry(engine: Path, study: Path) -> None:
    (engine / "report_build" / "displays" / "drawings" / "voices.py").write_text(VOICES, encoding="utf-8")
    displays = study / "data" / "displays.yaml"
    displays.write_text(displays.read_text(encoding="utf-8").rstrip() + ENTRY, encoding="utf-8")
    passages = list(csv.DictReader((study / "data" / "evidence.csv").read_text(encoding="utf-8").splitlines()))
    page = next(iter(sorted((study / "docs").rglob("index.md"))))
    page.write_text(page.read_text(encoding="utf-8") + "\n{{< display fig-voices >}}\n", encoding="utf-8")

    built = run(engine, study, "build")
    site = study / "site" / "fr" if (study / "site" / "fr").is_dir() else study / "site"
    assert (site / "index.html").is_file(), built.stderr
    figure = html.fromstring((site / "index.html").read_text(encoding="utf-8")).get_element_by_id("fig-voices")
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

    traced = run(engine, study, "trace", "fig-voices")
    assert passages[0]["id"] in traced.stdout
    alone = run(engine, study, "display", "fig-voices", "--out", str(study / "alone"))
    assert alone.returncode == 0, alone.stderr
    assert (study / "alone" / "fig-voices.svg").read_bytes() == (site / "displays" / "fig-voices.svg").read_bytes()

    displays.write_text(displays.read_text(encoding="utf-8").replace("{passages}", "{passage}"), encoding="utf-8")
    checked = run(engine, study, "check")
    assert "RB606 unknown-alt-field" in checked.stderr
    assert "'passages'" in checked.stderr


def test_a_new_table_is_one_module_and_an_entry(engine: Path, study: Path) -> None:
    module = VOICES.replace('name="voices", kind="figure"', 'name="voices-table", kind="table"')
    module = module.replace("panels=panels\n", "panels=None\n")
    (engine / "report_build" / "displays" / "drawings" / "voices.py").write_text(module, encoding="utf-8")
    displays = study / "data" / "displays.yaml"
    entry = ENTRY.replace("fig-voices", "tbl-voices").replace("kind: figure", "kind: table")
    entry = entry.replace("drawing: voices", "drawing: voices-table")
    displays.write_text(displays.read_text(encoding="utf-8").rstrip() + entry, encoding="utf-8")
    with (study / "docs" / "fr" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n{{< display tbl-voices >}}\n")
    passages = list(csv.DictReader((study / "data" / "evidence.csv").read_text(encoding="utf-8").splitlines()))

    built = run(engine, study, "build")
    site = study / "site" / "fr"
    assert (site / "index.html").is_file(), built.stderr
    figure = html.fromstring((site / "index.html").read_text(encoding="utf-8")).get_element_by_id("tbl-voices")
    assert figure.xpath("string(.//table/caption)").split()[-3:] == ["1", "Qui", "parle"]
    counts = [int(text) for text in figure.xpath(".//tbody/tr/td/text()")]
    assert sum(counts) == len(passages)
    assert figure.xpath(".//tbody/tr[1]/th/@scope") == ["row"]
    assert {name.name for name in (site / "displays").glob("tbl-voices.*")} == {"tbl-voices.csv"}


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


def test_a_new_data_file_is_one_entry_of_the_schema(engine: Path, study: Path, tmp_path: Path) -> None:
    schema = engine / "report_build" / "model" / "schema.py"
    text = schema.read_text(encoding="utf-8")
    assert text.count(")\n\nLABELS_FILE") == 1
    schema.write_text(text.replace(")\n\nLABELS_FILE", ACTORS), encoding="utf-8")
    passage = next(csv.DictReader((study / "data" / "evidence.csv").read_text(encoding="utf-8").splitlines()))["id"]
    actors = study / "data" / "actors.csv"
    actors.write_text(f"actor,label_fr,label_en,passages\nhote,L’hôte,The host,{passage}\n", encoding="utf-8")
    with (study / "docs" / "fr" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\nUn seul acteur : {{< value count.actors >}}.\n")

    built = run(engine, study, "build")
    site = study / "site" / "fr"
    assert (site / "study.json").is_file(), built.stderr
    before = (site / "study.json").read_bytes()
    told = json.loads(before)
    assert told["actors"] == [
        {"id": "hote", "label": {"fr": "L’hôte", "en": "The host"}, "passages": [passage]},
    ]
    jsonschema.validate(told, json.loads((site / "study.schema.json").read_text(encoding="utf-8")))
    data_page = (site / "donnees.html").read_text(encoding="utf-8")
    assert "Who acts." in data_page
    assert "Passages that speak of the actor." in data_page
    assert "Un seul acteur : 1." in html.fromstring((site / "index.html").read_text(encoding="utf-8")).text_content()
    package = json.loads((site / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert {"actors", "actors-passages"} <= {one["name"] for one in package["resources"]}
    traced = run(engine, study, "trace", "hote")
    assert "actor hote — L’hôte" in traced.stdout
    assert passage in traced.stdout

    actors.write_text(f"actor,label_fr,label_en,passages\nhote,L’invité,The guest,{passage}\n", encoding="utf-8")
    run(engine, study, "build")
    (tmp_path / "before.json").write_bytes(before)
    program = (
        "import sys; from pathlib import Path; from report_build.metadata.study_json import read_study_json;"
        "from report_build.publish.compare import compare;"
        "old, new = (Path(name).read_bytes() for name in sys.argv[1:]);"
        "[print(c.part, c.kind, c.id) for c in compare(read_study_json(old), read_study_json(new)).changes]"
    )
    names = [str(tmp_path / "before.json"), str(site / "study.json")]
    environment = {**os.environ, "PYTHONPATH": str(engine)}
    compared = subprocess.run(
        [sys.executable, "-c", program, *names], env=environment, capture_output=True, text=True, check=True
    )
    assert compared.stdout == "actors changed hote\n"

    actors.write_text("actor,label_fr,label_en,passages\nhote,L’invité,The guest,nonesuch\n", encoding="utf-8")
    checked = run(engine, study, "check")
    assert "data/actors.csv:2: error RB105" in checked.stderr


def replaced(file: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_check_is_a_rule_and_a_function_that_yields_it(engine: Path, study: Path) -> None:
    package = engine / "report_build"
    rule = "RB199,short-paraphrase,warning,A paraphrase has fewer than two words.\n"
    replaced(package / "catalogue.csv", "RB201,", f"{rule}RB201,")
    (package / "check" / "paraphrases.py").write_text(
        '''"""Whether paraphrases say something."""

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
''',
        encoding="utf-8",
    )
    checks = package / "check" / "study.py"
    replaced(
        checks,
        "from report_build.check.passages",
        "from report_build.check.paraphrases import check_paraphrases\nfrom report_build.check.passages",
    )
    replaced(
        checks,
        "        *check_data(study),\n",
        "        *check_data(study),\n        *check_paraphrases(study),\n",
    )
    assert "RB199" not in run(engine, study, "check").stderr
    with (study / "data" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[2]["paraphrase_en"] = "Nothing."
    with (study / "data" / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    told = run(engine, study, "check").stderr
    line = f"data/evidence.csv:4: warning RB199 short-paraphrase: '{rows[2]['id']}' has the one word 'Nothing.'"
    assert f"{line}. Say who does what" in told
    assert "RB199" in run(engine, study, "codes").stdout


def test_a_new_block_is_a_value_a_template_and_an_entry(engine: Path, study: Path) -> None:
    package = engine / "report_build"
    (package / "render" / "blocks" / "voices.py").write_text(
        '''"""Who speaks in the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from report_build.index import Index
from report_build.render.blocks import arguments


def voices(index: Index, given: Mapping[str, str]) -> list[tuple[str, int]]:
    """``{{< voices >}}``: how many passages each voice has."""
    arguments.read(given)
    return sorted(Counter(one.voice for one in index.study.evidence).items())
''',
        encoding="utf-8",
    )
    (package / "templates" / "blocks" / "voices.html").write_text(
        '<ul class="voices">{% for voice, count in block %}<li>{{ page.labels("voice." ~ voice) }} & {{ count }}</li>'
        "{% endfor %}</ul>\n",
        encoding="utf-8",
    )
    entries = package / "render" / "blocks" / "__init__.py"
    replaced(entries, "    *(agreement,", "    *(voices, agreement,")
    replaced(entries, "\n_FUNCTIONS", "\nfrom report_build.render.blocks.voices import voices\n\n_FUNCTIONS")
    with (study / "docs" / "fr" / "index.md").open("a", encoding="utf-8") as page:
        page.write("\n{{< voices >}}\n")
    built = run(engine, study, "build")
    page = study / "site" / "fr" / "index.html"
    assert page.is_file(), built.stderr
    passages = list(csv.DictReader((study / "data" / "evidence.csv").read_text(encoding="utf-8").splitlines()))
    items = html.fromstring(page.read_text(encoding="utf-8")).xpath("//ul[@class='voices']/li/text()")
    assert sum(int(item.rpartition(" & ")[2]) for item in items) == len(passages)
    wrong = (
        (study / "docs" / "fr" / "index.md").read_text(encoding="utf-8").replace("{{< voices >}}", "{{< voices x=1 >}}")
    )
    (study / "docs" / "fr" / "index.md").write_text(wrong, encoding="utf-8")
    assert "'x'" in run(engine, study, "check").stderr


def test_another_citation_style_is_one_label_of_the_study(engine: Path, study: Path) -> None:
    assert run(engine, study, "build").returncode == 0
    page = study / "site" / "fr" / "bibliographie.html"
    pages = sorted(path.name for path in (study / "site" / "fr").glob("*.html"))
    assert page.is_file(), pages
    before = html.fromstring(page.read_text(encoding="utf-8")).text_content()
    labels = study / "data" / "labels.csv"
    known = labels.read_text(encoding="utf-8") if labels.is_file() else "id,fr,en\n"
    labels.write_text(f"{known.rstrip()}\nweave.csl-style,ieee,ieee\n", encoding="utf-8")
    assert run(engine, study, "build").returncode == 0
    after = html.fromstring(page.read_text(encoding="utf-8")).text_content()
    assert after != before
    labels.write_text(f"{known.rstrip()}\nweave.csl-style,nonesuch,ieee\n", encoding="utf-8")
    assert "'nonesuch'" in run(engine, study, "check").stderr
