"""The report as a PDF: accessible and archivable at once, with its data inside, and the same each time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from conftest import Forms, lacking

if find_spec("typst") is None or find_spec("pikepdf") is None:
    lacking("typst or pikepdf")
import pikepdf


@pytest.fixture(scope="module")
def made(any_forms: Forms) -> tuple[Path, Path]:
    """A study, and its PDF."""
    return any_forms.study, any_forms.folder / "report.pdf"


def broken(file: Path) -> bytes:
    """The same without the document's title and language, and without its structure."""
    with pikepdf.open(file) as document:
        del document.Root.StructTreeRoot
        del document.Root.Lang
        del document.Root.Metadata
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_it_passes_one_validator_for_access_and_archives(made: tuple[Path, Path]) -> None:
    if find_spec("page") is None:
        lacking("page-validation")
    import page  # noqa: PLC0415  # reason: it may be missing

    limits = page.SafetyLimits.unlimited()
    for profile in ("ua1", "3a"):
        report = page.validate_pdf(made[1], profile=profile, limits=limits)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
        assert report.rules.total > 100
        assert not page.validate_pdf_bytes(broken(made[1]), profile=profile, limits=limits).is_compliant


def test_it_passes_another_validator_for_access(made: tuple[Path, Path], tmp_path: Path) -> None:
    if find_spec("pdfua") is None:
        lacking("pdfua")
    import pdfua  # noqa: PLC0415  # reason: as above

    assert not list(faults(pdfua, made[1]))
    other = tmp_path / "broken.pdf"
    other.write_bytes(broken(made[1]))
    assert list(faults(pdfua, other))


def faults(pdfua: Any, file: Path) -> Iterator[object]:
    yield from pdfua.validate(file).findings


def test_it_carries_the_data_that_the_site_has(made: tuple[Path, Path]) -> None:
    with pikepdf.open(made[1]) as document:
        held = {name: document.attachments[name].get_file().read_bytes() for name in document.attachments}
        kinds = {str(one.get("/AFRelationship")) for one in document.Root.AF}
    assert set(held) == {"data.zip", "study.json", "report.qdpx"}
    assert kinds == {"/Data"}
    with (made[0] / "data" / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    study = json.loads(held["study.json"])
    assert {one["id"] for one in study["evidence"]} == ids


def structure(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    for kid in [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from structure(kid)


def test_cells_say_what_they_head_and_figures_have_a_text(made: tuple[Path, Path]) -> None:
    with pikepdf.open(made[1]) as document:
        elements = list(structure(document.Root.StructTreeRoot))
        heads = [one for one in elements if one.S == "/TH"]
        scopes = {str(scope.Scope) for one in heads for scope in told(one) if "/Scope" in scope}
        assert scopes == {"/Row", "/Column"}
        assert all(str(one.get("/Alt", "")).strip() for one in elements if one.S == "/Figure")
        assert any(one.S == "/Note" for one in elements)


def test_equations_are_read_out_as_they_were_written(forms: Forms) -> None:
    with pikepdf.open(forms.folder / "report.pdf") as document:
        elements = list(structure(document.Root.StructTreeRoot))
        said = [str(one["/Alt"]) for one in elements if str(one["/S"]) == "/Formula"]
    assert sorted(said) == ["h_i", r"s = \sum_{i=1}^{n} \frac{h_i}{w_n}, \quad \text{en heures}", "x < y"]


def told(element: Any) -> list[Any]:
    known = element.get("/A")
    return [] if known is None else list(known) if isinstance(known, pikepdf.Array) else [known]


def test_no_stream_ends_so_that_its_length_is_in_doubt(made: tuple[Path, Path]) -> None:
    assert b"\r\nendstream" not in made[1].read_bytes()
