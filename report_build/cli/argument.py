"""Commands on the argument: what rests on what around an id, and what the coding covers."""

from __future__ import annotations

import argparse

from report_build import host, pipeline
from report_build.argument.agreement import agreement
from report_build.argument.agreement_text import agreement_json, agreement_text
from report_build.argument.coverage import coverage, coverage_text
from report_build.argument.graph import resolve_id
from report_build.argument.trace import trace
from report_build.cache import Cache
from report_build.cli.output import OK, config_files, print_error
from report_build.errors import UsageError
from report_build.labels import Labels
from report_build.metadata.editor_schemas import editor_schemas
from report_build.model.study import Study


def write_schemas(options: argparse.Namespace) -> int:
    """Write each schema, and say which."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, content in editor_schemas().items():
        (options.folder / name).write_bytes(content)
        print(options.folder / name)
    return OK


def _read(options: argparse.Namespace) -> tuple[Study, Labels]:
    """The study, broken or not, and the labels to tell it in."""
    config_files(options.config_file)
    sources = host.study_sources(options.config_file)
    study, findings = pipeline.read(sources, Cache(sources.root / pipeline.CACHE))
    wrong = sum(finding.severity == "error" for finding in findings)
    if wrong:
        print_error(
            f"report-build: the study has {wrong} error{'' if wrong == 1 else 's'}; report-build check names them"
        )
    return study, Labels(options.language or study.language, study.wordings)


def show_trace(options: argparse.Namespace) -> int:
    study, labels = _read(options)
    nodes, near = resolve_id(study, options.id)
    if not nodes:
        hint = f" Did you mean {' or '.join(repr(id_) for id_ in near)}?" if near else ""
        raise UsageError(f"nothing in the study has the id '{options.id}'.{hint}")
    print(trace(study, options.id, labels), end="")
    return OK


def show_coverage(options: argparse.Namespace) -> int:
    study, labels = _read(options)
    print(coverage_text(coverage(study), labels), end="")
    return OK


def show_agreement(options: argparse.Namespace) -> int:
    study, labels = _read(options)
    found = agreement(study)
    print(agreement_json(found) if options.format == "json" else agreement_text(found, study, labels), end="")
    return OK
