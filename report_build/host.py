"""The only door to MkDocs, with the plug-in: running it, and what the plug-in needs of its objects."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import jinja2
from click.exceptions import ClickException
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.structure.files import File, Files
from mkdocs.utils.yaml import yaml_load

from report_build.cache import Cache
from report_build.errors import ReportError, UsageError
from report_build.findings import Finding, Place, in_order
from report_build.serving import box, show_failure
from report_build.translation.sites import Alternate, LanguageSite

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

    from report_build.words import Words

OVERRIDES = Path(__file__).parent / "theme" / "overrides"
_OWN_ASSETS = "assets/report"
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}
_STOPPED = "the report was not built"
_ID = re.compile(r"""<[^>]*\sid=["']?([^"'\s>]+)""")
log = logging.getLogger("mkdocs.plugins.report")  # below "mkdocs", whose warnings a strict build counts


# What the plug-in does with MkDocs' objects


def root_of(config: MkDocsConfig) -> Path:
    """The study's root: the folder of the configuration file."""
    return Path(config.config_file_path).resolve().parent


def language_of(config: MkDocsConfig) -> str:
    """The language of the pages, as the theme is told."""
    return str(config.theme.get("language") or config.theme.locale.language)


def source_name(config: MkDocsConfig, file: File) -> str:
    """The page's source as findings name it: relative to the study's root, e.g. ``docs/fr/types.md``."""
    docs = Path(os.path.relpath(Path(config.docs_dir).resolve(), root_of(config)))
    return (docs / file.src_uri).as_posix()


def add_theme(config: MkDocsConfig) -> None:
    """Put the engine's templates, style sheets and scripts in front of the theme's.

    The worker shim is listed among ``extra.polyfills`` under a name in which Material's off-line plug-in recognises
    it: otherwise that plug-in makes pages load one from another host.
    """
    config.theme.dirs.insert(0, str(OVERRIDES))
    assets = sorted(file.name for file in (OVERRIDES / _OWN_ASSETS).iterdir())
    config.extra_css[:0] = [f"{_OWN_ASSETS}/{name}" for name in assets if name.endswith(".css")]
    scripts = [f"{_OWN_ASSETS}/{name}" for name in assets if name.endswith(".js")]
    config.extra_javascript[:0] = [name for name in scripts if "worker" not in name]
    config.extra["polyfills"] = [
        *config.extra.get("polyfills", []),
        *(name for name in scripts if "worker" in name),
    ]


def place(config: MkDocsConfig, address: str, slot: str) -> None:
    """Tell MkDocs where the site will stand, and the theme that there are versions beside it.

    :param address: of the site's folder; '' where it is not known: then pages carry no canonical address.
    """
    config.site_url = address
    if slot:
        config.extra.setdefault("version", {"provider": "mike"})  # the form of versions.json that the selector reads


def configured_address(config_file: Path) -> str:
    """The address above the languages as the configuration file has it; '' where it has none."""
    try:
        return str(yaml_load(config_file.read_text(encoding="utf-8")).get("site_url") or "")
    except (OSError, UnicodeError, ConfigurationError):
        return ""  # building says what is wrong with the file


def inputs(config: MkDocsConfig) -> list[Path]:
    """The files, besides the coded data, that a build reads: pages, configuration, pinned requirements."""
    root = root_of(config)
    docs = {root / site.docs for site in language_sites(Path(config.config_file_path))} | {Path(config.docs_dir)}
    pages = [
        file
        for folder in sorted(docs)
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]
    return [*pages, *sorted(root.glob("mkdocs*.yml")), *filter(Path.is_file, [root / "requirements.txt"])]


def language_sites(config_file: Path) -> list[LanguageSite]:
    """The languages of a report: ``mkdocs.yml``, the default one, then ``mkdocs.<language>.yml`` by name.

    A file that cannot be read has no language here; building it says why.
    """
    first = config_file.with_name(f"{config_file.name.partition('.')[0]}{config_file.suffix}")
    files = [first, *sorted(first.parent.glob(f"{first.stem}.*{first.suffix}"))] if first.is_file() else [config_file]
    sites: dict[str, LanguageSite] = {}
    for file in files:
        site = _language_site(file)
        if site is not None:
            sites.setdefault(site.language, site)
    return list(sites.values())


def _language_site(file: Path) -> LanguageSite | None:
    try:
        with file.open("rb") as opened:
            config, own = yaml_load(opened), yaml_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, ConfigurationError):
        return None
    theme = config.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    docs = Path(os.path.relpath(file.parent / str(config.get("docs_dir") or "docs"), file.parent)).as_posix()
    title = own.get("site_name") if "INHERIT" in own else None
    return LanguageSite(str(language or "en"), file.name, docs, str(title or ""))


