"""Letters that came back, and the reports that say so."""

from __future__ import annotations

from recert.notices.actions import claim_due, mark_sent, queue_notice
from recert.notices.models import Notice
from tests.cast import NOW


def queued_and_sent(key: str = "k") -> tuple[Notice, Notice]:
    """Two letters to Ada: one that went out, where any goes out, and one that waits to."""
    first, second = (
        queue_notice(
            at=NOW,
            recipient_id="ada",
            email="ada@example.org",
            kind="renewal-decided",
            subject="Decided",
            text="It was approved.",
            key=f"{key}{number}",
        )
        for number in range(2)
    )
    for claimed in claim_due(at=NOW, most=1):
        mark_sent(notice=claimed, at=NOW)
    first.refresh_from_db()
    return first, second


def report(
    letter_id: str,
    *,
    to: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    quoted: str = "message/rfc822",
) -> bytes:
    """A delivery report with its three parts: for people, for programs, and the letter."""
    lines = [
        "From: MAILER-DAEMON@mx.example.org",
        f"To: {to or f'bounces+{letter_id}@recert.example'}",
        "Subject: Undelivered mail",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"',
        "",
        "--=_b",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "Your message could not be delivered.",
        "",
        "--=_b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.org",
        "Arrival-Date: Sat, 21 Nov 2026 15:00:00 +0000",
        "",
        "Original-Recipient: rfc822;ada@example.org",
        "Final-Recipient: rfc822; ada@example.org",
        *([f"Action: {action}"] if action else []),
        *([f"Status: {status}"] if status else []),
        "Remote-MTA: dns; mail.example.org",
        "Diagnostic-Code: smtp; 550 5.1.1 <ada@example.org>: Recipient",
        "    address rejected",
        "",
        "--=_b",
        f"Content-Type: {quoted}",
        "",
        f"Message-ID: <{letter_id}@recert.example>",
        "Subject: Decided",
        "",
        "--=_b--",
        "",
    ]
    return "\r\n".join(lines).encode()
