"""Spoil the sources of small studies at random, and see that checking them says so in findings, whatever they hold.

    python tests/mutants.py --seed 7 --count 5000

Each mutant is a study with one to three changes to its data, bibliography, citation file, pages or configuration. It is
read, checked and woven in this process; one in forty is built as well, and so is every mutant of a configuration.
What is printed are the mutants that ended in a traceback, called themselves a mistake of the engine, took too long, or
had a finding without its place: each with the seed that makes it again.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from weaving import parse

from report_build import cli, pipeline
from report_build.cache import Cache
from report_build.findings import Finding, in_order
from report_build.labels import Labels
from report_build.model.pages import ParsedPage

STUDIES = Path(__file__).parent / "studies"
SECONDS = 60  # for one mutant, on a busy machine
BUILT = 40  # one mutant in so many is built
SOURCES = ("data/*.csv", "data/*.yaml", "references.bib", "CITATION.cff", "docs/**/*.md")
# Of a file as a whole, or of what a file or page lacks.
WITHOUT_LINE = {
    *("RB001", "RB002", "RB003", "RB007", "RB020", "RB025", "RB111", "RB114", "RB220", "RB691"),
}
MISTAKES = {"RB690"}
# What a line of mkdocs.yml may say, right or wrong.
SETTINGS = (
    *(
        "site_name",
        "site_url",
        "site_dir",
        "docs_dir",
        "nav",
        "theme",
        "plugins",
        "markdown_extensions",
        "hooks",
        "extra",
    ),
    *("extra_css", "extra_javascript", "INHERIT", "use_directory_urls", "strict", "dev_addr", "edit_uri", "watch"),
    *("validation", "exclude_docs", "not_in_nav", "copyright", "repo_url", "remote_branch", "site_author", "language"),
    *("  language", "  name", "  font", "  report", "    slot", "    data", "    cache", "    csl", "    edition"),
)
VALUES = (
    *(
        "",
        "null",
        "true",
        "no",
        "[]",
        "{}",
        "0",
        "-1",
        "1e400",
        "x",
        "[a, {b: c}]",
        "{a: [b]}",
        "'",
        "!ENV NONE",
        "!!str 1",
    ),
    *(
        "!!python/name:os.system",
        "&a [*a]",
        "*b",
        "..",
        "../x",
        "/",
        "/etc",
        ".",
        "docs/fr",
        "site",
        "data",
        "mkdocs.yml",
    ),
    *("a.md", "[index.md, nul.md]", "[{A: index.md}, {B: [retours.md]}]", "https://a.org:x/", "javascript:alert(1)"),
    *(
        "<script>alert(1)</script>",
        "a\\tb",
        "'#N/A'",
        "xx",
        "fr-FR",
        "[search, nul]",
        "material",
        "readthedocs",
        "1.10",
    ),
    *("127.0.0.1:99999", "[x.py]", "\x85", "\u202ea", "é", "fr:en", "|\n  a", ">-", "dev", "con"),
)
PIECES = (
    "", " ", "\t", "\n", "\r\n", "\ufeff", "\u2028", "\u00a0", "\x00", "\x1b[31m", "e\u0301", "\u202e", "📚", "\ud7ff",
    "#N/A", "#REF!", "12/03/2024", "1.10", "-1", "9" * 40, "1e400", "true", "null", "~", "NaN",
    "../..", "/etc/passwd", "CON", "a.b", "É", "A B", "e01;e01", ";", ",", ";;", '"', "'", '""', "`", "\\", "\\\\",
    "{", "}", "{{", "}}", "[", "]", "(", ")", "<", ">", "&", "%", "$", "$$", "#", " #2", "@", "*", "**", "_", "|",
    "---", "[x]{.claim}",
    ": ", "- ", "? ", "&a ", "*a", "<<: *a", "!!python/object:os.system x", "!!binary x", "|\n  ", "{a: b}", "[a, b]",
    "<script>alert(1)</script>", "<b>", "</div>", "<!--", "<![CDATA[", "&amp;", "&#0;", "javascript:alert(1)",
    "{{< value count.cases >}}", "{{< display tbl-x >}}", "{{< footing >}}", "{{<", ">}}", "{{% x %}}",
    "[@", "[@x]", "@Fig-x", "@tbl-", "[-@a; @b, p. 3]", "[x]{.claim #c-x}", "[x](y.md#z)", "{#sec-a}", "# ",
    "![a](b.png)", ":::", "!!! note", "???", "[^1]", "[^1]: x", "<div markdown>", "~~~", "```", "$x$", "\\cite{a}",
    "@book{", "@string{a = ", "@comment{", "@xdata{x,", "crossref = {x},", "and others", "\\foo{", "{\\'e}",
    "year = {1988--},",
)  # fmt: skip


@dataclass(frozen=True)
class Wrong:
    """A mutant that did not end as it should."""

    number: int
    what: str
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return f"mutant {self.number}: {self.what}\n  after: {'; '.join(self.changes)}"


class Mutants:
    """All mutants of a seed; each is made from its number alone."""

    def __init__(self, seed: int, folder: Path, configurations: float = 0.02) -> None:
        """:param configurations: the share of them that spoil a configuration: each is built, which takes seconds."""
        self.seed, self.folder, self.configurations = seed, folder, configurations
        self.codes: Counter[str] = Counter()
        self.built = 0
        self._cache = Cache(folder / "cache")
        for name in ("small", "nurses"):
            shutil.copytree(STUDIES / name, folder / name)

    def run(self, count: int, first: int = 0, *, builds: bool = True) -> Iterator[Wrong]:
        """What is wrong with mutants ``first`` to ``first + count - 1``."""
        for number in range(first, first + count):
            chance = random.Random(f"{self.seed}/{number}")
            configuration = chance.random() < self.configurations
            study = self.folder / chance.choice(("small", "small", "nurses"))
            files = [study / "mkdocs.yml"] if configuration else self._files(study)
            before = {file: file.read_bytes() for file in files}
            changes: list[str] = []
            for _ in range(chance.choice((1, 1, 1, 2, 3))):
                file = chance.choice(files)
                how = setting_put_in if configuration and chance.random() < 0.5 else chance.choice(CHANGES)
                changes.append(f"{how.__name__} in {file.relative_to(self.folder).as_posix()}")
                if file.exists():
                    how(file, chance)
            try:
                what = self._ends(study, whole=configuration or (builds and number % BUILT == 0))
            finally:
                for path, content in before.items():
                    path.write_bytes(content)
            if what:
                yield Wrong(number, what, tuple(changes))

    def _files(self, study: Path) -> list[Path]:
        return sorted(file for pattern in SOURCES for file in study.glob(pattern))

    def _ends(self, study: Path, *, whole: bool) -> str:
        """What is wrong with how the check of a study ends; '' where nothing is."""
        try:
            with in_time(SECONDS):
                findings = self._check(study)
                said = self._build(study) if whole else ""
        except TimeoutError:
            return f"it took more than {SECONDS} seconds"
        except Exception:  # noqa: BLE001  # reason: whatever it is, it is what is looked for
            return traceback.format_exc(limit=-4)
        self.codes.update(finding.code for finding in findings)
        return said or next(filter(None, (misplaced(one, study) for one in findings)), "")

    def _check(self, study: Path) -> list[Finding]:
        read, findings = pipeline.read(pipeline.Sources(study), self._cache)
        docs = {"fr": "docs/fr", "en": "docs/en"} if (study / "docs/fr").is_dir() else {"en": "docs"}
        for language, folder in docs.items():
            labels, pages = Labels(language, read.wordings), []
            for file in sorted((study / folder).glob("*.md")):
                name = file.relative_to(study).as_posix()
                text, said = pipeline.read_page(study, name)
                html, facts = parse(text, read, labels, path=name)
                pages.append(ParsedPage(f"{file.stem}.html", file.stem, html, facts))
                findings += said
            findings += pipeline.check(pages, read, labels)
        return in_order(findings)

    def _build(self, study: Path) -> str:
        self.built += 1
        out, told = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(told):
            code = cli.main(["check", "-q", "--all", "-f", str(study / "mkdocs.yml")])
        said = told.getvalue() + out.getvalue()
        if "Traceback" in said or "RB690" in said:
            return f"the build said: {said[-1500:]}"
        if code not in (0, 1, 2):
            return f"the check ended with {code}"
        return "it printed a control character" if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", said) else ""


def misplaced(finding: Finding, study: Path) -> str:
    """What is wrong with a finding itself; '' where nothing is."""
    if finding.code in MISTAKES:
        return f"a mistake of the engine: {finding}"
    file = study / finding.place.file
    if not finding.place.file or "\n" in str(finding):
        return f"no file: {finding}"
    if finding.place.line == 0:
        return "" if finding.code in WITHOUT_LINE else f"no line: {finding}"
    if not file.is_file():
        return f"no such file: {finding}"
    lines = len(re.split(rb"\r\n|\r|\n", file.read_bytes().replace(b"\0", b"")))
    return "" if 0 < finding.place.line <= max(lines, 1) else f"no such line: {finding}"


@contextmanager
def in_time(seconds: int) -> Iterator[None]:
    """Stop what takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# Ways to spoil a file ------------------------------------------------------------------------------------------------


