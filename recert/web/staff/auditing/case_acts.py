"""What a reviewer or an officer does on the page of a case, act by act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.audits.actions import (
    NOTHING,
    assign_reviewer,
    decide_ask,
    declare_conflict,
    determine,
    give_time,
    impose,
    recommend,
    record_cure,
    reopen,
    return_audit,
    write_to_holder,
)
from recert.audits.models import Audit, AuditState
from recert.rules.rulebook import Failing
from recert.transcript.entering import read_amount
from recert.web.access import DeskRequest
from recert.web.clock import now
from recert.web.components.forms import refusals_on

Answers = dict[str, Any]


def _declare(on: Answers, said: Answers) -> None:
    declare_conflict(**on, has_conflict=said["conflict"] == "yes", says=said["says"])


def _message(on: Answers, said: Answers) -> None:
    write_to_holder(**on, text=said["text"], key=said["key"])


def _return(on: Answers, said: Answers) -> None:
    return_audit(**on, note=said["note"], due=said["due"])


def _assign(on: Answers, said: Answers) -> None:
    assign_reviewer(**on, to=said["to"])


def _time(on: Answers, said: Answers) -> None:
    give_time(**on, until=said["until"], reason=said["reason"])


def _ask(on: Answers, said: Answers) -> None:
    decide_ask(
        **on,
        ask_id=said["ask"],
        grant=said["grant"] == "yes",
        answer=said["answer"],
        until=said.get("until"),
    )


def _recommend(on: Answers, said: Answers) -> None:
    recommend(**on, outcome=AuditState(said["outcome"]), reason=said["reason"])


def _determine(on: Answers, said: Answers) -> None:
    owed = (said.get("owed") or "").strip()
    outcome = AuditState(said["outcome"])
    determine(
        **on,
        outcome=outcome,
        reason=said["reason"],
        clause=said["clause"],
        owed=read_amount(owed, "owed") if owed and outcome is AuditState.REPLACING else None,
        due=said.get("due"),
    )


def _impose(on: Answers, said: Answers) -> None:
    failing = None if said["failing"] == NOTHING else Failing(said["failing"])
    impose(
        **on,
        failing=failing,
        reason=said["reason"],
        clause=said["clause"],
        until=said["until"],
    )


def _cure(on: Answers, said: Answers) -> None:
    record_cure(**on, reason=said["reason"])


def _reopen(on: Answers, said: Answers) -> None:
    reopen(**on, reason=said["reason"])


ACTS: dict[str, tuple[Callable[[Answers, Answers], None], Promise]] = {
    "declare": (_declare, lazy("Noted.")),
    "message": (_message, lazy("Sent.")),
    "return": (_return, lazy("Sent back. The holder is told what is missing.")),
    "assign": (_assign, lazy("Assigned. They are told.")),
    "time": (_time, lazy("Given. The holder is told.")),
    "ask": (_ask, lazy("Decided. The holder is told.")),
    "recommend": (_recommend, lazy("Handed on. Somebody else decides.")),
    "determine": (_determine, lazy("Decided. The holder is told.")),
    "impose": (_impose, lazy("Decided. The holder is told.")),
    "cure": (_cure, lazy("Recorded. What was decided about the certification has ended.")),
    "reopen": (_reopen, lazy("Opened again. Others review and decide it.")),
}


def act_on(request: DeskRequest, audit: Audit, act: str, form: forms.Form) -> bool:
    """Do what the form asks; says whether it was done. What is refused stands in the form."""
    do, says = ACTS[act]
    on: Answers = {
        "by": request.user,
        "at": now(request),
        "body_slug": request.desk.body.slug,
        "public_id": audit.public_id,
    }
    with refusals_on(form):
        do(on, form.cleaned_data)
        messages.success(request, str(says))
        return True
    return False
