"""Parts: statements and their attachments in one multipart/mixed body, read and written."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recert.statements.attaching import kept_as
from recert.statements.checking import Fault

_LINE = b"\r\n"


@dataclass(frozen=True, slots=True)
class _Part:
    headers: Mapping[str, str]  # names in small letters
    content: bytes


def read_parts(body: bytes, boundary: bytes) -> tuple[bytes, dict[str, bytes]]:
    """The statements' JSON, and what is attached by its SHA-2.

    Raises `Fault` where the first part is not JSON, or another one does not say what it is.
    """
    if not boundary:
        raise Fault("Content-Type", "must say what stands between the parts: boundary=...")
    parts = _split(body, boundary)
    if not parts or _type_of(parts[0]) != "application/json":
        raise Fault("body", "must begin with a part of application/json that holds the statements")
    attached: dict[str, bytes] = {}
    for part in parts[1:]:
        sha2 = part.headers.get("x-experience-api-hash", "").lower()
        if len(sha2) not in (56, 64, 96, 128):
            raise Fault("body", "has a part without its X-Experience-API-Hash")
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise Fault("body", "has a part whose Content-Transfer-Encoding is not binary")
        attached[sha2] = kept_as(sha2, part.content)
    return parts[0].content, attached


def _type_of(part: _Part) -> str:
    return part.headers.get("content-type", "").partition(";")[0].strip().lower()


def _split(body: bytes, boundary: bytes) -> list[_Part]:
    """The parts between the boundaries; what stands before the first is passed over."""
    mark = b"--" + boundary
    pieces = (b"\n" + body).split(b"\n" + mark)
    found: list[_Part] = []
    for number, piece in enumerate(pieces[1:]):
        if piece.startswith(b"--"):
            return found
        if number + 2 == len(pieces):
            break  # the last one was not ended
        found.append(_part(piece.lstrip(b" \t").removeprefix(b"\r").removeprefix(b"\n")))
    raise Fault("body", "must have each part between boundaries, and end with one")


def _part(piece: bytes) -> _Part:
    headers: dict[str, str] = {}
    rest = piece
    while rest:
        line, _newline, rest = rest.partition(b"\n")
        line = line.removesuffix(b"\r")
        if not line:
            break
        name, colon, value = line.partition(b":")
        if not colon:
            raise Fault("body", "has a part with a header that is none")
        headers[name.strip().lower().decode("latin-1")] = value.strip().decode("latin-1")
    return _Part(headers, rest.removesuffix(b"\r"))


def written_parts(content: bytes, attached: Sequence[tuple[str, str, bytes]]) -> tuple[str, bytes]:
    """The content type and body of JSON with attachments: each its hash, type and bytes."""
    boundary = secrets.token_hex(16).encode()
    pieces = [b"--", boundary, _LINE, b"Content-Type: application/json", _LINE, _LINE, content]
    for sha2, media_type, each in attached:
        headers = (
            f"Content-Type: {media_type}\r\n"
            "Content-Transfer-Encoding: binary\r\n"
            f"X-Experience-API-Hash: {sha2}\r\n\r\n"
        )
        pieces += [_LINE, b"--", boundary, _LINE, headers.encode(), each]
    pieces += [_LINE, b"--", boundary, b"--", _LINE]
    return f"multipart/mixed; boundary={boundary.decode()}", b"".join(pieces)
