"""Nothing private gets out: every file of a finished public site is looked through before it may be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, NoReturn

from report_build.errors import ReportError, ToolError
from report_build.findings import Finding, Place
from report_build.host.log import report
from report_build.host.objects import inputs, root_of
from report_build.host.runs import Finished
from report_build.model.access import public_words, restricted_words
from report_build.model.study import Study
from report_build.publish.git import Git
from report_build.publish.private import FILE, Private, look_through, read_names, restricted_runs

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def private_things(study: Study, root: Path, names: str, findings: list[Finding]) -> Private:
    """What must not get out; what is wrong with the file of real names is added to the findings.

    :param names: where that is, from the root or absolute.
    """
    known, said = read_names(root, names)
    findings += said
    if (root / FILE).exists() and not _is_ignored(root):
        message = "git does not ignore the file of real names"
        findings.append(Finding(Place(FILE), "RB153", message, "Add the line private/ to .gitignore"))
    return Private(known, restricted_runs(restricted_words(study), public_words(study)))


def _is_ignored(root: Path) -> bool:
    """Whether git leaves the file of real names out; where there is no git, nothing is pushed."""
    try:
        git = Git(root)
        return git.asks("check-ignore", "--quiet", f"{git.prefix}{FILE}")
    except (ReportError, ToolError):
        return True


def finish(config: MkDocsConfig, files: Mapping[str, bytes], private: Private, sources: Iterable[Path]) -> NoReturn:
    """End a run that was to make other forms than a site: those are looked through as a site is.

    :param files: the forms, by their address in a site.
    """
    for address, content in files.items():
        file = Path(config.site_dir) / address
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    found = withdraw_private(config, private, sources)
    report(found)
    raise Finished({} if found else files)


def withdraw_private(config: MkDocsConfig, private: Private, sources: Iterable[Path]) -> list[Finding]:
    """The private things in a finished site, which is then taken away: nobody shall upload it unawares.

    :param sources: files and folders of the study besides its pages, to tell where a name stands.
    """
    if not private:
        return []
    root, site = root_of(config), Path(config.site_dir)
    files = [file for path in sources for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
    written = {file.relative_to(root).as_posix(): file.read_bytes() for file in (*files, *inputs(config))}
    themes = [Path(folder) for folder in config.theme.dirs]

    def of_theme(name: str, content: bytes) -> bool:
        known = [folder / name for folder in themes if (folder / name).is_file()]
        sheet = name.endswith(".css") and not (Path(config.docs_dir) / name).exists()  # made lighter, and still its own
        return bool(known) and (sheet or any(file.read_bytes() == content for file in known))

    findings = look_through(site, private, written, of_theme)
    if findings:
        rmtree(site)
    return findings
