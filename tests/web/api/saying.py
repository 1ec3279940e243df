"""What tests of xAPI share: a source with its key, a plain statement, and how it is sent."""

from __future__ import annotations

import base64
import json
import uuid
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.test import Client

from recert.catalogue.actions.sources import open_source
from recert.catalogue.models import Source, SourceKind
from tests.cast import NOW
from tests.teaching import Teaching

Said = dict[str, Any]

STATEMENT: Said = {
    "actor": {"mbox": "mailto:ada@example.org", "name": "Ada"},
    "verb": {
        "id": "http://adlnet.gov/expapi/verbs/attended",
        "display": {"en-GB": "attended", "en-US": "showed up"},
    },
    "object": {"objectType": "Activity", "id": "https://lms.example/course/7"},
}
VOIDED = {"id": "http://adlnet.gov/expapi/verbs/voided"}


def said(**more: Any) -> Said:
    """The plain statement, with other properties."""
    return {**deepcopy(STATEMENT), **more}


def new_id() -> str:
    """An id nobody has."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class Door:
    """One source's door to xAPI."""

    client: Client
    source: Source
    secret: str

    def headers(self, **more: str) -> dict[str, str]:
        """Version and key; others as they are named."""
        pair = base64.b64encode(f"{self.source.key}:{self.secret}".encode()).decode()
        return {"X-Experience-API-Version": "1.0.3", "Authorization": f"Basic {pair}", **more}

    def get(
        self, where: str = "statements", head: dict[str, str] | None = None, **asked: Any
    ) -> Any:
        """Ask; parameters that are no text go as JSON."""
        plain = {name: a if isinstance(a, str) else json.dumps(a) for name, a in asked.items()}
        headers = self.headers(**(head or {}))
        return self.client.get(f"/xapi/{where}", plain, headers=headers)

    def post(
        self, body: Any, where: str = "statements", kind: str = "application/json", **more: str
    ) -> Any:
        """Send; what is no bytes goes as JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self.headers(**more)
        return self.client.post(f"/xapi/{where}", data, content_type=kind, headers=headers)

    def put(self, body: Any, where: str, kind: str = "application/json", **more: str) -> Any:
        """Put; the address with its parameters."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = self.headers(**more)
        return self.client.put(f"/xapi/{where}", data, content_type=kind, headers=headers)

    def found(self, **asked: Any) -> list[str]:
        """The ids an answer holds, in its order."""
        return [each["id"] for each in self.get(**asked).json()["statements"]]


def door_of(teaching: Teaching, name: str = "Moodle") -> Door:
    """A door Movement Lab opened."""
    source, secret = open_source(
        by=teaching.nia,
        at=NOW,
        provider_slug=teaching.lab.slug,
        kind=SourceKind.STATEMENTS,
        name=name,
    )
    return Door(Client(), source, secret)


def error_of(answer: Any) -> str:
    """What an answer that is a no says."""
    return str(json.loads(answer.content)["error"])
