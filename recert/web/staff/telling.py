"""The journal in words: who did what, when, for the history on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.journal.models import Line
from recert.payments.actions import show_cents
from recert.people.models import Body
from recert.rules.facts import DecisionKind
from recert.standing.words import day_words
from recert.web.components.story import PAYMENTS, Story, story_of
from recert.web.staff.auditing.words import SAYS as AUDITS

SAYS: dict[str, Promise] = {
    "catalogue.course-application-written": lazy("%(who)s wrote the application"),
    "catalogue.course-application-sent": lazy("It was sent"),
    "catalogue.course-application-answered": lazy("%(who)s answered"),
    "catalogue.course-application-withdrawn": lazy("%(who)s took it back"),
    "catalogue.course-application-returned": lazy("%(who)s returned it; the clock stopped"),
    "catalogue.course-approved": lazy("%(who)s approved it"),
    "catalogue.course-refused": lazy("%(who)s did not approve it"),
    "catalogue.course-approval-ended": lazy("%(who)s ended it early"),
    "completions.body-asked": lazy("A correction was sent that touches it"),
    "completions.changed-under": lazy("A provider corrected an entry it rests on"),
    "completions.effect-decided": lazy("%(who)s decided what becomes of it"),
    "completions.effect-reopened": lazy("%(who)s opened it again after an appeal"),
    "renewals.begun": lazy("%(who)s began the application"),
    "renewals.declared": lazy("%(who)s declared the totals"),
    "renewals.submitted": lazy("%(who)s sent it"),
    "renewals.resubmitted": lazy("%(who)s sent it again"),
    "renewals.item-resolved": lazy("%(who)s mended something that was missing"),
    "renewals.withdrawn": lazy("%(who)s took it back"),
    "renewals.returned": lazy("%(who)s returned it; the clock stopped"),
    "renewals.fee-set": lazy("%(who)s set the fee to %(cents)s"),
    "renewals.fee-overruled": lazy(
        "%(who)s set the fee to %(cents)s, where the policy says %(policy)s"
    ),
    "renewals.parts-agreed": lazy("%(who)s agreed to pay in parts"),
    "renewals.parts-ended": lazy("%(who)s pays at once instead of in parts"),
    "renewals.held": lazy("It waits for an audit"),
    "renewals.released": lazy("It no longer waits for an audit"),
    "renewals.evidence-opened": lazy("%(who)s opened a proof"),
    "renewals.approved": lazy("%(who)s approved it"),
    "renewals.refused": lazy("%(who)s refused it by “%(clause)s”"),
    "renewals.renewed-by-examination": lazy("%(who)s recorded a passed examination"),
    "renewals.reopened": lazy("%(who)s opened it again after an appeal"),
    "people.apart-declared": lazy("%(who)s stood back from it"),
    "appeals.sent": lazy("%(who)s sent it"),
    "appeals.assigned": lazy("%(who)s said who decides it"),
    "appeals.message": lazy("%(who)s wrote"),
    "appeals.message-by-link": lazy("They wrote, by the link in their letter"),
    "appeals.withdrawn-by-link": lazy("They took it back, by the link in their letter"),
    "appeals.decided": lazy("%(who)s decided it"),
    "appeals.withdrawn": lazy("%(who)s took it back"),
    "credentials.reconsidered": lazy("%(who)s put it back after an appeal"),
    "credentials.legal-hold-set": lazy("%(who)s put a legal hold on it"),
    "credentials.legal-hold-ended": lazy("%(who)s ended the legal hold"),
    "transcript.petition-sent": lazy("It was sent"),
    "transcript.petition-reopened": lazy("%(who)s opened it again after an appeal"),
    "leave.reopened": lazy("%(who)s opened it again after an appeal"),
    "credentials.added": lazy("%(who)s declared the certification"),
    "credentials.registered": lazy("%(who)s entered it in the register"),
    "credentials.corrected": lazy("%(who)s corrected the entry"),
    "credentials.confirmed": lazy("%(who)s confirmed it"),
    "credentials.rejected": lazy("%(who)s said that it is not known here"),
    "credentials.removed": lazy("%(who)s took it off their list"),
    "credentials.restored": lazy("%(who)s put it back on their list"),
    "credentials.ruled": lazy("%(who)s decided: %(kind)s"),
    "credentials.ruling-ended": lazy("%(who)s ended a decision: %(kind)s"),
    "leave.asked": lazy("%(who)s asked for leave"),
    "leave.withdrawn": lazy("%(who)s took back a request for leave"),
    "leave.granted": lazy("%(who)s granted leave"),
    "leave.denied": lazy("%(who)s did not grant leave"),
    "leave.paid": lazy("The leave was paid, and took effect"),
    "leave.practice": lazy("%(who)s set who may ask for leave"),
    "leave.evidence-opened": lazy("%(who)s opened a proof for leave"),
    "credentials.rulings-reset": lazy("What was decided for the cycle alone ended with it"),
    "register.letter-sent": lazy("%(who)s sent a letter to many"),
    "credentials.affirmed": lazy("%(who)s affirmed: %(to)s"),
    "credentials.term-closed": lazy("The cycle closed; the next one ends on %(next-end)s"),
    "catalogue.provider-application-written": lazy("%(who)s wrote the application"),
    "catalogue.provider-application-changed": lazy("%(who)s changed the application"),
    "catalogue.provider-application-sent": lazy("%(who)s sent it"),
    "catalogue.provider-application-returned": lazy("%(who)s asked for more"),
    "catalogue.provider-application-withdrawn": lazy("%(who)s took it back"),
    "catalogue.provider-paper-added": lazy("%(who)s added a paper"),
    "catalogue.provider-paper-removed": lazy("%(who)s took a paper away"),
    "catalogue.provider-paper-opened": lazy("%(who)s opened a paper"),
    "catalogue.provider-approved": lazy("%(who)s approved it"),
    "catalogue.provider-refused": lazy("%(who)s did not approve it"),
    "catalogue.provider-suspended": lazy("%(who)s suspended it"),
    "catalogue.provider-suspension-lifted": lazy("%(who)s lifted the suspension"),
    "catalogue.provider-approval-ended": lazy("%(who)s ended it early"),
    "transcript.petition-opened": lazy("%(who)s asked"),
    "transcript.petition-answered": lazy("%(who)s answered"),
    "transcript.petition-returned": lazy("%(who)s asked for more"),
    "transcript.petition-withdrawn": lazy("%(who)s took the question back"),
    "transcript.petition-evidence-opened": lazy("%(who)s opened a proof"),
    "transcript.petition-accepted": lazy("%(who)s accepted it"),
    "transcript.petition-rejected": lazy("%(who)s did not accept it"),
}
"""A sentence for every line that such a history may hold."""

TOLD = SAYS | PAYMENTS | AUDITS


RULINGS: dict[DecisionKind, Promise] = {
    DecisionKind.EXTEND: lazy("Extension"),
    DecisionKind.WAIVE: lazy("Waiver"),
    DecisionKind.AMOUNT: lazy("Another amount"),
    DecisionKind.CONDITION: lazy("Condition"),
    DecisionKind.REINSTATE: lazy("Reinstatement"),
    DecisionKind.HOLD: lazy("On hold"),
    DecisionKind.INACTIVE: lazy("Inactive"),
    DecisionKind.RETIRE: lazy("Retirement"),
    DecisionKind.REDUCE: lazy("Lower level"),
    DecisionKind.SUSPEND: lazy("Suspension"),
    DecisionKind.WITHDRAW: lazy("Withdrawal"),
    DecisionKind.LEAVE: lazy("Leave"),
    DecisionKind.ACCEPT: lazy("Accepted"),
    DecisionKind.REJECT: lazy("Not accepted"),
}


def story(body: Body, lines: Iterable[Line]) -> Story:
    """What happened at a body, with the names of those who did it, in one query."""
    return story_of(body.zone, lines, TOLD, _words)


def _words(line: Line) -> dict[str, str]:
    words = {"clause": "", "kind": "", "to": "", "next-end": ""}
    words |= {key: str(value).replace("_", " ") for key, value in line.detail.items()}
    if words["kind"] in set(DecisionKind):
        words["kind"] = str(RULINGS[DecisionKind(words["kind"])]).lower()
    if words["next-end"]:
        words["next-end"] = day_words(date.fromisoformat(words["next-end"]))
    words["policy"] = show_cents(line.detail.get("policy") or 0)
    return words
