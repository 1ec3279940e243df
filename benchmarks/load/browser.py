"""A browser without JavaScript: cookies, tokens, forms as they stand on the page, redirects."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urljoin, urlsplit

from benchmarks.load.figures import Figures

PATIENCE = 30.0
"""Seconds after which somebody gives up; that counts as an error."""

BOUNDARY = "----load-of-recert"
MOST_TURNS = 5

File = tuple[str, str, bytes]  # its field, its name, what is in it


class WentWrong(Exception):
    """An answer that must not be; it is in the figures already."""


@dataclass
class Form:
    """A form of a page: where it goes, and what stands in it."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # of those, too, that nothing stands in

    def filled(self, **values: str) -> list[tuple[str, str]]:
        """What is sent when these are typed over what stands there."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        return kept + list(values.items())


class _Forms(HTMLParser):
    """Reads the forms that are sent, with what a browser would send of each."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._area = self._select = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = dict(attrs)
        name, value = had.get("name") or "", had.get("value") or ""
        if tag == "form":
            is_sent = (had.get("method") or "get").lower() == "post"
            self._form = Form(had.get("action") or "") if is_sent else None
        elif self._form is None or not name:
            if tag == "option" and self._select and "selected" in had and self._form:
                self._form.fields.append((self._select, value))
            return
        elif tag == "input":
            self._form.names.add(name)
            kind = had.get("type") or "text"
            if kind in ("checkbox", "radio") and "checked" not in had:
                return
            if kind not in ("submit", "file"):
                self._form.fields.append((name, value))
        elif tag == "textarea":
            self._form.names.add(name)
            self._area, self._text = name, ""
        elif tag == "select":
            self._form.names.add(name)
            self._select = name

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self.found.append(self._form)
            self._form = None
        elif tag == "textarea" and self._area and self._form is not None:
            self._form.fields.append((self._area, self._text.strip()))
            self._area = ""
        elif tag == "select":
            self._select = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that came: its status, where we are after all redirects, and what it says."""

    status: int
    path: str
    text: str

    def forms(self) -> list[Form]:
        """The forms that can be sent from here."""
        parser = _Forms()
        parser.feed(self.text)
        return parser.found

    def form_with(self, *names: str) -> Form | None:
        """The first form that has all these fields; None where there is none."""
        return next((form for form in self.forms() if set(names) <= form.names), None)

    def form_to(self, ending: str) -> Form | None:
        """The first form that is sent to an address that ends so; None where there is none."""
        return next((form for form in self.forms() if form.action.endswith(ending)), None)

    def links(self, pattern: str) -> list[str]:
        """Every address on the page that the pattern fits wholly, each once."""
        found = re.findall(rf'href="({pattern})"', self.text)
        return list(dict.fromkeys(found))


class Browser:
    """One person's browser, behind the proxy that a server in production has before it."""

    def __init__(self, port: int, site: str, address: str, figures: Figures) -> None:
        self._port = port
        self._site = site  # https://recert.example.org, as people type it
        self._address = address  # theirs, as the proxy tells it
        self._figures = figures
        self._cookies: dict[str, str] = {}
        self._at = "/"

    def get(self, kind: str, path: str) -> Answer:
        """Open a page. Raises `WentWrong` where it is not there."""
        return self._follow(kind, "GET", path, b"", "")

    def post(
        self,
        kind: str,
        path: str,
        fields: Iterable[tuple[str, str]],
        files: Iterable[File] = (),
    ) -> Answer:
        """Send a form and follow where it leads. 422 comes back as a page, as to anybody."""
        files = list(files)
        if files:
            body, content = _multipart(fields, files), f"multipart/form-data; boundary={BOUNDARY}"
        else:
            body, content = urlencode(list(fields)).encode(), "application/x-www-form-urlencoded"
        return self._follow(kind, "POST", path, body, content)

    def send(self, kind: str, page: Answer, form: Form, **values: str) -> Answer:
        """Send a form of the page one is at."""
        return self.post(kind, urljoin(page.path, form.action), form.filled(**values))

    def _follow(self, kind: str, method: str, path: str, body: bytes, content: str) -> Answer:
        for _turn in range(MOST_TURNS):
            status, where, text = self._ask(kind, method, path, body, content)
            self._at = path
            if status not in (301, 302, 303):
                return self._accepted(Answer(status, path, text), kind)
            to = urlsplit(urljoin(path, where))
            path = to.path + (f"?{to.query}" if to.query else "")
            method, body, content = "GET", b"", ""
            kind = f"{kind.partition(':')[0]}: the page after an act"
        return self._wrong(f"{kind}: led round and round to {path}")

    def _accepted(self, answer: Answer, kind: str) -> Answer:
        if answer.status in (200, 422):
            return answer
        return self._wrong(f"{kind}: {answer.status} at {answer.path}")

    def _wrong(self, what: str) -> Answer:
        self._figures.failed(what)
        raise WentWrong(what)

    def _ask(
        self, kind: str, method: str, path: str, body: bytes, content: str
    ) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        begun = time.monotonic()
        try:
            connection.request(method, path, body or None, self._headers(content))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, HTTPException) as error:
            waited = time.monotonic() - begun
            self._wrong(f"{kind}: {type(error).__name__} after {waited:.1f} s at {path}")
        finally:
            connection.close()
        self._figures.took(kind, time.monotonic() - begun)
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, response.headers.get("Location") or "", text

    def _headers(self, content: str) -> dict[str, str]:
        found = {
            "Host": urlsplit(self._site).netloc,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self._address,
            "Referer": self._site + self._at,
            "Accept-Language": "en",
            "Connection": "close",
        }
        if content:
            found["Content-Type"] = content
        if self._cookies:
            found["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return found


def _multipart(fields: Iterable[tuple[str, str]], files: Iterable[File]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, file, content in files:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        parts.append(f"--{BOUNDARY}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode())
        parts.append(content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
