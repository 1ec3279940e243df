"""Outgoing: a message posted to an address somebody else chose, and to no house of our own.

The name is looked up once and every address it has must be a public one; the connection goes to
the very address that was looked at, so that the name cannot mean another a moment later. Nothing
is followed, and of the answer only its status is read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

WITHIN = 10  # seconds for each step: finding, connecting, answering
AT_MOST = 30  # seconds for all of it
HTTPS, HTTP = 443, 80


class NotSent(Exception):
    """Nobody answered, or the address is none that is posted to; says why, in a few words."""


def refuse_address(address: str, *, inside: bool) -> SplitResult:
    """The parts of an address that may be posted to; raises `NotSent`. Looks nothing up.

    `inside`: addresses of our own network, and without TLS, are taken too.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotSent("the address cannot be read") from None
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        raise NotSent("the address has to begin with https://")
    if not parts.hostname or parts.username or parts.password or port == 0:
        raise NotSent("the address names no host, or a user")
    return parts


def post(address: str, content: bytes, headers: Mapping[str, str], *, inside: bool = False) -> int:
    """Post it, and say the status of the answer. Raises `NotSent` where there is none."""
    parts = refuse_address(address, inside=inside)
    assert parts.hostname is not None  # it was looked at
    port = parts.port or (HTTPS if parts.scheme == "https" else HTTP)
    connection = _connection(parts, port, _found(parts.hostname, port, inside))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    patience = threading.Timer(AT_MOST, connection.break_off)  # for who answers letter by letter
    patience.start()
    try:
        connection.request("POST", target, content, dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotSent(_in_words(error)) from None
    finally:
        patience.cancel()
        connection.close()


def _found(host: str, port: int, inside: bool) -> str:
    """The first address of a host, when all it has are public ones."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent("there is no host of this name") from None
    found = [str(row[4][0]) for row in rows]
    if not inside and not all(is_public(each) for each in found):
        raise NotSent("the host is none of the public network")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the public network, however it is written."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo and found.teredo[1])
        if inner or found in _TRANSLATED:
            return False  # an address in an address: nobody means that
    return found.is_global and not found.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class _Connection(http.client.HTTPConnection):
    """A connection to the very address that was looked at, under the name that was asked for."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=WITHIN)
        self._address, self._context = address, context

    def connect(self) -> None:
        """Connect to the address; the certificate has to be the name's."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def break_off(self) -> None:
        """Wait no longer, wherever it stands."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _connection(parts: SplitResult, port: int, address: str) -> _Connection:
    assert parts.hostname is not None  # it was looked at
    context = ssl.create_default_context() if parts.scheme == "https" else None
    found = _Connection(parts.hostname, port, address, context)
    if port == HTTPS and context is not None:
        found.default_port = HTTPS
    return found


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {WITHIN} seconds"
    if isinstance(error, ssl.SSLError):
        return "its certificate is not good"
    return str(error)[:150] or "the connection broke"
