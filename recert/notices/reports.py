"""Delivery reports: what mail servers write when a letter cannot be delivered (RFC 3464).

A report names the letter twice: in the address it is sent to, where ours name it
(bounces+ID@example.org), and in the Message-ID of the letter it quotes. Whoever was never sent
the letter knows neither.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

LETTER_ID = re.compile(r"[a-z0-9]{16,24}")
STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")

PASSING = frozenset({"5.2.2", "5.2.3", "5.3.4"})
"""Refused for good, and yet not the address's fault: a full mailbox, a letter too large."""

LATER = ("5.6.", "5.7.")
"""What was written, or who wrote, was not liked; the address is there."""


@dataclass(frozen=True, slots=True)
class Report:
    """One letter to one recipient that could not be delivered."""

    letter_id: str
    recipients: tuple[str, ...]  # as it was addressed, and where it was forwarded to
    is_final: bool  # there is no such mailbox, and trying again would not help
    problem: str


def read_reports(content: bytes) -> tuple[Report, ...]:
    """What a message reports; nothing if it is no delivery report of one of our letters."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    if message.get_content_type() != "multipart/report":
        return ()
    parts = [each for each in message.get_payload() if isinstance(each, Message)]
    letter_id = _id_in_address(message) or _id_in_letter(parts)
    if not letter_id:
        return ()
    fields = [block for part in parts for block in _recipient_blocks(part)]
    return tuple(_report(letter_id, block) for block in fields if _action(block) == "failed")


def _recipient_blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery-status part, without the first, about the message."""
    if part.get_content_type() != "message/delivery-status":
        return
    blocks = part.get_payload()
    if isinstance(blocks, list):
        yield from (each for each in blocks if isinstance(each, Message) and each["Action"])


def _report(letter_id: str, block: Message) -> Report:
    named = (block[name] for name in ("Original-Recipient", "Final-Recipient"))
    recipients = tuple(_value(each) for each in named if each)
    found = STATUS.search(str(block["Status"] or ""))
    status = found[0] if found else ""
    is_final = status.startswith("5.") and status not in PASSING and not status.startswith(LATER)
    said = _value(block["Diagnostic-Code"]) if block["Diagnostic-Code"] else ""
    return Report(letter_id, recipients, is_final, " ".join(f"{status} {said}".split())[:300])


def _action(block: Message) -> str:
    return str(block["Action"]).strip().lower()


def _value(field: object) -> str:
    """What stands behind the type: `rfc822; ada@example.org`."""
    kind, semicolon, value = str(field).partition(";")
    return " ".join((value if semicolon else kind).split()).strip("<>")


def _id_in_address(message: Message) -> str:
    for name in ("X-Original-To", "Delivered-To", "To"):
        for field in message.get_all(name, []):
            local = str(field).rpartition("<")[2].partition("@")[0]
            _bounces, plus, letter_id = local.partition("+")
            if plus and LETTER_ID.fullmatch(letter_id):
                return letter_id
    return ""


def _id_in_letter(parts: list[Message]) -> str:
    """The id in the Message-ID of the letter that the report quotes, whole or its head only."""
    for part in parts:
        quoted = _quoted(part)
        if quoted is not None and quoted["Message-ID"]:
            letter_id = str(quoted["Message-ID"]).strip().strip("<>").partition("@")[0]
            if LETTER_ID.fullmatch(letter_id):
                return letter_id
    return ""


def _quoted(part: Message) -> Message | None:
    kind, inside = part.get_content_type(), part.get_payload()
    if kind == "message/rfc822" and isinstance(inside, list) and isinstance(inside[0], Message):
        return inside[0]
    if kind in ("text/rfc822-headers", "message/rfc822-headers"):
        raw = part.get_payload(decode=True)
        return email.message_from_bytes(raw) if isinstance(raw, bytes) else None
    return None
