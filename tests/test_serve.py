"""A real server: the page follows every save, and nothing ends, hangs or loops it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from broken_inputs import BROKEN
from running import PATIENCE, Server
from test_broken_inputs import EXPECTED

from report_build.host.banner import box, show_failure
from report_build.host.temporary import own_temporary_folder
from report_build.host.watch import state_of

pytestmark = pytest.mark.slow

BANNER = "Ce que la dernière sauvegarde laisse à corriger"
BUILDING = "Building documentation..."


def change(file: Path, old: str, new: str) -> None:
    """Save a file as an editor does: a new file in the old one's place."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    draft = file.with_name("." + file.name + ".draft")
    draft.write_text(text.replace(old, new), encoding="utf-8")
    draft.replace(file)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    from conftest import copy_study  # noqa: PLC0415  # reason: a fixture of the whole module copies by itself

    study = copy_study("small", tmp_path_factory.mktemp("served") / "study")
    with Server(study) as server:
        server.shows("Deux cercles de lecture")
        yield server, study


EDITS: dict[str, tuple[str, str, str, str, str]] = {
    "page": ("docs/fr/index.md", "ne fait le plus souvent que passer", "passe surtout", "index.html", "passe surtout"),
    "data": ("data/fieldwork.csv", "lecteurs,8,=", "lecteurs,9,=", "index.html", "9"),
    "caption": (
        "data/displays.yaml",
        "Les collectifs selon",
        "Ce qui tient selon",
        "retours.html",
        "Ce qui tient selon",
    ),
    "bibliography": ("references.bib", "Modèle, Anne", "Patron, Anne", "bibliographie.html", "Patron"),
    "citation": ("CITATION.cff", "Deux cercles", "Trois cercles", "index.html", "Trois cercles"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_the_page_follows_an_edit(served: tuple[Server, Path], edit: str) -> None:
    server, study = served
    file, old, new, page, seen = EDITS[edit]
    if edit == "data":
        new, old = "with readers,9,=", "with readers,8,="
        seen = "9\nlecteurs"
    change(study / file, old, new)
    server.shows(seen, page)
    change(study / file, new, old)
    server.drops(seen, page)


def write(name: str, content: str | bytes) -> Callable[[Path], None]:
    def spoil(study: Path) -> None:
        study.joinpath(name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return spoil


def append(name: str, content: str) -> Callable[[Path], None]:
    def spoil(study: Path) -> None:
        with study.joinpath(name).open("a", encoding="utf-8") as file:
            file.write(content)

    return spoil


def remove(name: str) -> Callable[[Path], None]:
    def spoil(study: Path) -> None:
        path = study / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


# Nine lists of nine aliases each: 387 million strings, were it followed.
BOMB = (
    "a: &a [x]\n"
    + "".join(f"{n}: &{n} [{', '.join([f'*{p}'] * 9)}]\n" for p, n in pairwise("abcdefghij"))
    + "claims: *j\n"
)

# What is done to the study -> words that then stand on the first page.
BREAKS: dict[str, tuple[Callable[[Path], None], str]] = {
    "unknown code in a row": (append("data/codings.csv", "e01,nonesuch,for\n"), "RB103"),
    "no data folder": (remove("data"), "RB001"),
    "no bibliography": (remove("references.bib"), "RB001"),
    "no citation file": (remove("CITATION.cff"), "RB001"),
    "broken YAML": (write("data/codebook.yaml", "codes: [\n  {code: a,\n"), "RB013"),
    "YAML bomb": (write("data/claims.yaml", BOMB), "RB015"),
    "binary data": (write("data/evidence.csv", bytes(range(256)) * 20), "RB002"),
    "broken BibTeX": (append("references.bib", "@book{open, title = {x\n"), "RB201"),
    "unknown citation": (append("docs/fr/methode.md", "\nVoir [@nonesuch1999].\n"), "RB301"),
    "page in no encoding": (
        write("docs/fr/methode.md", b"# M\xe9thode \xc3\xa9 {#sec-methode}\n\n\xff\xfe\x00"),
        "RB00",
    ),
    "empty page": (write("docs/fr/methode.md", ""), "Deux cercles de lecture"),
    "broken front matter": (write("docs/fr/methode.md", "---\ntitle: [\n---\n\n# M {#sec-methode}\n"), "RB319"),
    "template that is not there": (
        write("docs/fr/methode.md", "---\ntemplate: nonesuch.html\n---\n\n# M {#sec-methode}\n"),
        "nonesuch.html",
    ),
    "no pages": (remove("docs"), "docs"),
    "broken configuration": (append("mkdocs.yml", "\n  : [\n"), "mkdocs.yml"),
    "unknown plug-in": (append("mkdocs.yml", "\nhooks: [nonesuch.py]\n"), "nonesuch.py"),
    "configuration that is no mapping": (write("mkdocs.yml", "- a\n"), "Expected a key"),
}


@pytest.mark.parametrize("kind", BREAKS)
def test_a_running_server_survives(served: tuple[Server, Path], kind: str, tmp_path: Path) -> None:
    server, study = served
    good = tmp_path / "good"
    shutil.copytree(study, good)
    spoil, shown = BREAKS[kind]
    builds = server.said(BUILDING)
    try:
        spoil(study)
        server.until(lambda: server.said(BUILDING) > builds, "rebuild")
        server.shows(shown)
        assert server.running
        assert not server.said("Traceback")
    finally:
        restore(good, study)
    server.drops(BANNER)
    server.shows("Deux cercles de lecture")


def test_kinds_of_broken_input_one_after_the_other(small: Path, *, thorough: bool) -> None:
    """A tenth of the kinds that `check` is tested with: each is told as `check` tells it, and none ends the server."""
    kinds = [kind for kind in BROKEN[:: 1 if thorough else 10] if EXPECTED[kind.name]]
    assert len(kinds) >= 10
    with Server(small) as server:
        server.shows("Deux cercles de lecture")
        for kind in kinds:
            file = small / kind.file
            good = file.read_bytes() if file.exists() else None
            before = len(server.log)
            kind.spoil(file)
            for finding in EXPECTED[kind.name]:
                server.until(lambda: any(line.endswith(finding) for line in server.log[before:]), finding)  # noqa: B023
            assert server.page(), kind
            if file.is_dir() and not file.is_symlink():
                shutil.rmtree(file)
            if good is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(good)
        server.drops(BANNER)
        assert not server.said("Traceback")


def restore(good: Path, study: Path) -> None:
    """Put back every file that differs."""
    for file in good.rglob("*"):
        to = study / file.relative_to(good)
        if (
            file.is_file()
            and ".cache" not in file.parts
            and not (to.is_file() and to.read_bytes() == file.read_bytes())
        ):
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(file.read_bytes())


def test_the_last_good_data_stay_in_view(served: tuple[Server, Path]) -> None:
    server, study = served
    change(study / "data/codings.csv", "e01,passage,", "e01,nonesuch,")
    server.shows("celles du dernier état correct")
    server.shows("Les collectifs selon le cercle", "retours.html")
    assert "data/codings.csv:2" in server.page("retours.html")
    change(study / "data/codings.csv", "e01,nonesuch,", "e01,passage,")
    server.drops(BANNER)


def test_each_save_is_built_once_and_changes_no_source(served: tuple[Server, Path]) -> None:
    """A server that answered its own writing would have built more often than was saved when the last save is seen."""
    server, study = served
    page, words = study / "docs/fr/index.md", ["Deux cercles de lecture", *(f"Lecture {number}" for number in range(5))]
    assert words[0] in page.read_text(encoding="utf-8")
    files = state_of(study.iterdir()).keys()
    builds: list[int] = []
    for old, new in pairwise(words):
        change(page, old, new)
        server.shows(new)
        builds.append(server.said(BUILDING))
    change(page, words[-1], words[0])
    server.drops(words[-1])
    builds.append(server.said(BUILDING))
    assert [later - earlier for earlier, later in pairwise(builds)] == [1] * 5
    assert {file for file in state_of(study.iterdir()).keys() ^ files if ".cache" not in file.parts} == set()


def test_no_page_is_older_than_the_open_one(served: tuple[Server, Path]) -> None:
    """The open page is shown before the others are made: who asks for one of them then, waits; so after two saves."""
    server, study = served
    open_, other, said = "preuves.html", "affirmations.html", ("qu’une fois", "que deux fois", "que trois fois")
    server.shows(said[0], open_)
    change(study / "data/evidence.csv", said[0], said[1])
    server.shows(said[1], open_)
    page = server.page(other)
    assert said[1] in page
    assert said[0] not in page
    server.shows(said[1], open_)
    change(study / "data/evidence.csv", said[1], said[2])
    server.shows(said[2], open_)
    change(study / "data/evidence.csv", said[2], said[0])  # while the others are made
    server.shows(said[0], open_)
    page = server.page(other)
    assert said[0] in page
    assert said[2] not in page


def test_a_study_broken_at_the_first_start_shows_its_findings_alone(small: Path) -> None:
    change(small / "data/codings.csv", "e01,passage,", "e01,nonesuch,")
    with Server(small) as server:
        server.shows("RB103")
        assert "Rien ne peut être affiché" in server.page()
        assert "Deux cercles" not in server.page().partition("<article")[2]
        change(small / "data/codings.csv", "e01,nonesuch,", "e01,passage,")
        server.drops(BANNER)
        server.shows("Deux cercles de lecture")


def test_a_configuration_broken_at_the_first_start_is_waited_for(small: Path) -> None:
    good = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(good + "\n  : [\n", encoding="utf-8")
    with Server(small, supervised=True) as server:
        server.until(lambda: server.said("could not start") == 1, "word of what is wrong")
        assert server.said("mkdocs.yml:")
        assert not server.said("Traceback")
        (small / "mkdocs.yml").write_text(good, encoding="utf-8")
        server.shows("Deux cercles de lecture")


def test_a_failure_of_the_host_stands_on_every_page_once(tmp_path: Path) -> None:
    article = '<body><article><div class="rb-page rb-page--index">words</div></article></body>'
    for name in ("index.html", "a/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(article, encoding="utf-8")
    for words in ("what was wrong", "what is wrong"):
        show_failure(tmp_path, box("title", [words]))
    for name in ("index.html", "a/b.html"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        assert page.count("what is wrong") == 1
        assert "what was wrong" not in page


def test_a_failure_without_pages_leaves_one_that_reloads(tmp_path: Path) -> None:
    show_failure(tmp_path / "site", box("title", ["what is wrong"]))
    for name in ("index.html", "404.html"):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert 'http-equiv="refresh"' in page
        assert "what is wrong" in page


@pytest.mark.skipif(os.name != "posix", reason="signals differ there")
def test_a_server_whose_command_is_killed_ends_and_leaves_nothing(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    with Server(small, supervised=True) as server:
        server.shows("Deux cercles de lecture")
        assert server.said(f"http://{server.address}/ shows it in a browser") == 1
        assert len(list((tmp_path / "temporary").iterdir())) == 1
        server.kill()
        end = time.monotonic() + PATIENCE
        while list((tmp_path / "temporary").iterdir()) and time.monotonic() < end:
            time.sleep(0.1)
        assert list((tmp_path / "temporary").iterdir()) == []
        assert server.page() == ""


def test_what_a_killed_server_left_is_cleared_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = tmp_path / "report-build-serve-left"
    left.mkdir()
    (left / "held").touch()
    with own_temporary_folder() as running:
        assert list(tmp_path.iterdir()) == [running]
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with own_temporary_folder() as other:
            assert sorted(tmp_path.iterdir()) == sorted([running, other])
    assert list(tmp_path.iterdir()) == []
