"""What tests ask of a built site: its pages, and a web server for them."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]


def pages_of(site: Path) -> list[str]:
    """Site-relative addresses of all pages."""
    return sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))


@contextmanager
def serving(folder: Path, *, searched: bool = True) -> Iterator[str]:
    """A web server for a folder; gives its address.

    Browsers make every page ready for search, which takes them a tenth of their time: where nothing is ``searched``,
    the index that they are given is empty.
    """
    handler = _Quiet if searched else _WithoutIndex
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
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


class _WithoutIndex(_Quiet):
    def do_GET(self) -> None:
        if not self.path.endswith("/search/search_index.json"):
            super().do_GET()
            return
        with Path(self.translate_path(self.path)).open(encoding="utf-8") as file:
            index = json.dumps({**json.load(file), "docs": []}).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(index)))
        self.end_headers()
        self.wfile.write(index)
