"""Words of bulk acts: how far one is, who is meant, and why somebody is left out."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.register.bulk import Choice
from recert.register.models import BulkAct, BulkKind, BulkState
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.words import join, status_words
from recert.web.components.lists import Row
from recert.web.components.words import day, day_range
from recert.web.staff.telling import RULINGS

STATES: dict[BulkState, tuple[str, Promise]] = {
    BulkState.FREEZING: ("wait", lazy("The list is being made")),
    BulkState.READY: ("ask", lazy("To be confirmed")),
    BulkState.RUNNING: ("wait", lazy("Being carried out")),
    BulkState.DONE: ("good", lazy("Done")),
    BulkState.UNDOING: ("wait", lazy("Being undone")),
    BulkState.UNDONE: ("quiet", lazy("Undone")),
    BulkState.DISCARDED: ("quiet", lazy("Discarded")),
}
"""Tone and word."""

WHY: dict[str, Promise] = {
    "own": lazy("It is the certification of whoever asked or confirmed; a colleague decides"),
    "apart": lazy(
        "Whoever asked or confirmed stands back from it, or made a decision an appeal ended"
    ),
    "gone": lazy("Retired or taken away"),
    "extended": lazy("Extended already"),
    "later": lazy("Its last day is as late already"),
    "already": lazy("Decided already"),
    "nothing": lazy("There is no such decision to end"),
    "over": lazy("It had ended already when the others were taken back"),
}
"""Why somebody who is meant is left out, or was left alone."""


def choice_words(act: BulkAct, names: dict[str, str]) -> list[Row]:
    """Who is meant, condition by condition."""
    choice = Choice.from_plain(act.choice)
    rows = []
    if choice.credential:
        name = names.get(choice.credential, choice.credential)
        rows.append(Row(label=_("Certification"), value=name))
    if choice.level:
        rows.append(Row(label=_("Level"), value=choice.level.replace("-", " ")))
    if choice.expires_since or choice.expires_until:
        days = day_range(choice.expires_since, choice.expires_until)
        rows.append(Row(label=_("Last day"), value=days))
    if choice.statuses:
        words = [status_words(Status(each)) for each in choice.statuses]
        rows.append(Row(label=_("Status"), value=join(words)))
    if choice.unpaid_days is not None:
        says = _("at least %(days)s days") % {"days": choice.unpaid_days}
        rows.append(Row(label=_("A bill unpaid for"), value=says))
    if choice.once:
        rows.append(Row(label=_("Only"), value=_("whoever has no extension already")))
    if choice.ends:
        rows.append(Row(label=_("Decision to end"), value=RULINGS[DecisionKind(choice.ends)]))
    if not rows:
        rows.append(Row(label=_("Who"), value=_("everybody the register confirms")))
    if act.until:
        label = _("New last day") if act.kind == BulkKind.EXTEND else _("Until")
        rows.append(Row(label=label, value=day(act.until)))
    return rows
