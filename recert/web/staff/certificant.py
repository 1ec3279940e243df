"""One certification in the register: its holder, terms, decisions, applications, papers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from recert.credentials.models import Certification, Register, Ruling
from recert.credentials.queries import (
    certification_for_staff,
    register_of,
    rulings_of,
    terms_of,
)
from recert.journal.queries import lines_about
from recert.notices.queries import bounces
from recert.people.queries import Duty, letters_to
from recert.renewals.models import Renewal, State
from recert.renewals.queries import documents_in, renewals_to
from recert.rules.facts import DecisionKind, DocumentKind
from recert.standing.queries import held_of
from recert.standing.words.vocabulary import word
from recert.transcript.models import Document
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.lists import Row
from recert.web.components.naming import short_names
from recert.web.components.questions import answered_rows
from recert.web.components.words import day
from recert.web.papers.certificate import why_no_certificate
from recert.web.staff.applications import STATES
from recert.web.staff.letters.sent import lines_of
from recert.web.staff.register import REGISTER, register_lines
from recert.web.staff.telling import RULINGS, story

LETTERS_SHOWN = 5


@desk_for_staff(Duty.REVIEW)
def certificant(request: DeskRequest, public_id: str) -> HttpResponse:
    """A person's record at this body, seen from one of their certifications."""
    body = request.desk.body
    found = certification_for_staff(request.user, body.slug, public_id, Duty.REVIEW)
    names, on = short_names(body), today(request, body.zone)
    is_known = found.register != Register.REJECTED
    held = held_of(found, now(request)) if is_known else None
    sent = list(renewals_to(body).filter(certification=found))
    others = register_of(body).filter(person=found.person).exclude(pk=found.pk)
    context: dict[str, Any] = {
        "body": body,
        "certification": found,
        "person": found.person,
        "name": names.get(found.credential, found.credential),
        "register": REGISTER[Register(found.register)],
        "held": held,
        "has_certificate": held is not None and not why_no_certificate(held),
        "rows": [*_rows(found), *answered_rows(found)],
        "terms": list(terms_of(found)),
        "rulings": [
            (each, RULINGS[DecisionKind(each.kind)], each.is_running(on) or _is_leave(each))
            for each in rulings_of(found)
        ],
        "applications": [(each, *STATES[State(each.state)]) for each in sent],
        "papers": _papers(sent),
        "others": register_lines(others, names, now(request)),
        "story": story(body, lines_about(f"certification:{found.public_id}")),
        "is_own": found.person_id == request.user.pk,
        "may_register": Duty.REGISTER in request.desk.duties,
        "today": on,
    }
    if context["may_register"]:
        told = letters_to(request.user, body.slug, found.person.public_id)
        context["letters"] = lines_of(told.defer("text", "html")[:LETTERS_SHOWN])
        context["bounces"] = bounces(found.person.email)
    return render(request, "staff/certificant.html", context)


def _is_leave(ruling: Ruling) -> bool:
    """Whether it is a leave not ended: it can be taken back when it is over, too."""
    return ruling.kind == DecisionKind.LEAVE and ruling.ended_on is None


def _rows(found: Certification) -> list[Row]:
    rows = [
        Row(label=_("Number"), value=found.number or _("none")),
        Row(label=_("Certified"), value=day(found.certified)),
    ]
    if found.level:
        rows.insert(0, Row(label=_("Level"), value=found.level.replace("-", " ")))
    if found.expires:
        rows.append(Row(label=_("Last day printed on it"), value=day(found.expires)))
    rows += [
        Row(label=_("E-mail"), value=found.person.address or _("None")),
        Row(label=_("Check code"), value=found.code),
    ]
    return rows


def _papers(sent: list[Renewal]) -> list[tuple[str, Document]]:
    """The documents of somebody who has applied: else they are nobody's business."""
    return [(word(DocumentKind(each.kind)), each) for each in documents_in(sent[0])] if sent else []


urlpatterns = [path("register/<str:public_id>", certificant, name="certificant")]
