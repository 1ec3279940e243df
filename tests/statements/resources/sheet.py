"""How the requirements of the resources are gone through: what is asked, and what is noted."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.statements.requirements.saying import Said, plain


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Ask(Protocol):
    """Asks a learning record store; with version and key, unless `headers` say otherwise."""

    def __call__(
        self,
        method: str,
        where: str,
        query: Mapping[str, Any] | None = None,
        body: object = None,
        **headers: str | None,
    ) -> Reply:
        """`query`: what is no text goes as JSON. `body`: bytes as they are, else JSON."""


@dataclass(slots=True)
class Row:
    """One requirement as we met it."""

    number: int
    words: str
    wanted: str
    saw: str
    holds: bool


@dataclass(slots=True)
class Sheet:
    """What was gone through."""

    ask: Ask
    key: str  # as Authorization
    rows: list[Row] = field(default_factory=list)

    def status(self, number: int, words: str, reply: Reply, *wanted: int) -> Reply:
        """Note whether the answer has one of these statuses."""
        row = Row(number, words, "/".join(map(str, wanted)), str(reply.status), False)
        row.holds = reply.status in wanted
        self.rows.append(row)
        return reply

    def that(self, number: int, words: str, saw: object) -> None:
        """Note whether something is so."""
        self.rows.append(Row(number, words, "so", str(saw), bool(saw)))

    def post(self, statement: object, **headers: str | None) -> Reply:
        """Send statements."""
        return self.ask("POST", "statements", None, statement, **headers)

    def find(self, **query: Any) -> Reply:
        """Ask for statements."""
        return self.ask("GET", "statements", query)

    def kept(self, **more: Any) -> Said:
        """A statement with an id that was taken."""
        statement = plain(id=new(), **more)
        assert self.post(statement).status == 200
        return statement


def new() -> str:
    """An id nobody has."""
    return str(uuid.uuid4())
