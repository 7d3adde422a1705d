"""Whole sites: what is in them, and that the same inputs give the same bytes."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ENGINE, ROOT, append, copy_study, report_build, tree

from report_build.model.other_files import REQUIREMENTS

pytestmark = pytest.mark.slow


def built(study: Path, *options: str, **environment: str) -> dict[str, bytes]:
    """The site as the command builds it, without a warning."""
    return lenient(study, "--strict", *options, **environment)


def lenient(study: Path, *options: str, **environment: str) -> dict[str, bytes]:
    """The site as the command builds it; a sentence that waits for its translation is no matter here."""
    done = report_build("build", *options, cwd=study, **environment)
    assert done.returncode == 0, done.stderr
    return tree(study / "site")


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    """A message of names rather than of a megabyte of bytes."""
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_a_site_has_its_pages_its_downloads_and_a_front_page(small: Path) -> None:
    site = built(small)
    pages = (
        "index",
        "retours",
        "methode",
        "cas-midi",
        "cas-soir",
        "preuves",
        "codes",
        "donnees",
        "bibliographie",
        "affirmations",
        "citer",
        "comparaison",
        "404",
        "search",
    )
    assert {f"fr/{page}.html" for page in pages} == {
        name for name in site if name.endswith(".html") and name.startswith("fr/")
    }
    assert {name for name in site if name.startswith("fr/displays/")} == {
        "fr/displays/tbl-collectifs.csv",
        *(f"fr/displays/fig-dynamiques.{kind}" for kind in ("csv", "svg", "png")),
    }
    assert b'href="fr/index.html"' in site["index.html"]
    assert b"<title>Deux cercles de lecture</title>" in site["fr/index.html"]
    text = b"".join(content for name, content in site.items() if name.endswith(".html"))
    assert b"\x02" not in text
    assert b"{{<" not in text
    assert not (small / "docs/fr/preuves.md").exists()


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    here = copy_study("small", tmp_path / "study", cold=True)
    there = copy_study("small", tmp_path / "un autre dossier, plus long" / "étude", cold=True)
    cold = built(here, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    warm = built(here, PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C")
    for file in there.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    umask = os.umask(0o077)
    try:
        elsewhere = built(there, "--no-cache", PYTHONHASHSEED="77", TZ="America/New_York", LANG="tr_TR.UTF-8")
    finally:
        os.umask(umask)
    same(cold, warm)
    same(cold, elsewhere)
    assert not (there / ".cache").exists()
    (there / ".cache").symlink_to(here / ".cache")
    same(cold, built(there))


def test_the_real_report_gives_the_same_bytes_everywhere(sites: Path, tmp_path: Path, *, thorough: bool) -> None:
    """In its original language, with ``--thorough`` in both: with whatever cache there is here, elsewhere with none."""
    there = tmp_path / "un autre dossier, plus long" / "étude"
    there.mkdir(parents=True)
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, there / name)
    for name in ("mkdocs.yml", "mkdocs.en.yml", "references.bib", "CITATION.cff", *REQUIREMENTS):
        shutil.copyfile(ROOT / name, there / name)
    for file in there.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    here, elsewhere = tree(sites), {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LANG": "tr_TR.UTF-8"}
    umask = os.umask(0o077)
    try:
        if thorough:
            same(here, lenient(there, "--no-cache", **elsewhere))
        else:
            same(of_original(here), by_engine(there, **elsewhere))
    finally:
        os.umask(umask)


def of_original(site: dict[str, bytes]) -> dict[str, bytes]:
    """What is in the folder of the original language."""
    return {name.removeprefix("fr/"): content for name, content in site.items() if name.startswith("fr/")}


def by_engine(study: Path, *options: str, **environment: str) -> dict[str, bytes]:
    """The site of the original language as the engine's own command builds it."""
    done = subprocess.run(
        [sys.executable, "-m", ENGINE, "build", *options, "-f", "mkdocs.yml", "-d", "../by-itself"],
        cwd=study,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return tree(study.parent / "by-itself")


def test_the_engine_by_itself_gives_the_same_bytes(small: Path) -> None:
    same(of_original(built(small)), by_engine(small, "--strict", TZ="Asia/Tokyo"))


def test_no_date_but_the_citation_file_s_is_in_a_site(small: Path) -> None:
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("site_url: https://report.example/\n")
    site = built(small)
    assert site["fr/sitemap.xml"].count(b"<lastmod>2026-11-22</lastmod>") == site["fr/sitemap.xml"].count(b"<url>") > 0
    packed = site["fr/sitemap.xml.gz"]
    assert gzip.decompress(packed) == site["fr/sitemap.xml"]
    assert int.from_bytes(packed[4:8], "little") == 1_795_305_600  # 2026-11-22T00:00Z, in seconds


EDITS = (
    ("data/fieldwork.csv", "lecteurs,interviews,Entretiens avec", "lecteurs,interviews,Rencontres avec"),
    ("data/evidence.csv", "ne viennent qu’une fois", "ne viennent qu’une seule fois"),
    ("data/displays.yaml", "Les collectifs selon", "Ce qui tient selon"),
    ("data/assessments.csv", "soir,noyau,marked", "soir,noyau,strongly-marked"),
    ("references.bib", "Modèle, Anne", "Patron, Anne"),
    ("references.bib", "La régularité et le retour", "Le retour et la régularité"),
    ("docs/fr/index.md", "ne fait le plus souvent que passer", "passe surtout"),
    (
        "docs/fr/retours.md",
        "{{< display tbl-collectifs >}}\n\n{{< display fig-dynamiques >}}",
        "{{< display fig-dynamiques >}}\n\n{{< display tbl-collectifs >}}",
    ),
    ("CITATION.cff", "Deux cercles", "Trois cercles"),
    ("data/fieldwork.csv", "Interviews with readers,8,=", "Interviews with readers,9,="),  # a value that prose prints
    ("data/cases.csv", "Cercle de lecture de midi", "Cercle de midi"),
    ("data/codings.csv", "e02,heure-fixe,against", "e02,heure-fixe,for"),
    ("data/claims.yaml", "for: [e01, e02]", "for: [e01]"),
)


def test_a_warm_build_after_any_edits_is_a_cold_one(tmp_path: Path, *, thorough: bool) -> None:
    warm = copy_study("small", tmp_path / "warm")
    built(warm)
    chance = random.Random(1)
    for number in range(8 if thorough else 2):
        for name, old, new in chance.sample(EDITS, 3):
            file = warm / name
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(new, old) if new in text else text.replace(old, new), encoding="utf-8")
        cold = tmp_path / f"cold-{number}"
        shutil.copytree(warm, cold, ignore=shutil.ignore_patterns(".cache", "site"))
        same(built(warm), built(cold, "--no-cache"))


