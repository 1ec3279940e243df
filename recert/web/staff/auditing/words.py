"""Words for draws and cases, as staff read them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.audits.models import AuditState, Judged
from recert.web.components.draw_words import Worded

CASES: dict[AuditState, Worded] = {
    AuditState.NOTIFIED: ("wait", lazy("With the holder")),
    AuditState.RETURNED: ("wait", lazy("Sent back to the holder")),
    AuditState.DEFERRED: ("wait", lazy("Put off")),
    AuditState.ANSWERED: ("note", lazy("Answered, to review")),
    AuditState.RECOMMENDED: ("note", lazy("Reviewed, to decide")),
    AuditState.REPLACING: ("wait", lazy("Replacement credit due")),
    AuditState.REPLACED: ("note", lazy("Replacement sent, to review")),
    AuditState.PASSED: ("good", lazy("Passed")),
    AuditState.FAILED: ("stop", lazy("Not passed")),
    AuditState.EXEMPTED: ("quiet", lazy("Exempted")),
    AuditState.CANCELLED: ("quiet", lazy("Cancelled")),
}

JUDGED: dict[str, Worded] = {
    "": ("quiet", lazy("Not judged yet")),
    Judged.ACCEPT: ("good", lazy("Accepted")),
    Judged.REDUCE: ("warn", lazy("Accepted for less")),
    Judged.REJECT: ("stop", lazy("Not accepted")),
    Judged.AGAIN: ("wait", lazy("Asked for again")),
}

OUTCOMES: dict[AuditState, Promise] = {
    AuditState.PASSED: lazy("Passed"),
    AuditState.REPLACING: lazy("Replacement credit is due"),
    AuditState.FAILED: lazy("Not passed"),
}

SAYS: dict[str, Promise] = {
    "audits.draw-prepared": lazy("%(who)s prepared the draw"),
    "audits.draw-changed": lazy("%(who)s prepared it differently"),
    "audits.draw-source-named": lazy("%(who)s announced where the chance comes from"),
    "audits.draw-frozen": lazy("%(who)s froze the list of %(size)s"),
    "audits.drawn": lazy("%(who)s drew: %(many)s are audited"),
    "audits.draw-cancelled": lazy("%(who)s cancelled the draw"),
    "audits.rolling-started": lazy("%(who)s started drawing applications as they come"),
    "audits.rolling-closed": lazy("%(who)s closed the period and revealed the secret"),
    "audits.opened": lazy("The case was opened and the letter went out"),
    "audits.listed": lazy("%(who)s listed an activity"),
    "audits.unlisted": lazy("%(who)s took an activity off the list"),
    "audits.noted": lazy("%(who)s wrote a note about an activity"),
    "audits.answered": lazy("%(who)s sent the answer"),
    "audits.message": lazy("%(who)s wrote to the body"),
    "audits.message-from-body": lazy("%(who)s wrote to the holder"),
    "audits.asked": lazy("%(who)s asked for something"),
    "audits.ask-withdrawn": lazy("%(who)s took back what was asked for"),
    "audits.ask-granted": lazy("%(who)s granted what was asked for"),
    "audits.ask-denied": lazy("%(who)s did not grant what was asked for"),
    "audits.time-given": lazy("%(who)s gave more time"),
    "audits.conflict": lazy("%(who)s declared a conflict of interest"),
    "audits.no-conflict": lazy("%(who)s declared that there is no conflict of interest"),
    "audits.evidence-opened": lazy("%(who)s opened a proof"),
    "audits.pack-opened": lazy("%(who)s downloaded the whole answer"),
    "audits.item-judged": lazy("%(who)s judged an activity"),
    "audits.returned": lazy("%(who)s asked for what is missing"),
    "audits.recommended": lazy("%(who)s recommended an outcome"),
    "audits.determined": lazy("%(who)s decided the case"),
    "audits.imposed": lazy("%(who)s decided what follows"),
    "audits.reviewer-assigned": lazy("%(who)s said who reviews it"),
    "audits.cured": lazy("%(who)s recorded that it was put right"),
    "audits.reopened": lazy("%(who)s opened the case again"),
    "audits.cancelled": lazy("The case was closed with its draw"),
    "audits.overdue": lazy("No answer came by the day"),
    "audits.application-sent-anew": lazy("The application was taken back and sent anew"),
}
"""A sentence for every line in the history of a draw or a case."""
