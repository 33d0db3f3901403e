"""A web server as hosts of static pages have it: gzip, keep-alive; and it notes what it served."""

from __future__ import annotations

import functools
import gzip
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2",
         ".woff": "font/woff", ".map": "application/json", ".json": "application/json",
         ".svg": "image/svg+xml", ".ico": "image/x-icon"}  # fmt: skip


@dataclass(frozen=True)
class Served:
    """One file as it went out."""

    path: str
    kind: str  # html, css, js, fonts, images, data
    raw: int  # bytes
    gzipped: int  # bytes; as they are where gzip would not make them fewer


def kind_of(content_type: str) -> str:
    """Return the row of the table in which a content type is counted."""
    kinds = {"text/html": "html", "text/css": "css", "text/javascript": "js"}
    families = {"font": "fonts", "image": "images"}
    return kinds.get(content_type) or families.get(content_type.split("/")[0], "data")


class Site(ThreadingHTTPServer):
    """Serves a folder; `rewrite` replaces text in its HTML on the way out.

    `isolated` pages may not share their process, and so get a clock of 5 µs instead of 100 µs.
    """

    daemon_threads = True

    def __init__(self, folder: Path, host: str, rewrite: Mapping[str, str], isolated: bool) -> None:
        super().__init__((host, 0), Handler)
        self.folder = folder
        self.rewrite = dict(rewrite)
        self.isolated = isolated
        self.served: list[Served] = []
        self.missing: list[str] = []
        self.address = f"http://{host}:{self.server_port}/"
        self.prepare = functools.cache(self._prepare)

    def _prepare(self, path: str) -> tuple[str, bytes, bytes | None]:
        """Return content type, content, and content gzipped if that is smaller."""
        target = (self.folder / path.lstrip("/")).resolve()
        if target.is_dir():
            target /= "index.html"
        if not target.is_relative_to(self.folder.resolve()):
            raise FileNotFoundError(path)
        content = target.read_bytes()
        suffix = target.suffix.lower()
        guess = TYPES.get(suffix) or mimetypes.guess_type(target.name)[0]
        content_type = guess or "application/octet-stream"
        if content_type == "text/html":
            text = content.decode("utf-8")
            for old, new in self.rewrite.items():
                text = text.replace(old, new)
            content = text.encode("utf-8")
        packed = gzip.compress(content, 9, mtime=0)
        return content_type, content, packed if len(packed) < len(content) else None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A tab that was closed in the middle of a file is no error."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        """Send a file, or 404."""
        path = unquote(urlsplit(self.path).path)
        try:
            content_type, content, packed = self.server.prepare(path)
        except OSError:
            self.server.missing.append(path)
            self._send(404, "text/plain", b"not found", False)
            return
        smaller = len(content) if packed is None else len(packed)
        self.server.served.append(Served(path, kind_of(content_type), len(content), smaller))
        zipped = packed is not None and "gzip" in self.headers.get("Accept-Encoding", "")
        self._send(200, content_type, packed if zipped and packed else content, zipped)

    def _send(self, status: int, content_type: str, body: bytes, zipped: bool) -> None:
        charset = "; charset=utf-8" if content_type.startswith("text/") else ""
        self.send_response(status)
        self.send_header("Content-Type", content_type + charset)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Access-Control-Allow-Origin", "*")  # as CDNs do, for fonts
        self.send_header("Cache-Control", "max-age=600")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if self.server.isolated:
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def serve(
    folder: Path,
    host: str = "localhost",
    rewrite: Mapping[str, str] | None = None,
    isolated: bool = False,
) -> Iterator[Site]:
    """Serve a folder on a free port."""
    with Site(folder, host, rewrite or {}, isolated) as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()