def test_a_spoilt_cache_changes_nothing(small: Path) -> None:
    good = built(small)
    for number, file in enumerate(sorted(file for file in (small / ".cache").rglob("*") if file.is_file())):
        content = file.read_bytes()
        file.write_bytes((content[: len(content) // 2], b"", content + b"!")[number % 3])
    same(good, built(small))


def test_errors_leave_no_site_and_all_of_them_are_told(small: Path) -> None:
    row = append(small / "data/codings.csv", "e01,nonesuch,for")
    line = append(small / "docs/fr/methode.md", "\nVoir [@nonesuch1999].")
    done = report_build("build", cwd=small)
    assert done.returncode == 1
    assert f"data/codings.csv:{row}: error RB103" in done.stderr
    assert f"docs/fr/methode.md:{line}: error RB301" in done.stderr
    assert not (small / "site").exists()


def test_a_warning_fails_only_a_strict_build(small: Path) -> None:
    line = append(small / "docs/fr/methode.md", "\nVoir [cette page](nonesuch.md).")
    loose = report_build("build", cwd=small)
    assert loose.returncode == 0
    assert (
        f"docs/fr/methode.md:{line}: warning RB692 host-warning: Doc file 'methode.md' contains a link 'nonesuch.md'"
        in (loose.stderr)
    )
    assert report_build("build", "--strict", cwd=small).returncode == 1
