"""Running MkDocs: building, serving, and a server's rebuilds that never raise."""

from __future__ import annotations

import logging
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote

from click.exceptions import ClickException
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from report_build.errors import ReportError, UsageError
from report_build.findings import Finding, Place
from report_build.host.banner import box, show_failure
from report_build.host.log import STOPPED, Listening, Progress, engine_log, in_one_line, log
from report_build.host.objects import language_of
from report_build.host.temporary import own_temporary_folder
from report_build.host.watch import Watch
from report_build.markup import as_text
from report_build.publish import outputs
from report_build.sources.text import read_source
from report_build.sources.trees import read_tree

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from report_build.labels import Labels

SUPERVISED = (
    "REPORT_BUILD_SUPERVISED"  # set for the servers that `report-build serve` starts: the number of its process
)
NO_CACHE = "REPORT_BUILD_NO_CACHE"  # set for the servers that `report-build serve --no-cache` starts


class Finished(Exception):  # noqa: N818  # reason: it is no error
    """All that was asked of a run is made, and no site is needed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__("finished")
        self.files = files


@dataclass(slots=True)
class Run:
    """One run of MkDocs over one configuration file."""

    language: str = ""
    language_name: str = ""  # in that language
    title: str = ""
    site: Path = Path()
    docs: Path = Path()
    pages: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    stopped: bool = False  # whether errors kept the site from being built
    files: Mapping[str, bytes] = field(default_factory=dict)  # address -> file, of a run that ends before its site


def build(
    config_file: Path,
    *,
    site: Path | None,
    cached: bool = True,
    progress: Callable[[str], None] = lambda _: None,
    slot: str = "",
    site_url: str | None = None,
    options: Mapping[str, str] | None = None,
) -> Run:
    """Build the site of one configuration file into ``site/<language>``, or where the file says.

    Whatever MkDocs warns of comes back as findings too.

    :param slot: a version, ``latest`` or ``dev``: the folder, below the language's, that the site is built into.
    :param site_url: the address that the languages' folders will stand under, where it is not the configuration's.
    :param options: of our plug-in, besides.
    :raises UsageError: the configuration does not name our plug-in.
    """
    run, start = Run(findings=_endless(config_file)), monotonic()
    if run.findings:
        run.stopped = True
        return run
    with _log_collected(run, config_file, progress):
        try:
            config = load_config(config_file=str(config_file))
        except Abort:
            run.stopped = True  # each mistake was logged, and is a finding by now
            return run
        except ClickException as error:
            run.stopped = True
            run.findings.append(_config_finding(config_file, error))
            return run
        plugin = _our_plugin(config, config_file)
        run.language, run.docs = language_of(config), Path(config.docs_dir)
        if site is not None:
            config.site_dir = str(site.resolve() / run.language / slot)
        run.site = Path(config.site_dir)
        if not cached:
            plugin.config["cache"] = ""
        if slot:
            plugin.config["slot"] = slot
        plugin.config.update(options or {})
        if site_url is not None:
            config.site_url = site_url
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build.build(config)
        except Abort:
            run.stopped = True
            outputs.abandon_site(run.site)
        except Finished as finished:
            run.files = finished.files
        finally:
            config.plugins.on_shutdown()
        run.pages, run.title, run.language_name = plugin.pages, as_text(str(config.site_name)), plugin.language_name
    run.seconds = monotonic() - start
    return run


def serve(
    config_file: Path,
    *,
    address: str | None,
    open_browser: bool,
    cached: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve one configuration file until interrupted; the plug-in keeps rebuilds from ending or hanging the server.

    :param progress: is told how the work goes, and the address once there is something to see.
    :raises ReportError: the first build failed where the plug-in cannot catch it, e.g. in ``mkdocs.yml``.
    """
    if not cached:
        os.environ[NO_CACHE] = "1"
    for finding in _endless(config_file):
        raise ReportError(str(finding))
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the server clears up after either
    log.setLevel(logging.DEBUG)
    log.addHandler(Progress(progress))
    if above := os.environ.get(SUPERVISED):
        Watch(lambda: os.getppid() == int(above), lambda: os.kill(os.getpid(), signal.SIGTERM)).start()
    try:
        with own_temporary_folder():
            mkdocs_serve.serve(config_file=str(config_file), dev_addr=address, open_in_browser=open_browser)
    except KeyboardInterrupt:
        return  # in the midst of its first build
    except Abort as error:
        raise ReportError(f"{config_file.name}: {error}") from error
    except ClickException as error:
        raise ReportError(str(_config_finding(config_file, error))) from error


