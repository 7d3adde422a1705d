"""Throw-away repositories with a bare remote, and what is published in them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bilingual import many_languages
from conftest import copy_study, report_build

SITE = "https://report.example/lire/"
QUICK_FORMS = ("argument", "nanopub", "annotations", "qdc", "qdpx")  # those for paper take a minute for the report


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def set_version(study: Path, version: str, date: str) -> None:
    """Let citation file and changelog agree on a version."""
    file = study / "CITATION.cff"
    text = re.sub(r"(?m)^version:.*$", f"version: {version}", file.read_text(encoding="utf-8"))
    file.write_text(re.sub(r"(?m)^date-released:.*$", f'date-released: "{date}"', text), encoding="utf-8")
    log = study / "CHANGELOG.md"
    before = log.read_text(encoding="utf-8").removeprefix("# Changelog\n") if log.exists() else ""
    log.write_text(f"# Changelog\n\n## {version} - {date}\n\n- A change.\n{before}", encoding="utf-8")


def commit(study: Path, message: str = "change") -> None:
    git(study, "add", "--all")
    git(study, "commit", "-q", "-m", message)


def change(study: Path, name: str, old: str, new: str) -> None:
    file = study / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass(frozen=True)
class Place:
    """A study in a repository, and the bare repository that stands for its host."""

    study: Path
    remote: Path

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command of ours; its standard output and error."""
        done = report_build(*arguments, cwd=self.study)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def release(self, version: str, *more: str, code: int = 0) -> str:
        return self.run("release", version, "--push", "--quiet", "--site-url", SITE, *more, code=code)

    def files(self, place: str, *, remote: bool = True) -> dict[str, str]:
        """Path -> blob of everything below a place of the publication branch."""
        listed = git(self.remote if remote else self.study, "ls-tree", "-r", f"gh-pages:{place}")
        return {line.split("\t")[1]: line.split()[2] for line in listed.splitlines()}

    def read(self, path: str) -> str:
        return git(self.remote, "show", f"gh-pages:{path}")


def in_repository(study: Path, remote: Path, *, ignored: str = "site/\n.cache\n") -> Place:
    """What stands in a folder as the first commit of a repository with an empty remote.

    :param ignored: what git is told to leave alone; nothing where the study says so itself.
    """
    if ignored:
        (study / ".gitignore").write_text(ignored, encoding="utf-8")
    if not remote.exists():
        git(study.parent, "init", "-q", "--bare", str(remote))
    git(study, "init", "-q", "-b", "main")
    git(study, "config", "user.name", "Test")
    git(study, "config", "user.email", "test@example.invalid")
    git(study, "remote", "add", "origin", str(remote))
    commit(study, "first")
    return Place(study, remote)


def place_in(folder: Path, *, english: bool = False) -> Place:
    """The small study, committed at version 1.0.0, with an empty remote."""
    study, remote = folder / "study", folder / "remote.git"
    many_languages(study, *(["en"] if english else []), stamped=english)
    set_version(study, "1.0.0", "2026-11-22")
    return in_repository(study, remote)


def copy_of(place: Place, to: Path) -> Place:
    """A copy of a place that others share, to be changed."""
    shutil.copytree(place.study.parent, to, ignore=shutil.ignore_patterns("site"), dirs_exist_ok=True)
    copied = Place(to / "study", to / "remote.git")
    git(copied.study, "remote", "set-url", "origin", str(copied.remote))
    return copied


def placed(folder: Path, name: str) -> Place:
    """Another of the studies, committed at version 1.0.0, with an empty remote; git leaves its real names alone."""
    study, remote = copy_study(name, folder / "study"), folder / "remote.git"
    set_version(study, "1.0.0", "2026-11-22")
    return in_repository(study, remote, ignored="site/\n.cache\nprivate/\n")


def second_version(place: Place) -> None:
    """One table cell, one claim and one paragraph changed, and committed as 1.1.0."""
    change(place.study, "data/assessments.csv", "soir,noyau,marked", "soir,noyau,strongly-marked")
    change(place.study, "data/claims.yaml", "kind: empirical", "kind: theoretical")
    change(place.study, "docs/fr/methode.md", "codés un à un", "codés un à un, puis relus")
    set_version(place.study, "1.1.0", "2026-12-01")
    commit(place.study, "second")


def exported(place: Place, to: Path) -> Path:
    """The publication branch as files."""
    to.mkdir()
    archive = subprocess.run(["git", "archive", "gh-pages"], cwd=place.remote, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", str(to)], input=archive, check=True)
    return to


def released(report: Path, version: str, to: Path) -> str:
    """Release a copy of a report in a throw-away repository, and lay out what its host has; what the release said.

    What was computed for the report before is not computed again, and it carries no forms for paper: `make forms` makes
    those of the report, and the small study has all.
    """
    folder = to.with_name(f"{to.name}-repository")
    study, remote = folder / "study", folder / "remote.git"
    study.mkdir(parents=True)
    for name in ("data", "docs"):
        shutil.copytree(report / name, study / name)
    for name in ("CHANGELOG.md", "CITATION.cff", "mkdocs.en.yml", "mkdocs.yml", "references.bib"):
        shutil.copy(report / name, study)
    config = (study / "mkdocs.yml").read_text(encoding="utf-8")
    quick, found = re.subn(r"(?m)^(\s+exports:).*", rf"\1 {' '.join(QUICK_FORMS)}", config)
    assert found == 1
    (study / "mkdocs.yml").write_text(quick, encoding="utf-8")
    if (report / ".cache").is_dir():
        (study / ".cache").symlink_to(report / ".cache")
    set_version(study, version, "2026-11-22")
    place = in_repository(study, remote)
    said = place.release(version)
    exported(place, to)
    shutil.rmtree(folder)
    return said
