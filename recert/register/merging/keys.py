"""Keys: every column that points to a person, and what a merge does with it.

A test lists all such columns there are from Django's own registry and fails for one that is
missing here, and for one that the export of a person does not know.
"""

from __future__ import annotations

MOVES = (
    "credentials.Certification.person",
    "credentials.Answer.person",
    "transcript.Document.person",
    "transcript.Evidence.person",
    "transcript.Activity.person",
    "transcript.IssuedTranscript.person",
    "enquiries.Enquiry.person",
    "payments.Invoice.person",
    "payments.Agreement.person",
    "people.BodyMember.person",
    "people.KeptApart.person",
    "appeals.Matter.person",
    "enrolments.Enrolment.person",
    "enrolments.CalendarFeed.person",
    "completions.Completion.person",
    "completions.KnownAs.person",
    "completions.Dispute.person",
    "completions.Certificate.person",
    "completions.Claim.person",
    "completions.Attendee.person",
    "register.KnownAs.person",
    "register.Entered.person",
    "notices.Notice.recipient_id",
)
"""What is the person's: it goes to the record that is kept."""

SIGNS_IN = (
    "account.EmailAddress.user",
    "mfa.Authenticator.user",
    "people.StaffRole.person",
    "catalogue.ProviderStaff.person",
)
"""How somebody comes in, and as what: each record's own. Whoever works at a desk is not merged."""

DONE_BY = (
    "people.Invitation.invited_by",
    "people.KeptApart.staff",
    "rulebooks.Draft.opened_by",
    "rulebooks.Draft.proposed_by",
    "rulebooks.Version.saved_by",
    "rulebooks.DroppedCase.by",
    "catalogue.ProviderInvitation.invited_by",
    "catalogue.ProviderApproval.asked_by",
    "catalogue.ProviderApproval.decided_by",
    "catalogue.Suspension.by",
    "catalogue.CourseApproval.asked_by",
    "catalogue.CourseApproval.decided_by",
    "catalogue.Source.opened_by",
    "completions.Report.by",
    "completions.Hook.opened_by",
    "completions.Roster.by",
    "completions.SentReport.by",
    "completions.Completion.settled_by",
    "completions.KnownAs.linked_by",
    "completions.Retraction.settled_by",
    "completions.Correction.by",
    "completions.Effect.decided_by",
    "completions.Dispute.answered_by",
    "completions.ClaimWindow.opened_by",
    "completions.ClaimWindow.closed_by",
    "completions.Attendee.said_by",
    "completions.Presence.by",
    "completions.Recall.declared_by",
    "completions.Recall.undone_by",
    "credentials.Ruling.decided_by",
    "credentials.Ruling.ended_by",
    "credentials.LegalHold.set_by",
    "credentials.LegalHold.ended_by",
    "enquiries.Enquiry.answered_by",
    "transcript.Petition.decided_by",
    "transcript.EntryRuling.decided_by",
    "standing.WhatIf.asked_by",
    "payments.Receipt.recorded_by",
    "payments.Payment.recorded_by",
    "payments.Event.settled_by",
    "payments.Refund.asked_by",
    "renewals.Renewal.decided_by",
    "renewals.LeaveRequest.decided_by",
    "audits.Draw.prepared_by",
    "audits.Draw.drawn_by",
    "audits.Audit.reviewer",
    "audits.Audit.recommended_by",
    "audits.Audit.determined_by",
    "audits.AuditItem.judged_by",
    "audits.Message.by",
    "audits.Ask.decided_by",
    "audits.Conflict.reviewer",
    "appeals.Matter.assigned_to",
    "appeals.Matter.assigned_by",
    "appeals.Matter.decided_by",
    "appeals.Message.by",
    "register.BulkAct.asked_by",
    "register.BulkAct.confirmed_by",
    "register.BulkAct.undone_by",
    "register.Import.by",
    "register.ImportFix.by",
    "register.Merge.by",
    "register.Merge.undone_by",
    "register.Different.by",
    "reporting.Forecast.asked_by",
)
"""Who did something: it stays true of the record that did it."""

ABOUT_RECORDS = (
    "register.Findable.person",  # the database moves it with the certification
    "register.Merge.kept",
    "register.Merge.gone",
    "register.Different.one",
    "register.Different.other",
    "register.MergeOffer.by",
    "register.MergeOffer.other",
)
"""What speaks of the records themselves."""
