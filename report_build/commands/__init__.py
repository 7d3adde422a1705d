"""``report-build``: its commands and their options, described once: for whoever types them, and for the reference.

What carries a command out stands in ``cli``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import report_build
from report_build.model.access import EDITIONS, PUBLIC_EDITION
from report_build.starting import TEMPLATES

CONFIG = "mkdocs.yml"
BRANCH = "gh-pages"
FORMATS = ("text", "github", "gitlab", "json")  # of findings
_CONFIG = f"the configuration; default: {CONFIG}"

Add = Callable[[str, str, str], argparse.ArgumentParser]  # name, the function in ``cli`` that runs it, what it does


def parser() -> argparse.ArgumentParser:
    """The commands and their options; of each, ``run`` names the function in ``cli`` that carries it out."""
    made = argparse.ArgumentParser(
        prog="report-build", description="Build, check and serve a research report from its coded data."
    )
    made.add_argument("--version", action="version", version=f"report-build {report_build.__version__}")
    made.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    made.add_argument(
        "--engine", metavar="mkdocs|properdocs", help="what makes the pages; default: the one that is installed"
    )
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: str, does: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        added.set_defaults(run=run)
        added.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return added

    def configured(added: argparse.ArgumentParser) -> None:
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)
        added.add_argument("--no-cache", action="store_true", help="compute everything anew, keep nothing")

    _new(command)
    guide = command("guide", "guide.guide", "Build the guide for authors that came with the engine.")
    guide.add_argument(
        "folder", nargs="?", type=Path, default=Path("guide"), metavar="DIR", help="where to; default: guide"
    )
    guide.add_argument("--open", action="store_true", help="open it in a browser")
    guide.add_argument("-q", "--quiet", action="store_true", help="findings only")

    check = command("check", "site.check", "Say what is wrong with the study; write no site.")
    configured(check)
    check.add_argument("--fix", action="store_true", help="first mend spaces, quotes and ordinals where that is safe")
    check.add_argument("--format", choices=FORMATS, default="text", help="form of the findings; default: text")
    check.add_argument("--all", action="store_true", help="list every note; else many of a kind are summed up")
    check.add_argument("-q", "--quiet", action="store_true", help="findings only")

    _building(command("build", "site.build", "Build the site in every language."), configured)

    export = command("export", "exporting.export", "Write the report in other forms, a folder for each language.")
    configured(export)
    export.add_argument(
        "form",
        nargs="*",
        metavar="FORM",
        help="pdf, epub, docx, tei, jats, argument, nanopub, annotations, qdc or qdpx; default: all",
    )
    export.add_argument("-o", "--output", type=Path, default=None, metavar="DIR", help="where to; default: exports")
    export.add_argument("-q", "--quiet", action="store_true", help="files and findings only")

    serve = command("serve", "site.serve", "Show the report and follow every save.")
    configured(serve)
    serve.add_argument(
        "-a", "--dev-addr", default=None, metavar="HOST:PORT", help="address to listen at; default: 127.0.0.1:8000"
    )
    serve.add_argument("-o", "--open", action="store_true", help="open it in a browser")
    serve.add_argument("--unsupervised", action="store_true", help="end when the first build fails")

    display = command("display", "site.display", "Rebuild one table or figure by itself.")
    display.add_argument("id", help="its id, e.g. tbl-ages")
    display.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=argparse.SUPPRESS)
    display.add_argument("--no-cache", action="store_true", help="draw it anew")
    display.add_argument("--language", default="", help="language to tell it in; default: the study's first")
    display.add_argument("--out", type=Path, default=Path("site/displays"), help="folder; default: site/displays")

    does = "Keep translations in step with their originals."
    _translation(commands.add_parser("translation", help=does, description=does))
    _argument(command)
    _import(command)

    command("codes", "explaining.codes", "List the findings' codes, as Markdown.")
    _others(command)
    return made


def _new(command: Add) -> None:
    """The options of ``new``: each has a default."""
    new = command("new", "starting.new_command", "Begin a study that builds, in a folder of its own.")
    new.add_argument("folder", type=Path, metavar="FOLDER", help="one that is not there yet, or is empty")
    new.add_argument(
        "--template",
        choices=TEMPLATES,
        default=TEMPLATES[0],
        help=f"what it begins from: invented rows to replace, or none; default: {TEMPLATES[0]}",
    )
    new.add_argument(
        "--language",
        nargs="+",
        action="extend",
        metavar="XX",
        help="the languages that it is written in, its own first; default: en",
    )
    new.add_argument("--title", default="", help="the study's title; default: the folder's name")
    new.add_argument(
        "--author",
        action="append",
        default=[],
        metavar="NAME",
        help="'Given Family' or 'Family, Given', once for each; default: whom git signs for",
    )


def _others(command: Add) -> None:
    """What is read from a reviewer, and what is published."""
    review = command(
        "review", "exporting.review_command", "List what a reviewer wrote into the report's DOCX; change nothing."
    )
    review.add_argument("file", type=Path, metavar="BACK.docx", help="a file of 'report-build export docx', sent back")
    review.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)
    review.add_argument("--format", choices=FORMATS, default="text", help="form of the findings; default: text")
    _publishing(command)


def _building(build: argparse.ArgumentParser, configured: Callable[[argparse.ArgumentParser], None]) -> None:
    """The options of ``build``."""
    configured(build)
    build.add_argument("--strict", action="store_true", help="fail on warnings too")
    build.add_argument("--all", action="store_true", help="list every note; else many of a kind are summed up")
    build.add_argument("-d", "--site-dir", type=Path, default=None, help="where to; default: site, or site-restricted")
    build.add_argument("-q", "--quiet", action="store_true", help="findings only")
    build.add_argument("--slot", default="", metavar="X.Y.Z|dev", help="the published folder that the site is for")
    build.add_argument("--commit", default="", help="the commit that it is built from; recorded in the manifest")
    build.add_argument(
        "--site-url", default=None, metavar="URL", help="address above the languages; default: mkdocs.yml"
    )
    build.add_argument(
        "--edition",
        choices=EDITIONS,
        default=PUBLIC_EDITION,
        help="restricted: with all that is withheld, for the team, never published; default: public",
    )
    build.add_argument("--previous", type=Path, default=None, metavar="FOLDER", help="the version before, as published")


def _publishing(command: Add) -> None:
    """The commands on the publication branch."""

    def branched(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)
        added.add_argument("--branch", default=BRANCH, help=f"the publication branch; default: {BRANCH}")
        return added

    def building(added: argparse.ArgumentParser) -> None:
        branched(added)
        added.add_argument("--no-cache", action="store_true", help="compute everything anew, keep nothing")
        added.add_argument("--site-url", default=None, metavar="URL", help="address above the languages")
        added.add_argument("--push", nargs="?", const="origin", metavar="REMOTE", help="and push; default: origin")
        added.add_argument("--format", choices=FORMATS, default="text", help="form of the findings; default: text")
        added.add_argument("-q", "--quiet", action="store_true", help="findings only")

    release = command("release", "publishing.release_command", "Add a version to the publication branch, for ever.")
    release.add_argument("version", metavar="X.Y.Z", help="the version's number")
    building(release)

    publish = command("publish", "publishing.publish_command", "Replace the published head of the report.")
    publish.add_argument("slot", choices=("dev",), help="the head of the report, which is no version")
    building(publish)

    withdraw = command("withdraw", "publishing.withdraw_command", "Say later what is wrong with a version.")
    withdraw.add_argument("version", metavar="X.Y.Z", help="the version's number")
    withdraw.add_argument("--reason", required=True, help="readers of the version are shown it")
    withdraw.add_argument("--erratum", action="store_true", help="tell of a mistake; the version stands")
    withdraw.add_argument(
        "--corrected-by", default="", metavar="X.Y.Z", help="of an erratum: the version that mends it"
    )
    withdraw.add_argument("--erase", nargs="+", metavar="PATH", help="put tombstones in these files' places")
    withdraw.add_argument("--date", default="", metavar="YYYY-MM-DD", help="day that is told; default: today")
    building(withdraw)

    verify = command("verify", "publishing.verify_command", "Hold a published version to its manifest.")
    verify.add_argument("version", metavar="X.Y.Z", help="the version's number")
    verify.add_argument("--rebuild", action="store_true", help="build it anew from its tag and compare every byte")
    verify.add_argument(
        "--python", metavar="PATH", help="to rebuild by: has what is needed; default: made from the tag"
    )
    verify.add_argument("-q", "--quiet", action="store_true", help="differences only")
    branched(verify)

    deposit = command("deposit", "depositing.deposit_command", "Make the folder that archives take of a version.")
    deposit.add_argument("version", metavar="X.Y.Z", help="the version's number")
    deposit.add_argument("-o", "--output", type=Path, default=None, metavar="DIR", help="default: deposit/X.Y.Z")
    branched(deposit)

    compared = command("compare", "publishing.compare_command", "Say what changed between two versions.")
    compared.add_argument("before", metavar="A", help="a released version, or the path of a study.json")
    compared.add_argument("after", metavar="B", help="another, or its path")
    compared.add_argument(
        "--format", choices=("text", "json"), default="text", help="form of what is said; default: text"
    )
    branched(compared)


def _translation(translation: argparse.ArgumentParser) -> None:
    """``status`` and ``stamp`` below ``report-build translation``."""
    parts = translation.add_subparsers(title="what to do", required=True, metavar="WHAT")

    def part(name: str, run: str, does: str) -> argparse.ArgumentParser:
        added = parts.add_parser(name, help=does, description=does)
        added.set_defaults(run=run)
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)
        added.add_argument(
            "--language", default="", help="the language asked about; default: every language but the original one"
        )
        added.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return added

    part("status", "translation.show_status", "Show page by page what is stale, missing and unstamped.")
    does = "Say that translations, as they are, render their originals, as they are."
    stamp = part("stamp", "translation.stamp_command", does)
    stamp.add_argument("pages", nargs="*", metavar="PAGE", help="pages and data files; default: all of them")


def _argument(command: Add) -> None:
    """The commands on what rests on what, and on what can be written."""
    trace = command("trace", "argument.show_trace", "Show what an id rests on, and what rests on it.")
    trace.add_argument(
        "id", help="of a claim, passage, code, reference, display…; a cell is CASE/CODE; KIND:ID tells two apart"
    )
    schema = command("schema", "argument.write_schemas", "Write JSON Schemas of the YAML files, for editors.")
    schema.add_argument("folder", type=Path, metavar="DIR", help="where to write them")
    coverage = command("coverage", "argument.show_coverage", "Show claims by footing, and what leads nowhere.")
    does = "Say how far several coders agree, by code and by case, and where not."
    agree = command("agreement", "argument.show_agreement", does)
    agree.add_argument("--format", choices=("text", "json"), default="text", help="form of what is said; default: text")
    for added in (trace, coverage, agree):
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)
        added.add_argument("--language", default="", help="language to tell it in; default: the study's first")
    explain = command("explain", "explaining.explain", "Say what a file, column, marker, finding, command… is.")
    explain.add_argument(
        "anything", nargs=argparse.REMAINDER, metavar="ANYTHING", help="its name; without one, what can be asked"
    )
    explain.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=_CONFIG)


def _import(command: Add) -> None:
    """The options of ``import``."""
    does = "Add to a study what was coded in another tool, or a bibliography."
    added = command("import", "importing.import_command", does)
    kinds = ".qdpx, .qdc, .sqlite3, .qda, .csv, .xlsx, .ods, .ris or .json"
    added.add_argument("file", type=Path, metavar="FILE", help=f"what to read: {kinds}")
    added.add_argument(
        "--into", type=Path, default=Path("data"), metavar="FOLDER", help="the folder of the data; default: data"
    )
    added.add_argument(
        "--bibliography", type=Path, default=None, help="the BibTeX file; default: references.bib beside the folder"
    )
    added.add_argument("--language", default="", help="of the codes and passages; default: the study's first")
    added.add_argument(
        "--voice", default="", help="who speaks in the passages; default: the study's first voice, if any"
    )
    added.add_argument("--write", action="store_true", help="write; without it the command says what it would add")
