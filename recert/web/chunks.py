"""Bodies that come in chunks, given the length that Django asks of a body.

A program that makes its body while it sends it does not say how long it will be. Gunicorn
takes the chunks apart; Django reads a body without a stated length as empty, so we measure
it first, and no further than anybody may send.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

PIECE = 64 * 1024
IN_MEMORY = 1024 * 1024


def measured(application: Application, most: int) -> Application:
    """The application, with a stated length for each body that comes in chunks.

    `most` is in bytes; of a longer body a piece more is read, so that it is refused for its
    length, and not its end.
    """

    def measuring(environ: Environ, start_response: Any) -> Iterable[bytes]:
        if "HTTP_TRANSFER_ENCODING" not in environ or not environ.get("wsgi.input_terminated"):
            return application(environ, start_response)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as kept:
            size = 0
            while size <= most and (piece := environ["wsgi.input"].read(PIECE)):
                size += kept.write(piece)
            kept.seek(0)
            del environ["HTTP_TRANSFER_ENCODING"]
            return application(
                {**environ, "wsgi.input": kept, "CONTENT_LENGTH": str(size)}, start_response
            )

    return measuring
