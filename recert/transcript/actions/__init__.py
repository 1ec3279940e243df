"""What may happen to the transcript: entries, proof, and petitions."""

from recert.transcript.actions.audited import (
    Ruled,
    end_entry_rulings,
    hand_in,
    hold_entries,
    release_entries,
    rule_entries,
)
from recert.transcript.actions.entries import (
    add_document,
    correct_activity,
    correct_document,
    log_activity,
    restore_activity,
    restore_document,
    withdraw_activity,
    withdraw_document,
)
from recert.transcript.actions.issuing import issue_transcript, withdraw_transcript
from recert.transcript.actions.petitions import (
    answer_petition,
    decide_petition,
    open_petition,
    open_petition_evidence,
    reopen_petition,
    return_petition,
    withdraw_petition,
)
from recert.transcript.actions.proof import (
    add_evidence,
    attach_evidence,
    delete_evidence,
    detach_evidence,
    forget_evidence,
    is_kept,
    read_evidence,
)
from recert.transcript.actions.remedies import mark_ordered
from recert.transcript.actions.reported import (
    ToPost,
    merge_own,
    post_reported,
    restore_reported,
    supersede_reported,
    void_reported,
)

__all__ = [
    "Ruled",
    "ToPost",
    "add_document",
    "add_evidence",
    "answer_petition",
    "attach_evidence",
    "correct_activity",
    "correct_document",
    "decide_petition",
    "delete_evidence",
    "detach_evidence",
    "end_entry_rulings",
    "forget_evidence",
    "hand_in",
    "hold_entries",
    "is_kept",
    "issue_transcript",
    "log_activity",
    "mark_ordered",
    "merge_own",
    "open_petition",
    "open_petition_evidence",
    "post_reported",
    "read_evidence",
    "release_entries",
    "reopen_petition",
    "restore_activity",
    "restore_document",
    "restore_reported",
    "return_petition",
    "rule_entries",
    "supersede_reported",
    "void_reported",
    "withdraw_activity",
    "withdraw_document",
    "withdraw_petition",
    "withdraw_transcript",
]
