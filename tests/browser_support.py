"""What tests ask of a built site: its pages, and a web server for them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lxml import html

MODES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]


def pages_of(site: Path) -> list[str]:
    """Site-relative addresses of all pages."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


def said_on(page: Path, *but: str) -> list[str]:
    """What a page shows, or says in attributes; nothing of these parts of it."""
    tree = html.fromstring(page.read_bytes())
    for node in tree.xpath(" | ".join(f"//{name}" for name in ("script", "style", *but))):
        node.drop_tree()
    return [*map(str, tree.xpath("//text() | //@*"))]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A web server for a folder; gives its address."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes on to another page hangs up on what it asked for; everything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # reason: the stubs disagree


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *given: object) -> None:  # noqa: A002  # reason: the base class's name
        """Say nothing."""
