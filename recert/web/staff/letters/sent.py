"""What went to whom: the log of a body's letters, each as it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from recert.notices.actions import NOWHERE
from recert.notices.kinds import KINDS
from recert.notices.models import Notice, State
from recert.notices.queries import bounces
from recert.people.queries import Duty, letter_for_staff, letters_of, names_of
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.letter_pages import letter_page

ON_A_PAGE = 50

STATES: dict[State, tuple[str, Promise]] = {
    State.KEPT: ("quiet", lazy("To read here only")),
    State.QUEUED: ("note", lazy("Waiting to go")),
    State.SENDING: ("note", lazy("Going out")),
    State.SENT: ("good", lazy("Sent")),
    State.FAILED: ("stop", lazy("Given up")),
    State.BOUNCED: ("stop", lazy("Came back")),
}
"""Tone and word, as staff see them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the log."""

    notice: Notice
    name: str  # empty: nobody who has an account, or who has left
    kind: str
    tone: str
    word: Promise

    @property
    def address(self) -> str:
        """Where it went; those without an address have one of ours that nothing is sent to."""
        return _("no address") if self.notice.email.endswith(NOWHERE) else self.notice.email


@desk_for_staff(Duty.REGISTER)
def letters_sent(request: DeskRequest) -> HttpResponse:
    """The letters of the body, newest first; those about somebody, or in one state."""
    body = request.desk.body
    about, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    found = letters_of(request.user, body.slug, about)
    if state in State.values:
        found = found.filter(state=state)
    page = Paginator(found.defer("text", "html"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "body": body,
        "q": about,
        "state": state,
        "states": [(key.value, word) for key, (_tone, word) in STATES.items()],
        "page": page,
        "lines": lines_of(page),
    }
    return render(request, "staff/letters/sent.html", context)


def lines_of(notices: Iterable[Notice]) -> list[Line]:
    """Letters with their readers' names and their states in words, in one query."""
    rows = list(notices)
    names = names_of(each.recipient_id for each in rows)
    return [
        Line(
            each,
            names.get(each.recipient_id, ""),
            str(KINDS[each.kind].says) if each.kind in KINDS else each.kind,
            *STATES[State(each.state)],
        )
        for each in rows
    ]


@desk_for_staff(Duty.REGISTER)
def letter_sent(request: DeskRequest, public_id: str) -> HttpResponse:
    """One letter: whom it went to, when, how far it got, and what it said."""
    body = request.desk.body
    found = letter_for_staff(request.user, body.slug, public_id)
    (line,) = lines_of([found])
    context = {"body": body, "line": line, "notice": found, "bounces": bounces(found.email)}
    return render(request, "staff/letters/one.html", context)


@desk_for_staff(Duty.REGISTER)
@xframe_options_sameorigin
def letter_sent_page(request: DeskRequest, public_id: str) -> HttpResponse:
    """The letter in the design it went out in: a page for a frame."""
    return letter_page(letter_for_staff(request.user, request.desk.body.slug, public_id))


urlpatterns = [
    path("letters/sent", letters_sent, name="letters_sent"),
    path("letters/sent/<str:public_id>", letter_sent, name="letter_sent"),
    path("letters/sent/<str:public_id>/page", letter_sent_page, name="letter_sent_page"),
]
