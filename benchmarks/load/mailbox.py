"""A mail server that takes every letter and keeps none; it counts them."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Mailbox(socketserver.ThreadingTCPServer):
    """Listens on this machine, on a port of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(b"220 here")
        while line := self.rfile.readline():
            match line[:4].upper().strip():
                case b"DATA":
                    self._say(b"354 go on")
                    while self.rfile.readline() not in (b".\r\n", b""):
                        pass
                    if isinstance(self.server, Mailbox):
                        self.server.letters += 1
                    self._say(b"250 kept")
                case b"QUIT":
                    self._say(b"221 bye")
                    return
                case _:
                    self._say(b"250 well")

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Take letters while this runs."""
    with Mailbox() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
