"""A whole study as it is read: values with their lines, hashes, the bibliography and its cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, STUDIES

from report_build.cache import Cache
from report_build.findings import Place
from report_build.model.schema import TABLES
from report_build.model.study import Study
from report_build.sources import load_study
from report_build.sources.bibtex import read_works
from report_build.sources.text import SourceFile


@pytest.fixture
def study(small: Path) -> Study:
    found, findings = load_study(small, cache=Cache(None))
    assert findings == []
    return found


def test_values_know_where_they_stand(study: Study) -> None:
    assert study.passage["e03"].origin.at() == Place("data/evidence.csv", 4)
    assert study.code["noyau"].origin.at("label") == Place("data/codebook.yaml", 37)
    assert study.code["pret"].origin.at("steps.1") == Place("data/codebook.yaml", 80)
    assert study.claim["c-noyau"].origin.at("support") == Place("data/claims.yaml", 14)
    assert study.work["exemple2001"].origin.at("journal") == Place("references.bib", 13)
    assert study.citation is not None
    assert study.citation.origin.at("version") == Place("CITATION.cff", 7)


def test_each_cell_of_a_long_row_has_its_own_line(small: Path) -> None:
    file = small / "data/cases.csv"
    file.write_text(
        "case,order,label_fr,label_en,short_fr,short_en,summary_fr,summary_en\n"
        'midi,1,"Cercle\nde midi",Lunch,Midi,Noon,"Un\ndeux",One\n',
        encoding="utf-8",
    )
    (case,) = load_study(small, cache=Cache(None))[0].cases
    assert case.label == {"fr": "Cercle\nde midi", "en": "Lunch"}
    lines = [case.origin.at(name).line for name in ("id", "label.fr", "label.en", "short", "summary.fr", "summary.en")]
    assert lines == [2, 2, 3, 3, 3, 4]


def test_values_are_of_their_kind(study: Study) -> None:
    assert study.languages == ("fr", "en")
    assert study.labels["general"] == {"fr": "la lecture en général", "en": "reading in general"}
    assert study.fieldwork[1].count == 12
    assert study.fieldwork[0].population is None
    assert study.code["passage"].tabulated is True
    assert study.code["voisinage"].tabulated is False
    assert study.passage["e06"].cases == ("midi", "soir")
    assert study.assessment["soir", "noyau"].evidence == ("e03", "e04")
    assert study.incomplete == frozenset()


def test_every_source_is_hashed(study: Study, small: Path) -> None:
    files = {f"data/{table.file}" for table in (*TABLES, *study.own_tables) if table.name != "sources"}  # it has none
    files |= {"data/labels.csv", "data/others/reading-rooms.jsonld", "references.bib", "CITATION.cff"}
    assert study.hashes == {name: hashlib.sha256((small / name).read_bytes()).hexdigest() for name in files}


def test_sources_may_stand_elsewhere(small: Path) -> None:
    (small / "data").rename(small / "codage")
    (small / "references.bib").rename(small / "bibliographie.bib")
    (small / "CITATION.cff").rename(small / "codage" / "citation.cff")
    found, findings = load_study(
        small, cache=Cache(None), data="codage", bibliography="bibliographie.bib", citation="codage/citation.cff"
    )
    assert findings == []
    assert found.passage["e01"].origin.file == "codage/evidence.csv"


def test_reading_writes_nothing_beside_the_sources(small: Path) -> None:
    before = sorted(small.rglob("*"))
    load_study(small, cache=Cache(None))
    assert sorted(small.rglob("*")) == before


def test_a_known_bibliography_is_not_parsed_again(small: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from report_build.cache import Cache; "
        "from report_build.sources import load_study; "
        f"study, _ = load_study(Path({str(small)!r}), cache=Cache(Path({str(tmp_path / 'cache')!r}))); "
        "print('bibtexparser' in sys.modules, 'pandas' in sys.modules, study.works)"
    )

    def run() -> str:
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    cold, warm = run(), run()
    assert cold.startswith("True False (Work(")
    assert warm == cold.replace("True", "False", 1)


def works(text: str) -> tuple[dict[str, dict[str, str]], list[str]]:
    found, _, findings = read_works(SourceFile("references.bib", text, ""), Cache(None))
    return {work.key: dict(work.fields) for work in found}, [str(finding) for finding in findings]


def test_fields_lose_what_encloses_them_and_nothing_else() -> None:
    text = (
        '@string{pub = "Éditions " # {du {Cercle}}}\n'
        "@Book{a, Title = {{AFPA} et {\\'e}t\\'e}, author = {{Collectif}}, year = 2000, month = jan,\n"
        ' publisher = pub # { et fils}, note = "un {"}mot{"}", series = {C# et #}}\n'
    )
    assert works(text) == (
        {
            "a": {
                "title": "{AFPA} et {\\'e}t\\'e",
                "author": "{Collectif}",
                "year": "2000",
                "month": "jan",
                "publisher": "Éditions du {Cercle} et fils",
                "note": 'un {"}mot{"}',
                "series": "C# et #",
            }
        },
        [],
    )


def test_a_string_that_names_itself_ends() -> None:
    fields, findings = works("@string{a = b}\n@string{b = a}\n@misc{k, title = a}\n")
    assert fields["k"]["title"] in {"a", "b"}
    assert [finding.split(": ")[1] for finding in findings] == ["warning RB204 bare-word"]


def test_the_entry_after_a_broken_one_is_read() -> None:
    fields, findings = works("@book{a, title = {open\n@book{b, title = {fine}}\n")
    assert list(fields) == ["b"]
    told = "the entry that starts here breaks off on line 1: Unexpected block start: `@book`."
    assert len(findings) == 1
    assert findings[0].startswith(f"references.bib:1: error RB201 broken-bibtex: {told}")


def test_three_thousand_entries_are_read() -> None:
    text = "".join(f"@book{{k{n}, title = {{T {n}}}, author = {{A, B}}, year = {{2000}}}}\n" for n in range(3000))
    assert len(works(text)[0]) == 3000


def test_twenty_thousand_passages_are_read(small: Path) -> None:
    with (small / "data/evidence.csv").open("a", encoding="utf-8") as file:
        file.writelines(f'x{n},soir,table,,retours,1,"Une phrase, {n}.",A sentence {n}.,,\n' for n in range(20_000))
    found, findings = load_study(small, cache=Cache(None))
    assert findings == []
    assert len(found.evidence) == 20_007


@pytest.mark.parametrize("root", [ROOT, STUDIES / "small"], ids=["report", "small"])
def test_what_is_published_loads(root: Path, tmp_path: Path) -> None:
    found, findings = load_study(root, cache=Cache(tmp_path))
    assert [str(finding) for finding in findings if finding.severity != "note"] == []
    assert found.incomplete == frozenset()
    shutil.rmtree(tmp_path)
    assert load_study(root, cache=Cache(None))[0] == found
