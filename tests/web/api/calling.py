"""What tests of the API share: a key, and a client that speaks JSON with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from recert.catalogue.actions import open_source
from recert.catalogue.models import Source, SourceKind
from recert.web.api.keys import shown_token
from tests.cast import NOW
from tests.teaching import Teaching

ADA: dict[str, str] = {"body": "acsm", "number": "104233", "born": "03-14"}


def said(**more: Any) -> dict[str, Any]:
    """Ada completed Ethics in practice last Saturday."""
    return {"person": ADA, "course": "ML-101", "completed": "2026-11-14", **more}


def key_for(
    teaching: Teaching, *, name: str = "LMS", courses: Sequence[str] = ()
) -> tuple[Source, str]:
    """A system of Movement Lab's, and what it sends to be known."""
    source, secret = open_source(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, kind=SourceKind.API,
        name=name, course_ids=courses,
    )  # fmt: skip
    return source, shown_token(source, secret)


@dataclass(slots=True)
class Caller:
    """Speaks to the API with a token."""

    token: str
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def ask(
        self, method: str, path: str, content: Any = None, status: int = 200, **headers: str
    ) -> Any:
        """The answer's JSON; its status is the one expected."""
        answer = self.call(method, path, content, **headers)
        assert answer.status_code == status, answer.content.decode()
        return answer.json()

    def call(self, method: str, path: str, content: Any = None, **headers: str) -> Any:
        """The answer itself. Headers are named with low lines: `if_match`."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method,
            f"/api/v1{path}",
            b"" if content is None else content if isinstance(content, bytes) else _json(content),
            content_type="application/json",
            headers=sent,
        )

    def report(self, *completions: dict[str, Any], key: str = "k1", **more: Any) -> Any:
        """Report these completions; the answer's JSON."""
        content = {"completions": list(completions), **more}
        return self.ask("POST", "/completions", content, idempotency_key=key)


def _json(content: Any) -> bytes:
    return json.dumps(content).encode()