def guarded(builder: Callable[[], None], site: Path, root: Path, labels: Labels) -> Callable[[], None]:
    """A builder that never raises: what MkDocs itself stumbles over is shown on the pages, or in place of them.

    After a failed rebuild MkDocs' server answers no request until a later one succeeds.
    """

    def build() -> None:
        with Listening(logging.ERROR) as heard:
            try:
                builder()
            except Exception as error:  # noqa: BLE001  # reason: whatever it is, the server must go on
                log.error("%s", error)  # reason: the author cannot mend what a traceback shows
                said = dict.fromkeys(in_one_line(one, root / "mkdocs.yml") for one in heard.messages)
                show_failure(site, box(labels("host.banner.title"), said))

    return build


def _endless(config_file: Path) -> list[Finding]:
    """Aliases of the configuration that repeat more values than MkDocs could ever copy."""
    file, _ = read_source(config_file.parent, config_file.name)
    return [finding for finding in read_tree(file)[2] if finding.code == "RB015"] if file else []


def _our_plugin(config: MkDocsConfig, config_file: Path) -> Any:
    plugin = config.plugins.get("report")
    if plugin is None:
        raise UsageError(f"{config_file.name} does not name the plug-in 'report': add 'report: {{}}' under 'plugins:'")
    return plugin


def _config_finding(config_file: Path, error: Exception) -> Finding:
    words = in_one_line(str(getattr(error, "message", error)), config_file)
    line = re.search(r"mkdocs[^\s\"]*\.ya?ml\", line (\d+)", words)
    return Finding(Place(config_file.name, int(line[1]) if line else 0), "RB691", words)


@contextmanager
def _log_collected(run: Run, config_file: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Turn what is logged meanwhile into findings and progress."""
    collector = _LogCollector(run, config_file, progress)
    levels = {engine_log: engine_log.level, log: log.level}
    engine_log.addHandler(collector)
    engine_log.setLevel(logging.INFO)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        engine_log.removeHandler(collector)
        for one, level in levels.items():
            one.setLevel(level)


class _LogCollector(logging.Handler):
    def __init__(self, run: Run, config_file: Path, progress: Callable[[str], None]) -> None:
        super().__init__()
        self._run, self._config_file, self._progress = run, config_file, progress

    def emit(self, record: logging.LogRecord) -> None:
        given: Mapping[str, Any] = record.__dict__
        if "finding" in given:
            self._run.findings.append(given["finding"])
        elif "progress" in given:
            self._progress(record.getMessage())
        elif record.levelno >= logging.WARNING and not record.getMessage().startswith(STOPPED):
            self._run.findings.append(self._finding(record))

    def _finding(self, record: logging.LogRecord) -> Finding:
        words = in_one_line(record.getMessage(), self._config_file)
        if "Config value" in words:
            return Finding(Place(self._config_file.name), "RB691", words)
        code = "RB692" if record.levelno < logging.ERROR else "RB693"
        return Finding(self._place(words), code, words, link_cure(self._run.docs, words))

    def _place(self, words: str) -> Place:
        """The page that MkDocs names, and the first line where the link it names stands."""
        named = re.match(r"Doc file '([^']+)'", words)
        if named is None:
            return Place(self._config_file.name)
        root, file = self._config_file.resolve().parent, self._run.docs / named[1]
        name = Path(os.path.relpath(file, root)).as_posix()
        if not file.is_file():
            return Place(name)  # a generated page
        link = re.search(r"link '([^']+)'", words)
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if link and link[1] in text), 0)
        return Place(name, line)


def link_cure(docs: Path, words: str) -> str:
    """The cure where a link's file is there under a name that only looks the same, as files from a Mac may have."""
    named = re.match(r"Doc file '([^']+)' contains a link '([^'#]+)", words)
    if named is None or "not found" not in words:
        return ""
    target = docs / Path(named[1]).parent / unquote(named[2])
    try:
        there = [file.name for file in target.parent.iterdir()]
    except OSError:
        return ""
    same = [name for name in there if name != target.name and normalize("NFC", name) == normalize("NFC", target.name)]
    return "Its name writes accents as signs of their own: name the file anew, typing the same letters" if same else ""
