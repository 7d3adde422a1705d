"""The schemas that editors check YAML files with: they take what authors write, and mark what they misspell."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import STUDIES, report_build
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
FILES = ("study", "codebook", "claims", "displays")


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft202012Validator]:
    folder = tmp_path_factory.mktemp("schemas")
    done = report_build("schema", folder / "new", cwd=folder)
    assert done.returncode == 0, done.stderr
    written = sorted((folder / "new").iterdir())
    assert [file.name for file in written] == sorted(f"{name}.schema.json" for name in FILES)
    found = {file.name.partition(".")[0]: json.loads(file.read_text(encoding="utf-8")) for file in written}
    for schema in found.values():
        Draft202012Validator.check_schema(schema)
    return {name: Draft202012Validator(schema) for name, schema in found.items()}


class _Editor(yaml.SafeLoader):
    """Reads YAML as editors do: a date is text, as in YAML 1.2."""


_Editor.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)


@pytest.mark.parametrize("data", [ROOT / "data", STUDIES / "small" / "data", STUDIES / "nurses" / "data"], ids=str)
def test_what_authors_write_fits(schemas: dict[str, Draft202012Validator], data: Path) -> None:
    for name in FILES:
        written = yaml.load((data / f"{name}.yaml").read_text(encoding="utf-8"), _Editor)
        assert [error.message for error in schemas[name].iter_errors(written)] == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("study", "based-on: artikle"),
        ("study", "kind: []"),
        ("study", "voices: [{voice: nurse, label: {en: nurse}, ground: materials}]"),
        ("codebook", "codes: [{code: alone, kind: strain, order: one, label: {en: Alone}}]"),
        ("claims", "claims: [{id: c-one, kind: empirical, suport: [e01]}]"),
        ("displays", "displays: [{id: tbl-one, kind: table}]"),
    ],
)
def test_what_they_misspell_is_marked(schemas: dict[str, Draft202012Validator], name: str, written: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        schemas[name].validate(yaml.safe_load(written))
