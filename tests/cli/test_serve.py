"""`recert serve`: the pages answer, and a signal ends them."""

from __future__ import annotations

import signal
import socket
import time
from http.client import HTTPConnection

from tests.cli.conftest import Installation


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def status_of(port: int, path: str) -> int:
    """Ask until somebody listens, for at most a minute: the machine may be busy."""
    for _ in range(600):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError(f"nobody listens on {port}")


def status_of_chunks(port: int, path: str, pieces: int) -> int:
    """Post so many megabytes without saying how many there will be."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = (bytes(2**20) for _ in range(pieces))
        connection.request("POST", path, body, encode_chunked=True)
        return connection.getresponse().status
    finally:
        connection.close()


def test_pages_and_static_files_are_served_until_a_signal(started: Installation) -> None:
    port = free_port()
    with started.running("serve", "--port", str(port)) as server:
        assert status_of(port, "/account/login/") == 200
        assert status_of(port, "/static/django_htmx/htmx-2.min.js") == 200
        assert status_of(port, "/none-such") == 404
        assert status_of_chunks(port, "/account/login/", pieces=1) == 403  # no token in it
        assert status_of_chunks(port, "/account/login/", pieces=26) == 413
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0


def test_a_port_that_is_taken_is_named_at_once(started: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = started.recert("serve", "--port", str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr
    assert "PORT=8001" in done.stderr