def _lines(file: Path) -> list[bytes]:
    return file.read_bytes().split(b"\n")


def _place(chance: random.Random, content: Sequence[object]) -> int:
    return chance.randrange(len(content)) if content else 0


def piece_put_in(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    place = _place(chance, content)
    piece = chance.choice(PIECES).encode("utf-8", "surrogatepass")
    file.write_bytes(content[:place] + piece + content[place:])


def setting_put_in(file: Path, chance: random.Random) -> None:
    """A setting of the host's, in place of a line, or at the end."""
    lines = _lines(file)
    line = f"{chance.choice(SETTINGS)}: {chance.choice(VALUES)}".encode()
    at = chance.choice((_place(chance, lines), len(lines)))
    file.write_bytes(b"\n".join([*lines[:at], line, *lines[at + 1 :]]))


def word_replaced(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    words = list(re.finditer(rb"[\w-]+", content))
    if words:
        word = chance.choice(words)
        other = chance.choice((chance.choice(words)[0], chance.choice(PIECES).encode("utf-8", "surrogatepass"), b""))
        file.write_bytes(content[: word.start()] + other + content[word.end() :])


def cell_replaced(file: Path, chance: random.Random) -> None:
    lines = _lines(file)
    at = _place(chance, lines)
    cells = lines[at].split(b",")
    cells[_place(chance, cells)] = chance.choice(PIECES).encode("utf-8", "surrogatepass")
    lines[at] = b",".join(cells)
    file.write_bytes(b"\n".join(lines))


def line_taken_out(file: Path, chance: random.Random) -> None:
    lines = _lines(file)
    del lines[_place(chance, lines)]
    file.write_bytes(b"\n".join(lines))


def line_repeated(file: Path, chance: random.Random) -> None:
    lines = _lines(file)
    at = _place(chance, lines)
    file.write_bytes(b"\n".join([*lines[:at], lines[at], *lines[at:]]))


def lines_exchanged(file: Path, chance: random.Random) -> None:
    lines = _lines(file)
    one, other = _place(chance, lines), _place(chance, lines)
    lines[one], lines[other] = lines[other], lines[one]
    file.write_bytes(b"\n".join(lines))


def indented_otherwise(file: Path, chance: random.Random) -> None:
    lines = _lines(file)
    at = _place(chance, lines)
    lines[at] = chance.choice((b"  ", b"\t", b"")) + lines[at].lstrip()
    file.write_bytes(b"\n".join(lines))


def signs_taken_out(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    place = _place(chance, content)
    file.write_bytes(content[:place] + content[place + chance.choice((1, 2, 5, 40)) :])


def byte_changed(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    if content:
        content[_place(chance, content)] = chance.randrange(256)
    file.write_bytes(bytes(content))


def cut_off(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: _place(chance, content)])


def encoded_otherwise(file: Path, chance: random.Random) -> None:
    text = file.read_bytes().decode("utf-8", "replace")
    file.write_bytes(text.encode(chance.choice(("utf-16", "cp1252", "utf-8-sig", "mac_roman")), "replace"))


def ended_otherwise(file: Path, chance: random.Random) -> None:
    content = file.read_bytes().replace(b"\r\n", b"\n")
    file.write_bytes(content.replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n"))))


def emptied(file: Path, chance: random.Random) -> None:
    file.write_bytes(chance.choice((b"", b"\n", b"\xef\xbb\xbf", b"\0" * 40)))


def gone(file: Path, _: random.Random) -> None:
    file.unlink()


def repeated_often(file: Path, chance: random.Random) -> None:
    content = file.read_bytes()
    place = _place(chance, content)
    file.write_bytes(content[:place] + content[place : place + 3] * 500 + content[place + 3 :])


Change = Callable[[Path, random.Random], None]
CHANGES: tuple[Change, ...] = (
    *(
        piece_put_in,
        piece_put_in,
        piece_put_in,
        word_replaced,
        word_replaced,
        word_replaced,
        cell_replaced,
        cell_replaced,
    ),
    *(
        line_taken_out,
        line_repeated,
        lines_exchanged,
        indented_otherwise,
        signs_taken_out,
        signs_taken_out,
        byte_changed,
    ),
    *(cut_off, encoded_otherwise, ended_otherwise, emptied, gone, repeated_often),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--configurations", type=float, default=0.1, help="the share that spoils a configuration")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        mutants = Mutants(options.seed, Path(folder), options.configurations)
        found = 0
        for wrong in mutants.run(options.count, options.first):
            found += 1
            print(wrong, flush=True)
        said = f"{options.count} mutants of seed {options.seed}, {mutants.built} of them built: {found} ended wrongly"
        print(f"{said}. Findings: {mutants.codes.total()} of {len(mutants.codes)} kinds.")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
