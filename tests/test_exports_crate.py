"""A released edition is a research object: its RO-Crate passes the shapes that others wrote, and its SWHID is git's."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from conftest import copy_study, lacking, report_build
from publishing import SITE, git
from rdflib import Graph

from report_build.publish.swhid import directory_id

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, in what pyshacl calls
CONTEXT = {  # of RO-Crate, which stands on the web alone, as far as an edition's file uses it
    "@vocab": "http://schema.org/",
    "File": "http://schema.org/MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A version of the small study that carries two forms."""
    study = copy_study("small", tmp_path_factory.mktemp("crate") / "study")
    config = study / "mkdocs.yml"
    text = config.read_text(encoding="utf-8").replace("report: {}", "report: {exports: qdc argument}")
    config.write_text(text, encoding="utf-8")
    run = report_build("build", "--slot", "1.0.0", "-d", "out", "--site-url", SITE, cwd=study)
    assert run.returncode == 0, run.stderr
    return study / "out" / "fr" / "1.0.0"


@pytest.fixture(scope="module")
def crate(edition: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((edition / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    return read


@cache
def demanded() -> tuple[Graph, Graph]:
    """The shapes of roc-validator, of what RO-Crate 1.2 demands, and its ontology."""
    spec = find_spec("rocrate_validator")
    if spec is None or not spec.submodule_search_locations:
        lacking("roc-validator, which brings the shapes of RO-Crate,")
    assert spec
    assert spec.submodule_search_locations
    profile = Path(spec.submodule_search_locations[0]) / "profiles" / "ro-crate" / "1.2"
    shapes = Graph()
    for file in (profile / "prefixes.ttl", *sorted((profile / "must").glob("*.ttl"))):
        shapes.parse(file, format="turtle")
    return shapes, Graph().parse(profile / "ontology.ttl", format="turtle")


def complaints(crate: dict[str, Any]) -> str:
    """What those shapes say of a crate."""
    shapes, ontology = demanded()
    told = {**crate, "@context": CONTEXT}
    graph = Graph().parse(data=json.dumps(told), format="json-ld", publicID=f"{SITE}fr/1.0.0/")
    conforms, _, said = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=ontology, advanced=True)
    return "" if conforms else said


def test_it_is_a_research_object(crate: dict[str, Any]) -> None:
    assert crate["@context"] == "https://w3id.org/ro/crate/1.2/context"
    assert complaints(crate) == ""


def test_one_without_its_licence_is_none(crate: dict[str, Any]) -> None:
    """The folder and the file that describes it alone, which is a small part of the work of judging all of them."""
    nodes = {node["@id"]: node for node in crate["@graph"]}
    folder = {**nodes["./"], "hasPart": []}
    for known, right in ((folder, True), ({**folder, "license": []}, False)):
        assert (complaints({**crate, "@graph": [nodes["ro-crate-metadata.json"], known]}) == "") == right


def test_it_describes_the_files_that_are_there(edition: Path, crate: dict[str, Any]) -> None:
    nodes = {node["@id"]: node for node in crate["@graph"]}
    assert len(nodes) == len(crate["@graph"])
    files = {id_ for id_, node in nodes.items() if node["@type"] == "File"}
    for name in files:
        assert (edition / name).is_file()
        if "contentSize" in nodes[name]:
            assert int(nodes[name]["contentSize"]) == (edition / name).stat().st_size
    for folder in ("data", "displays", "exports"):
        assert {f"{folder}/{file.name}" for file in (edition / folder).iterdir()} <= files
    for node in crate["@graph"]:
        for value in node.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and not one["@id"].startswith("https://w3id.org/"):
                    assert one["@id"] in nodes, one
    reached, waiting = set(), ["./"]
    while waiting:
        reached.add(one := waiting.pop())
        waiting += [part["@id"] for part in nodes[one].get("hasPart", [])]
    assert files <= reached


def test_the_identifier_of_a_folder_is_that_of_git(edition: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "--work-tree", str(edition), "add", "--all", "--force")
    assert directory_id(edition) == f"swh:1:dir:{git(tmp_path, 'write-tree')}"
    names = tmp_path / "names"
    for name in ("a/x", "a.b", "a-b", "a0", "é/vide/x"):
        (names / name).parent.mkdir(parents=True, exist_ok=True)
        (names / name).write_text(name, encoding="utf-8")
    (names / "none" / "inside").mkdir(parents=True)
    git(tmp_path, "--work-tree", str(names), "add", "--all", "--force")
    assert directory_id(names) == f"swh:1:dir:{git(tmp_path, 'write-tree')}"
