"""The MkDocs plug-in: each hook hands what MkDocs gave to one function, and the result back.

Under ``serve`` no hook raises: that would hang every request. What went wrong is shown on every page instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mkdocs.config import config_options
from mkdocs.plugins import BasePlugin, event_priority

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.check.own_rules import without_rules_off
from report_build.exports import forms_asked, unknown_forms
from report_build.findings import Finding, Place
from report_build.host.careful import careful
from report_build.host.filling import fill_page, name_page, put_on_top
from report_build.host.state import Build
from report_build.host.watch import Watch, follow
from report_build.index import Addresses, Index
from report_build.labels import Labels
from report_build.markup import as_text
from report_build.metadata.edition_page import around_page
from report_build.model.edition import Parameters, edition_of
from report_build.model.pages import ParsedPage
from report_build.options import OPTIONS
from report_build.publish import manifest, outputs
from report_build.publish.previous import Previous
from report_build.render.pages import GeneratedPage, generated_pages
from report_build.render.templates import keep_compiled
from report_build.theme import theme_values
from report_build.translation import Languages, own_name
from report_build.translation.freshness import freshness
from report_build.translation.marks import stale_marks
from report_build.typography.pages import check_page
from report_build.weave import ReportExtension, first_line_of

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import PluginError
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from report_build.model.study import Study
    from report_build.translation.sites import Alternate


def _text(default: str) -> config_options.Type[str]:
    return config_options.Type(str, default=default)


class ReportPlugin(BasePlugin):  # type: ignore[no-untyped-call, type-arg]  # reason: the host's base is untyped there
    """``report`` under ``plugins:`` in ``mkdocs.yml``; paths among its options are relative to that file."""

    config_scheme = tuple(  # a class of options could have none called "data"
        (one.name, config_options.Choice(one.values, default=one.default) if one.values else _text(one.default))
        for one in OPTIONS
    )

    def __init__(self) -> None:
        self.serving = False
        self._watch: Watch | None = None
        self._open_page: host.OpenPage | None = None
        self._last_good: Study | None = None
        self._build: Build
        self._nav: Navigation

    @property
    def pages(self) -> int:
        """How many pages the build has."""
        return len(self._build.site.pages) if self._build.site else 0

    @property
    def language_name(self) -> str:
        """What the site's language calls itself."""
        return own_name(self._build.languages.own, self._build.study_labels)

    def failed(self, error: Exception) -> None:
        """Keep a mistake of ours as a finding: the study's author cannot mend it, and must hear of it."""
        self._build.findings.append(Finding(Place("mkdocs.yml"), "RB690", f"{type(error).__name__}: {error}"))

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        self.serving = command == "serve"

    @careful
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = host.root_of(config)
        options = self.config
        unsafe = [*host.unsafe_paths(config, options, serving=self.serving), *host.unknown_language(config)]
        folder = None if unsafe or host.NO_CACHE in environ or not options["cache"] else root / options["cache"]
        sources = pipeline.Sources(root, options["data"], options["bibliography"], options["citation"], options["csl"])
        sites = host.language_sites(Path(config.config_file_path))
        languages = Languages.found(root, host.language_of(config), sites, options["slot"])
        build = self._build = Build(sources, languages, Cache(folder))
        build.cache.tidy()
        build.findings += host.with_needed_extension(config)
        build.extensions = list(config.markdown_extensions)
        build.findings += unsafe
        if self._must_stop():
            raise self._stopped()  # nothing was touched yet
        if self.serving and self._watch is None and (taken := host.why_not(*config.dev_addr)):
            raise SystemExit(f"report: {taken}")  # before anything is built, and past whatever keeps a server going
        build.data_license = options["data_license"]
        build.previous = Previous(root / options["previous"], languages.own) if options["previous"] else None
        build.parameters = Parameters.of(
            options["slot"],
            options["commit"],
            "" if self.serving else config.site_url or "",
            build.previous.version if build.previous else "",
            options["edition"],
        )
        keep_compiled(build.cache)
        build.findings += host.with_file_addresses(config)
        build.findings += host.add_theme(config)
        if not self.serving:
            host.place(config, build.parameters.folder(languages.own), options["slot"])
        study, findings = pipeline.read(sources, self._build.cache)
        build.findings += findings
        self._choose(study)
        build.findings += unknown_forms(options["exports"], host.place_of_option(config, "exports"))
        title = host.as_html(languages.here.title or pipeline.short_title(study) or config.site_name)
        config.site_name = build.marked(title)
        # The theme has a place in its header for other languages, which holds the search as well.
        config.extra |= {"alternate": True, "languages": self._languages("index.md", "index.html")}
        if self.serving:
            host.show_in_known_language(config)
        else:
            outputs.begin_site(Path(config.site_dir))
        return config

    def _languages(self, name: str, address: str) -> list[Alternate]:
        """A page in every language; a server has but one."""
        build = self._build
        folder = build.parameters.folder
        return [] if self.serving else build.languages.alternates(name, address, build.study_labels, folder)

    def _choose(self, study: Study) -> None:
        """Under ``serve``, show a broken study's last good state, or nothing where there was none."""
        build = self._build
        if not (self.serving or build.for_the_team):
            build.private = host.private_things(study, build.sources.root, self.config["names"], build.findings)
        build.stale = self.serving and any(finding.severity == "error" for finding in build.findings)
        if not build.stale:
            self._last_good = build.shown(study)
        build.study = self._last_good
        if build.study:
            build.labels = Labels(build.languages.own, build.study.wordings)

    @careful
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        build = self._build
        build.findings += host.without_strays(files, build.sources.root.resolve(), host.source_folder(config))
        host.join_assets(config, files)
        if build.study is None:
            return files
        build.fallback_pages = build.languages.fallback_pages()
        for name, site in build.fallback_pages.items():
            text, findings = pipeline.read_page(build.sources.root, f"{site.docs}/{name}")
            build.findings += findings
            host.add_file(config, files, name, text)
        build.findings += build.languages.missing_pages()
        self._compare_with_original(build.study)
        generated = generated_pages(build.study, build.labels, Addresses.of(build.study))
        build.generated = {page.source: page for page in generated}
        for page in generated:
            host.add_file(config, files, page.source, "")
        for title, groups in (("host.nav.cases", ("cases",)), ("host.nav.materials", ("materials", "edition"))):
            sources = [page.source for page in generated if page.group in groups]
            host.add_to_navigation(config, build.labels(title), sources)
        return files

    def _compare_with_original(self, study: Study) -> None:
        build = self._build
        languages = build.languages
        if languages.is_translation:
            known, findings = freshness(build.sources.root, languages, study, languages.own, build.sources.data)
            build.findings += findings
            original = languages.default.language
            build.notices = {
                name: stale_marks(page, original, "" if self.serving else languages.way(original, name), build.labels)
                for name, page in known.pages.items()
            }

    @careful
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._nav = nav
        self._build.findings += host.unsafe_navigation(nav, config)
        for page in host.pages_in_reading_order(nav, files):
            page.update_date = pipeline.date_of(self._build.study)
        return nav

    @careful
    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        if page.file.generated_by is not None:
            return None
        name = host.source_name(config, page.file)
        text, findings = pipeline.read_page(self._build.sources.root, name)
        self._build.findings += findings
        self._build.findings += check_page(text, name, self._build.languages.own, self._build.cache)
        self._build.texts[name] = text
        return text

    @event_priority(-1000)  # after all others, so that it sees what they make of a page
    @careful
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        build = self._build
        if build.study is None:
            return ""
        if page.file.generated_by is not None and page.file.src_uri in build.generated:
            made = build.generated[page.file.src_uri]
            host.begin_generated(page, made, pipeline.short_title(build.study))
            host.set_extensions(config, build.extensions)
            return ""
        name = host.source_name(config, page.file)
        if page.file.src_uri in build.fallback_pages:
            name = f"{build.fallback_pages[page.file.src_uri].docs}/{page.file.src_uri}"
            page.meta["robots"] = "noindex"
        text = build.texts.get(name, markdown)
        first_line = first_line_of(markdown, text)
        build.findings += host.changed_page(config, name, text, markdown, build.told)
        more, findings = host.used_extensions(build.extensions, markdown, name, first_line, build.told)
        build.findings += findings
        extension = ReportExtension(name, build.study, build.labels, first_line=first_line)
        others = [*build.extensions, *more]
        host.set_extensions(config, [*others, extension])
        build.converted = build.converted or host.Converted(config, files, build.study, build.labels, build.cache)
        build.converted.take_over(page, extension, others)
        build.parsing[page.file.url] = extension
        return markdown

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        build = self._build
        host.keep_templates(env, build.cache)
        pages = host.pages_in_reading_order(self._nav, files)
        try:
            build.findings += host.without_templates(env, config, pages, build.texts)
            if build.study is not None:
                config.extra["report"] = theme_values(build.study, build.labels, for_the_team=build.for_the_team)
            self._weave(pages, config, files, env)
        except Exception as error:
            if not self.serving:
                raise
            self.failed(error)
            build.study = None  # pages whose markers were not resolved are not shown
            config.extra.pop("report", None)
        said = without_rules_off(build.study, build.findings)
        host.report(said)
        if self.serving:
            for page in pages:
                put_on_top(build, page, said)
        return env

    def _give_way(self) -> None:
        if self._open_page is not None:
            self._open_page.give_way()

    def _weave(self, pages: Sequence[Page], config: MkDocsConfig, files: Files, env: jinja2.Environment) -> None:
        build = self._build
        if build.study is None:
            return
        made = {
            page.file.url: build.generated[page.file.src_uri]
            for page in pages
            if page.file.generated_by is not None and page.file.src_uri in build.generated
        }
        parsed = [self._parsed(page, made) for page in pages if page.file.url in {**build.parsing, **made}]
        build.findings += host.unsafe_links(config, pages, build.texts)
        if self._must_stop():
            build.findings += pipeline.check(parsed, build.study, build.labels)
            raise self._stopped()
        titles = {site.language: site.title or pipeline.short_title(build.study) for site in build.languages.sites}
        own, told = build.languages.own, build.parameters
        edition = edition_of(build.study, own, titles, told, data_license=build.data_license)
        style, unusable = pipeline.style(build.sources, build.labels, host.place_of_option(config, "csl"))
        build.findings += unusable
        forms = forms_asked(self.config, serving=self.serving)
        given = (parsed, made, build.study, build.labels, edition, build.cache, host.say)
        whole = pipeline.Content(*given, partial(host.bytes_of, files), style)
        if self.config["export"]:
            exported, findings = pipeline.make_forms(whole, forms)
            build.findings += findings
            if self._must_stop():
                raise self._stopped()
            host.report(without_rules_off(build.study, build.findings))
            host.finish(config, exported, build.private, build.sources.paths())
        addresses = {one.address for one in parsed}
        woven = [page for page in pages if page.file.url in addresses]

        def begun(index: Index) -> None:
            for page in woven:
                name_page(build, page, index)

        def show(site: pipeline.Site, wrong: Sequence[Finding]) -> None:
            page = next(page for page in woven if page.file.url in site.pages)
            build.site = site
            fill_page(build, page, site, serving=True)
            put_on_top(build, page, without_rules_off(build.study, [*build.findings, *wrong]))
            if self._open_page is not None:
                self._open_page.show(page, config, files, self._nav, env)

        first = pipeline.First(self._open_page.address if self._open_page else "", begun, show, self._give_way)
        build.site, findings = pipeline.make_site(
            whole, previous=build.previous, permalink_title=host.permalink_title(config), forms=forms, first=first
        )
        build.findings += findings
        named = [*build.site.files, *(one.address for one in build.generated.values())]
        build.findings += host.same_names(config, files, named)
        if self._must_stop():
            raise self._stopped()
        for page in woven:
            fill_page(build, page, build.site, serving=self.serving)
        for name, content in build.site.files.items():
            host.add_file(config, files, name, content)

    def _parsed(self, page: Page, made: Mapping[str, GeneratedPage]) -> ParsedPage:
        address, build = page.file.url, self._build
        if address in made:
            return ParsedPage(address, made[address].title, "", made[address].facts)
        language = build.fallback_pages[page.file.src_uri].language if page.file.src_uri in build.fallback_pages else ""
        for name in ("title", "nav_title", "description"):
            if isinstance(given := page.meta.get(name), str) and given:
                page.meta[name] = build.parsing[address].woven(given)
        facts = build.parsing[address].facts
        title, html, one_page = as_text(str(page.title)), page.content or "", page.meta.get("print") == "one-page"
        return ParsedPage(address, title, html, facts, language, host.searched(page), one_page)

    def on_pre_template(self, template: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        self._give_way()
        config.extra["languages"] = self._languages("index.md", host.address_of_template(template_name))
        return template

    @careful
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:  # noqa: ARG002
        self._give_way()
        page.meta["languages"] = self._languages(page.file.src_uri, page.file.dest_uri)
        site, previous = self._build.site, self._build.previous
        if site is not None:
            said, before = page.meta.get("description") or "", previous.pages if previous else {}
            page.meta["edition"] = around_page(site.index, page.file.url, said, site.data, before)
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        host.report(host.outside_requests(config, page, output, self._build.texts, self._build.told))
        return output if self.serving else host.as_published(output, self._build.cache)

    @event_priority(-1000)  # after all other files
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        build, folder = self._build, Path(config.site_dir)
        if self.serving or build.study is None or build.site is None:
            return
        outputs.end_site(folder)
        host.remove_unused_css(folder, self._build.cache)
        styles = filter(Path.is_file, build.sources.style_files())
        read = build.hashes_of_what_was_read(build.study, [*host.inputs(config), *styles])
        manifest.write_manifest(folder, build.parameters_told(build.site.index.addresses), read, build.site.said)
        build.findings = host.withdraw_private(config, build.private, build.sources.paths())
        if build.findings:
            raise self._stopped()

    def _must_stop(self) -> bool:
        """Errors end a build: no page is better than a wrong one. A server goes on."""
        return not self.serving and any(finding.severity == "error" for finding in self._build.findings)

    def _stopped(self) -> PluginError:
        host.report(without_rules_off(self._build.study, self._build.findings))
        return host.stop(self._build.findings)

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,
        builder: Callable[..., None],  # noqa: ARG002
    ) -> LiveReloadServer:
        sources = self._build.sources
        guarded = host.guarded(server.builder, Path(server.root), sources.root, self._build.labels)
        self._open_page = host.OpenPage(server)
        server.builder = self._open_page.building(guarded)
        self._watch = follow(server, Path(config.docs_dir), sources.paths(), Path(config.config_file_path))
        host.say(f"{server.url} shows it in a browser, and follows every save; Ctrl and C end it")
        return server

    def on_shutdown(self) -> None:
        if self._watch is not None:
            self._watch.end()
