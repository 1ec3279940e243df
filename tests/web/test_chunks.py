"""Bodies in chunks arrive whole, and no longer than anybody may send."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from recert.web.chunks import PIECE, measured


def told(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
    """Answers as Django reads: as much as the stated length says."""
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def in_chunks(body: bytes, **more: Any) -> dict[str, Any]:
    said = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    return {**said, "wsgi.input": BytesIO(body), **more}


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 5 * PIECE])
def test_a_body_in_chunks_arrives_whole(size: int) -> None:
    body = bytes(size)
    assert b"".join(measured(told, 10 * PIECE)(in_chunks(body), None)) == body


def test_a_body_longer_than_allowed_is_not_read_to_its_end() -> None:
    sent = in_chunks(bytes(100 * PIECE))
    (read,) = measured(told, 2 * PIECE)(sent, None)
    assert len(read) > 2 * PIECE, "so that it is refused for its length"
    assert sent["wsgi.input"].tell() <= 3 * PIECE


def test_only_a_body_whose_end_the_server_knows_is_read() -> None:
    sent = in_chunks(b"all", **{"wsgi.input_terminated": False})
    assert measured(told, PIECE)(sent, None) == [b""]
    assert sent["wsgi.input"].tell() == 0
