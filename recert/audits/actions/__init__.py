"""What may happen to audits: draws, answers, reviews, determinations, and what follows."""

from recert.audits.actions.advancing import advance_audits
from recert.audits.actions.answering import (
    list_activity,
    note_item,
    send_answer,
    unlist_activity,
    write_message,
)
from recert.audits.actions.asking import MAY_ASK, ask_for, decide_ask, give_time, withdraw_ask
from recert.audits.actions.assigning import assign_reviewer, may_review
from recert.audits.actions.calendars import keep_calendar, say_day, unsay_day
from recert.audits.actions.determining import (
    OUTCOMES,
    determine,
    may_determine,
    recommend,
    replaced_grains,
)
from recert.audits.actions.drawing import cancel_draw, draw, freeze
from recert.audits.actions.following import (
    NOTHING,
    impose,
    may_impose,
    record_cure,
    reopen,
    reopen_case,
)
from recert.audits.actions.preparing import change_draw, name_source, prepare_draw
from recert.audits.actions.reminding import remind_audits
from recert.audits.actions.reviewing import (
    bar_to,
    declare_conflict,
    judge_item,
    open_audit_evidence,
    open_audit_pack,
    return_audit,
    write_to_holder,
)
from recert.audits.actions.rolling import close_rolling, start_rolling

__all__ = [
    "MAY_ASK",
    "NOTHING",
    "OUTCOMES",
    "advance_audits",
    "ask_for",
    "assign_reviewer",
    "bar_to",
    "cancel_draw",
    "change_draw",
    "close_rolling",
    "decide_ask",
    "declare_conflict",
    "determine",
    "draw",
    "freeze",
    "give_time",
    "impose",
    "judge_item",
    "keep_calendar",
    "list_activity",
    "may_determine",
    "may_impose",
    "may_review",
    "name_source",
    "note_item",
    "open_audit_evidence",
    "open_audit_pack",
    "prepare_draw",
    "recommend",
    "record_cure",
    "remind_audits",
    "reopen",
    "reopen_case",
    "replaced_grains",
    "return_audit",
    "say_day",
    "send_answer",
    "start_rolling",
    "unlist_activity",
    "unsay_day",
    "withdraw_ask",
    "write_message",
    "write_to_holder",
]
