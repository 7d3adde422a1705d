"""Under ``serve``: the page that an author has open is shown as soon as it is made, before all others.

While the others are made, a request for one of them waits, as it waited for the whole: no reader is ever given what the
last save made stale. What the open page needs besides, style sheets and scripts, is given out at once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Mapping
from mimetypes import guess_type
from pathlib import Path
from threading import Event, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from mkdocs.commands.build import _build_page
from mkdocs.structure.files import InclusionLevel

from report_build.host.extensions import acts_at

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

_POLLING = "/livereload/"
_READER = 0.2  # seconds that the other pages wait for a browser to have fetched the open one
_PATIENCE = 4  # builds in a row that may give way to a later save
_IDLE = 3.0  # seconds after a build when memory is cleared, where nothing is saved
_UNSWEPT = 5  # builds after which it is cleared in any case
_TWICE = ("env", "page_context", "post_page")  # what other plug-ins do then, they would do twice to the open page


class Superseded(BaseException):  # so that nothing that expects mistakes takes it for one
    """A later save made a build vain."""


class OpenPage:
    """What the server's readers look at, and what of a build they may have before it is done."""

    def __init__(self, server: LiveReloadServer) -> None:
        self._server = server
        self._asked = ""  # the page that a browser asked for last, site-relative
        self._ready = ""  # the page that may be seen before the build is done
        self._files: Mapping[str, File] = {}  # what stands ready beside it
        self._shown = b""  # as it was given out before the build was done
        self._waiting = False  # whether a build goes on whose open page may be seen already
        self._fetched = Event()
        self._given_way = 0  # builds in a row that gave way to a later save
        self._unswept = 0  # builds since memory was cleared
        self._sweep = Timer(_IDLE, self._clear)
        server.set_app(self._answer)

    @property
    def address(self) -> str:
        """The page, site-relative; '' before any was asked for."""
        return self._asked

    def show(self, page: Page, config: MkDocsConfig, files: Files, nav: Navigation, env: Any) -> None:
        """Make the whole page and let readers have it."""
        others = [plugin for name, plugin in config.plugins.items() if name != "report"]
        if any(acts_at(plugin, event) for plugin in others for event in _TWICE):
            return
        pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        _build_page(page, config, pages, nav, env, excluded=page.file.inclusion.value <= InclusionLevel.DRAFT.value)
        self._ready, self._shown = page.file.dest_uri, Path(page.file.abs_dest_path).read_bytes()
        self._files = {file.dest_uri: file for file in files if not file.is_documentation_page()}
        self._fetched.clear()
        self._tell(self._server._wanted_epoch)  # noqa: SLF001  # reason: the host offers no other way
        self._fetched.wait(_READER)

    def building(self, builder: Callable[[], None]) -> Callable[[], None]:
        """A builder; until it ends, only what is ready is given out.

        Memory is cleared of what may go when nothing was saved for a while: the search for it would hold up a page.
        """
        server = self._server

        def build() -> None:
            self._waiting, self._ready, self._files, self._shown = True, "", {}, b""
            self._sweep.cancel()
            gc.disable()
            try:
                builder()
            except Superseded:
                self._given_way += 1
                return  # the next build begins at once; all but the open page wait for it
            finally:
                self._unswept += 1
                self._sweep = Timer(0 if self._unswept > _UNSWEPT else _IDLE, self._clear)
                self._sweep.daemon = True
                self._sweep.start()
            file = Path(server.root) / self._ready
            changed = self._ready and (not file.is_file() or file.read_bytes() != self._shown)
            self._waiting, self._given_way = False, 0
            self._tell(round(monotonic() * 1000) if changed else server._wanted_epoch)  # noqa: SLF001  # reason: as above

        return build

    def _clear(self) -> None:
        gc.collect()
        self._unswept = 0

    def give_way(self) -> None:
        """End a build that a later save made vain, unless too many in a row ended so.

        :raises Superseded: to be let through to the builder.
        """
        if self._server._want_rebuild and self._given_way < _PATIENCE:  # noqa: SLF001  # reason: as above
            raise Superseded

    def _tell(self, epoch: int) -> None:
        """Let browsers ask anew, those that wait and those whose page is older."""
        server = self._server
        with server._epoch_cond:  # noqa: SLF001  # reason: as above
            server._wanted_epoch = server._visible_epoch = epoch  # noqa: SLF001  # reason: as above
            server._epoch_cond.notify_all()  # noqa: SLF001  # reason: as above

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        server, path = self._server, str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "ignore")
        name = path.removeprefix(server.mount_path) + ("index.html" if path.endswith("/") else "")
        if path.startswith(_POLLING):
            return server.serve_request(environ, start_response)
        if name.endswith(".html"):
            self._asked = name
        with server._epoch_cond:  # noqa: SLF001  # reason: as above
            server._epoch_cond.wait_for(lambda: not self._waiting or self._is_ready(name))  # noqa: SLF001  # reason: as above
            file = self._files.get(name) if self._waiting else None
        if file is not None:
            content = file.content_bytes
            kind = guess_type(name)[0] or "application/octet-stream"
            start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content)))])
            return [content]
        try:
            return server.serve_request(environ, start_response)
        finally:
            self._fetched.set()

    def _is_ready(self, name: str) -> bool:
        return bool(self._ready) and (name == self._ready or name in self._files)
