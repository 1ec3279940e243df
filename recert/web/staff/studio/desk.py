"""What every page about a draft begins with: the draft, the version that stands, the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.rulebooks.drafts import Read, read_version
from recert.rulebooks.models import Draft, DraftState, Version
from recert.rulebooks.queries import draft_for_staff, latest_of
from recert.web.access import DeskRequest


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft on the desk: its last version, and how it reads."""

    draft: Draft
    version: Version
    read: Read

    @property
    def is_open(self) -> bool:
        """Whether it may still be written on."""
        return self.draft.state in (DraftState.OPEN, DraftState.PROPOSED)

    @property
    def name(self) -> str:
        """What the edition will be called, or what it is a draft of."""
        rulebook = self.read.rulebook
        return (
            rulebook.edition
            if rulebook
            else _("Draft from %(name)s") % {"name": self.draft.base.edition}
        )


def bench_of(request: DeskRequest, draft_id: str) -> Bench:
    """The draft of an address, for policy staff of its body."""
    draft = draft_for_staff(request.user, request.desk.body.slug, draft_id)
    version = latest_of(draft)
    return Bench(draft, version, read_version(version))


def seen_in(request: HttpRequest) -> int:
    """The version somebody had before them when they pressed."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def frame(request: DeskRequest, bench: Bench, here: str, **more: object) -> dict[str, Any]:
    """What every page about a draft shows around its own matter."""
    slug, id = request.desk.body.slug, bench.draft.public_id
    tabs = (
        ("draft", _("Clauses")),
        ("draft_head", _("Head")),
        ("draft_file", _("File")),
        ("draft_cases", _("Cases")),
        ("draft_changes", _("What changes")),
        ("draft_what_if", _("What if")),
        ("draft_publish", _("Publish")),
    )
    return {
        "body": request.desk.body,
        "bench": bench,
        "draft": bench.draft,
        "version": bench.version,
        "seen": bench.version.number,
        "tabs": [(reverse(f"staff:{name}", args=[slug, id]), word, name == here)
                 for name, word in tabs],
        **more,
    }  # fmt: skip


def at(request: DeskRequest, name: str, bench: Bench, *parts: object) -> str:
    """The address of a page about this draft."""
    return reverse(f"staff:{name}", args=[request.desk.body.slug, bench.draft.public_id, *parts])
