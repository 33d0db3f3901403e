"""Serve the built book on a free port, until Ctrl-C."""

from __future__ import annotations

import argparse
import functools
import http.server
import sys
from pathlib import Path
from typing import Any


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files as they are now: nothing cached, no line per request."""

    protocol_version = "HTTP/1.1"
    # Some systems' registries say otherwise, and then browsers refuse the scripts.
    extensions_map = {  # noqa: RUF012 - the base class has it as a class attribute too
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".woff2": "font/woff2",
    }

    def end_headers(self) -> None:
        """Let the browser ask again, so that a rebuilt page is seen at once."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """A port that is taken is taken, also by a server that is still closing."""

    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Readers who leave before a page has arrived are no error worth a traceback."""


def listen(folder: Path, host: str, port: int) -> Server:
    """Open the first free port from ``port`` on, or any free one."""
    handler = functools.partial(Handler, directory=str(folder))
    for candidate in (*range(port, port + 20), 0):
        try:
            return Server((host, candidate), handler)
        except OSError:
            continue
    raise SystemExit(f"no free port on {host}; say another address with make serve HOST=...")


def main() -> None:
    """Serve the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    if not (options.folder / "index.html").is_file():
        raise SystemExit(f"{options.folder}/index.html is missing; `make build` builds the book")
    with listen(options.folder, options.host, options.port) as server:
        shown = "localhost" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104
        print(
            f"\n  The book is at http://{shown}:{server.server_port}/\n  Ctrl-C ends.", flush=True
        )
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("\n  Bye.")


if __name__ == "__main__":
    main()