def offer_languages(config: MkDocsConfig, alternates: Iterable[Alternate]) -> None:
    """Give the theme the languages of the page that is rendered next: ``alternate`` as it takes those of a site."""
    config.extra["languages"] = list(alternates)
    config.extra["alternate"] = [one for one in config.extra["languages"] if one.translated]


def set_extensions(config: MkDocsConfig, extensions: Sequence[object]) -> None:
    """Give the page that is converted next these Markdown extensions: MkDocs shares one list among all pages."""
    config["markdown_extensions"] = list(extensions)


def add_file(config: MkDocsConfig, files: Files, name: str, content: str | bytes) -> None:
    """Add a generated file; one that the author wrote under the same name stands."""
    if files.get_file_from_path(name) is None:
        files.append(File.generated(config, name, content=content))


def add_to_navigation(config: MkDocsConfig, title: str, names: Iterable[str]) -> None:
    """Append a section with those pages that the author's navigation does not place; without one MkDocs lists all."""
    if config.nav is not None:
        placed = set(_leaves(config.nav))
        rest = [name for name in names if name not in placed]
        if rest:
            config.nav = [*config.nav, {title: rest}]


def _leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for item in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _leaves(item)


def pages_in_reading_order(nav: Navigation, files: Files) -> list[Page]:
    """Pages as the navigation has them, then the others by path."""
    rest = sorted(
        (file for file in files.documentation_pages() if file.page is not None and file.page not in nav.pages),
        key=lambda file: file.src_uri,
    )
    return [*nav.pages, *(file.page for file in rest if file.page is not None)]


def set_content(page: Page, html: str, plain: Callable[[str], str]) -> None:
    """Give a page its final HTML, and MkDocs' check of anchors the ids that stand in it.

    :param plain: puts plain text in place of the markers in a title.
    """
    page.content = html
    page.present_anchor_ids = set(_ID.findall(html))
    page.title = plain(str(page.title))
    for item in _all_items(page.toc):
        item.title = plain(item.title)


