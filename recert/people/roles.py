"""Who may do what at a body's desk, in words. What counts is `queries.MAY`; this says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from recert.people.models import Role
from recert.people.queries import MAY, Duty

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DUTIES: dict[Duty, _StrPromise] = {
    Duty.ENTER: _("Come to the desk, read the policy, answer questions"),
    Duty.REVIEW: _(
        "Decide applications and petitions, approve providers and courses, review audits, read "
        "the register"
    ),
    Duty.DRAW: _("Draw who is audited, assign audits, appeals and complaints"),
    Duty.REGISTER: _(
        "Keep the register and the members, import and export, see what was sent, suspend providers"
    ),
    Duty.MONEY: _(
        "See bills, record payments, refund, set fees the policy does not say, and those for "
        "approval"
    ),
    Duty.POLICY: _(
        "Change the policy, the terms of approval, the letters, the colours and the logo"
    ),
    Duty.REPORTS: _("Read figures about the whole register"),
    Duty.STAFF: _("Say who works here, and how they must sign in"),
}

ROLES: dict[Role, _StrPromise] = {
    Role.REVIEWER: _("decides applications, petitions and audits"),
    Role.OFFICER: _("also keeps the register and the policy, and draws audits"),
    Role.FINANCE: _("sees bills, records payments, reads reports"),
    Role.OWNER: _("all of this, and who works here"),
}

NOBODY = _(
    "Whatever the role: nobody decides a matter of their own, and no body sees another’s desk."
)


def table() -> tuple[tuple[_StrPromise, tuple[bool, ...]], ...]:
    """A row for each duty: its words, and for each role whether it may."""
    return tuple(
        (says, tuple(role.value in MAY[duty] for role in ROLES)) for duty, says in DUTIES.items()
    )


def as_markdown() -> str:
    """The table as docs/roles.md shows it."""
    head = ["What", *(str(role.label) for role in ROLES)]
    rows = [[str(says), *("yes" if may else "" for may in row)] for says, row in table()]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(each or "–" for each in line) + " |" for line in lines)
