"""Asking: one request of a learning system, as it came or in the alternate syntax of forms."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.http import HttpRequest, QueryDict

from recert.catalogue.models import Source
from recert.statements.checking import Fault

MOST_BYTES = 8 * 1024 * 1024
"""So large may one request be, with its attachments."""

FORM = "application/x-www-form-urlencoded"

_AS_HEADERS = (
    "Authorization",
    "X-Experience-API-Version",
    "Content-Type",
    "Content-Length",
    "If-Match",
    "If-None-Match",
    "Accept-Language",
)
"""What a form may name among its fields and means as a header."""


class TooLarge(Exception):
    """More bytes came than are taken."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: parameters once each, headers, and the bytes that came along."""

    method: str
    given: Mapping[str, str]
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    source: Source | None = field(default=None)

    def header(self, name: str) -> str:
        """A header, empty where there is none."""
        return self.headers.get(name.lower(), "")

    @property
    def media_type(self) -> str:
        """What the body is, without its parameters."""
        return self.header("Content-Type").partition(";")[0].strip().lower()

    @property
    def sender(self) -> Source:
        """Whose request it is; whoever comes to a resource was let in."""
        assert self.source is not None  # the door saw to it
        return self.source

    def only(self, *known: str) -> None:
        """Refuse parameters a resource does not know, letter for letter."""
        for name in self.given:
            if name not in known:
                raise Fault(name, "is not a parameter of this resource")


def asked_by(request: HttpRequest) -> Asked:
    """What a request asks; raises `Fault` where it is put wrongly, `TooLarge`."""
    if request.method == "POST" and "method" in request.GET:
        return _in_a_form(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    is_written = request.method in ("POST", "PUT")
    return Asked(
        method="GET" if request.method == "HEAD" else str(request.method),
        given=_once(request.GET),
        headers=headers,
        body=_body_of(request) if is_written else b"",
    )


def _in_a_form(request: HttpRequest) -> Asked:
    """A request of any method, sent as a form: its address says the method and nothing else."""
    if set(request.GET) != {"method"}:
        raise Fault("method", "must be the only parameter of the address")
    if request.content_type != FORM:
        raise Fault("Content-Type", f"must be {FORM} here")
    fields = _once(request.POST)
    method = _once(request.GET)["method"].upper()
    headers = {name.lower(): value for name, value in request.headers.items()}
    headers["content-type"] = "application/json"
    headers |= {name.lower(): fields.pop(name) for name in _AS_HEADERS if name in fields}
    content = fields.pop("content", None)
    if method in ("POST", "PUT") and not content:
        raise Fault("content", "must be a field of the form")
    return Asked("GET" if method == "HEAD" else method, fields, headers, (content or "").encode())


def _once(given: QueryDict) -> dict[str, str]:
    """Each parameter with its value; twice the same name is refused."""
    found = {}
    for name, values in given.lists():
        if len(values) != 1:
            raise Fault(name, "may be given once")
        found[name] = str(values[0])
    return found


def _body_of(request: HttpRequest) -> bytes:
    if request.content_type == "multipart/form-data":
        return b""  # Django read it as a form; it is refused by its type
    stated = request.headers.get("Content-Length", "0")
    if not stated.isdecimal() or int(stated[:20]) > MOST_BYTES:
        raise TooLarge
    if request.content_type == FORM:
        return request.body
    return request.read(MOST_BYTES)


def a_truth(given: Mapping[str, str], name: str) -> bool:
    """A parameter that is true or false, and false where it is not given."""
    said = given.get(name, "false")
    if said not in ("true", "false"):
        raise Fault(name, "must be true or false")
    return said == "true"


def a_choice(given: Mapping[str, str], name: str, allowed: Collection[str], usual: str) -> str:
    """A parameter that is one of some words."""
    said = given.get(name, usual)
    if said not in allowed:
        raise Fault(name, f"must be one of {', '.join(allowed)}")
    return said


def languages_of(header: str) -> list[str]:
    """The languages an Accept-Language header names, the most wanted first."""
    found: list[tuple[int, str]] = []
    for each in header.split(",")[:20]:
        tag, _semicolon, rest = each.strip().partition(";")
        weight = rest.strip().removeprefix("q=").strip() if rest else "1"
        digits = (weight.replace(".", "") + "000")[:4]
        if tag and tag != "*" and digits.isdecimal() and int(digits):
            found.append((-int(digits), tag))
    return [tag for _weight, tag in sorted(found, key=lambda each: each[0])]


def boundary_of(header: str) -> bytes:
    """What stands between the parts of a multipart body; empty where the header does not say."""
    for each in header.split(";")[1:]:
        name, _is, value = each.strip().partition("=")
        if name.strip().lower() == "boundary":
            return unquote(value.strip().strip('"')).encode()
    return b""