def _all_items(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in toc:
        yield item
        yield from _all_items(item.children)


def keep_templates(env: jinja2.Environment, cache: Cache) -> None:
    """Keep compiled templates between builds: compiling Material's is a third of a small build."""
    env.bytecode_cache = _Templates(cache)


class _Templates(jinja2.BytecodeCache):
    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        kept = self._cache.known("templates", self._parts(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._cache.keep("templates", self._parts(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _parts(bucket: jinja2.bccache.Bucket) -> tuple[str | bytes, ...]:
        return (bucket.key, bucket.checksum, jinja2.bccache.bc_magic)


def report(findings: Iterable[Finding]) -> None:
    """Log findings, in order, each at its severity: strict builds count them."""
    for finding in in_order(findings):
        log.log(_LEVELS[finding.severity], "%s", finding, extra={"finding": finding})


def say(words: str) -> None:
    """Tell how the work goes: our commands pass it on, MkDocs' own do with ``-v``."""
    log.debug("%s", words, extra={"progress": True})


def stop(findings: Iterable[Finding]) -> PluginError:
    """What ends a build whose errors leave nothing sound to show; the findings were reported."""
    count = sum(finding.severity == "error" for finding in in_order(findings))
    return PluginError(f"{_STOPPED}: {count} error{'s' if count > 1 else ''} to mend first")


# Running MkDocs


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
    run, start = Run(), monotonic()
    with _listening(run, config_file, progress):
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
        finally:
            config.plugins.on_shutdown()
        run.pages, run.title, run.language_name = plugin.pages, str(config.site_name), plugin.language_name
    run.seconds = monotonic() - start
    return run


def serve(config_file: Path, *, address: str | None, open_browser: bool, cached: bool = True) -> None:
    """Serve one configuration file until interrupted; the plug-in keeps rebuilds from ending or hanging the server.

    :raises ReportError: the first build failed where the plug-in cannot catch it, e.g. in ``mkdocs.yml``.
    """
    if not cached:
        os.environ[NO_CACHE] = "1"
    try:
        mkdocs_serve.serve(config_file=str(config_file), dev_addr=address, open_in_browser=open_browser)
    except Abort as error:
        raise ReportError(f"{config_file.name}: {error}") from error
    except ClickException as error:
        raise ReportError(str(_config_finding(config_file, error))) from error


def guarded(builder: Callable[[], None], site: Path, root: Path, words: Words) -> Callable[[], None]:
    """A builder that never raises: what MkDocs itself stumbles over is shown on the pages, or in place of them.

    After a failed rebuild MkDocs' server answers no request until a later one succeeds.
    """

    def build() -> None:
        heard = _Errors()
        logging.getLogger("mkdocs").addHandler(heard)
        try:
            builder()
        except Exception as error:  # noqa: BLE001  # reason: whatever it is, the server must go on
            log.error("%s", error)  # noqa: TRY400  # reason: the author cannot mend what a traceback shows
            said = dict.fromkeys(_in_one_line(one, root / "mkdocs.yml") for one in heard.words)
            show_failure(site, box(words("host.banner.title"), map(escape, said)))
        finally:
            logging.getLogger("mkdocs").removeHandler(heard)

    return build


class _Errors(logging.Handler):
    """Keeps the words of errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


NO_CACHE = "REPORT_BUILD_NO_CACHE"  # set for the servers that `report-build serve --no-cache` starts


def _our_plugin(config: MkDocsConfig, config_file: Path) -> Any:
    plugin = config.plugins.get("report")
    if plugin is None:
        raise UsageError(f"{config_file.name} does not name the plug-in 'report': add 'report: {{}}' under 'plugins:'")
    return plugin


def _config_finding(config_file: Path, error: Exception) -> Finding:
    words = _in_one_line(str(getattr(error, "message", error)), config_file)
    line = re.search(r"mkdocs[^\s\"]*\.ya?ml\", line (\d+)", words)
    return Finding(Place(config_file.name, int(line[1]) if line else 0), "RB691", words)


def _in_one_line(words: str, config_file: Path) -> str:
    """MkDocs' words as a finding has them: no line ends, no final full stop, paths from the study's root."""
    return " ".join(words.split()).rstrip(".").replace(f"{config_file.resolve().parent}{os.sep}", "")


@contextmanager
def _listening(run: Run, config_file: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Turn what is logged meanwhile into findings and progress."""
    ear = _Ear(run, config_file, progress)
    logger = logging.getLogger("mkdocs")
    levels = {logger: logger.level, log: log.level}
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(ear)
        for one, level in levels.items():
            one.setLevel(level)


class _Ear(logging.Handler):
    def __init__(self, run: Run, config_file: Path, progress: Callable[[str], None]) -> None:
        super().__init__()
        self._run, self._config_file, self._progress = run, config_file, progress

    def emit(self, record: logging.LogRecord) -> None:
        given: Mapping[str, Any] = record.__dict__
        if "finding" in given:
            self._run.findings.append(given["finding"])
        elif "progress" in given:
            self._progress(record.getMessage())
        elif record.levelno >= logging.WARNING and not record.getMessage().startswith(_STOPPED):
            self._run.findings.append(self._heard(record))

    def _heard(self, record: logging.LogRecord) -> Finding:
        words = _in_one_line(record.getMessage(), self._config_file)
        if "Config value" in words:
            return Finding(Place(self._config_file.name), "RB691", words)
        return Finding(self._place(words), "RB692" if record.levelno < logging.ERROR else "RB693", words)

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
