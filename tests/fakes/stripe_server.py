"""A small Stripe on this machine: its form-encoded API, its page to pay at, signed messages.

The real library talks to it over HTTP. What it is told it keeps, what it has to tell it signs
by the real scheme and sends when a test says so: once, twice, late, in any order.
"""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

SECRET_KEY = "sk_test_fake"
WEBHOOK_SECRET = "whsec_fake"

Made = dict[str, Any]


class Fault(Exception):
    """An answer in Stripe's shape of an error."""

    def __init__(self, status: int, kind: str, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.shape = {"error": {"type": kind, "message": message, "code": code or None}}


@dataclass
class StripeServer:
    """What the stand-in knows; `events` are what it has to tell, oldest first."""

    url: str = ""
    sessions: dict[str, Made] = field(default_factory=dict)
    intents: dict[str, Made] = field(default_factory=dict)
    refunds: dict[str, Made] = field(default_factory=dict)
    events: list[Made] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # "POST /v1/refunds", each once more
    answers: dict[str, tuple[str, Made]] = field(default_factory=dict)  # by idempotency key
    failures: int = 0  # so many of the next answers are a 500
    declines_refunds: bool = False
    fee: int = 204
    clock: Callable[[], float] = time.time  # its own; a story may set it
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def _name(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):06d}"

    # ------------------------------------------------------------ what it is asked

    def answer(self, method: str, path: str, sent: Made, key: str) -> Made:
        """The answer to one request; a key that was used before gets its first answer."""
        with self._lock:
            self.asked.append(f"{method} {path}")
            if self.failures:
                self.failures -= 1
                raise Fault(500, "api_error", "Something went wrong on our end.")
            if key in self.answers:
                before, made = self.answers[key]
                if before != json.dumps(sent, sort_keys=True):
                    raise Fault(400, "idempotency_error", "Keys can only be used with the same.")
                return made
            made = self._route(method, path, sent)
            if key:
                self.answers[key] = json.dumps(sent, sort_keys=True), made
            return made

    def _route(self, method: str, path: str, sent: Made) -> Made:
        parts = path.removeprefix("/v1/").split("/")
        match (method, *parts):
            case ("POST", "checkout", "sessions"):
                return self._open(sent)
            case ("POST", "checkout", "sessions", id, "expire"):
                return self._expire(id)
            case ("GET", "payment_intents", id) if id in self.intents:
                return self.intents[id]
            case ("POST", "refunds"):
                return self._refund(sent)
        raise Fault(404, "invalid_request_error", f"No such thing: {path}", "resource_missing")

    def _open(self, sent: Made) -> Made:
        price = sent["line_items"]["0"]["price_data"]
        cents = int(price["unit_amount"]) * int(sent["line_items"]["0"]["quantity"])
        if cents < 50:
            raise Fault(400, "invalid_request_error", "Amount too small.", "amount_too_small")
        id = self._name("cs_test")
        self.sessions[id] = {
            "id": id,
            "object": "checkout.session",
            "url": f"{self.url}/c/pay/{id}",
            "amount_total": cents,
            "currency": price["currency"],
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "expires_at": int(self.clock()) + 24 * 3600,
            "metadata": sent.get("metadata", {}),
            "client_reference_id": sent.get("client_reference_id"),
            "success_url": sent["success_url"],
            "mode": sent["mode"],
            "livemode": False,
            "customer_details": {"email": "payer@example.org", "name": "Somebody Paying"},
            "of_intent": sent.get("payment_intent_data", {}),
        }
        return self.sessions[id]

    def _expire(self, id: str) -> Made:
        session = self.sessions[id]
        if session["status"] != "open":
            raise Fault(400, "invalid_request_error", "Only open sessions can be expired.")
        session["status"] = "expired"
        self._tell("checkout.session.expired", session)
        return session

    def _refund(self, sent: Made) -> Made:
        intent = self.intents.get(sent["payment_intent"])
        if intent is None:
            raise Fault(404, "invalid_request_error", "No such payment_intent", "resource_missing")
        if self.declines_refunds:
            raise Fault(400, "invalid_request_error", "Insufficient funds.", "balance_insufficient")
        return self.refund(intent["id"], int(sent["amount"]), sent.get("metadata", {}))

    # ------------------------------------------------------------ what happens there

    def pay(self, session_id: str) -> Made:
        """A card's holder pays on the page. Returns the payment."""
        session = self.sessions[session_id]
        if session["status"] != "open":
            raise Fault(410, "invalid_request_error", "This page is closed.")
        intent = {
            "id": self._name("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": session["amount_total"],
            "currency": session["currency"],
            "status": "succeeded",
            "metadata": session["of_intent"].get("metadata", {}),
            "latest_charge": {
                "id": self._name("ch"),
                "object": "charge",
                "billing_details": {"name": "Somebody Paying"},
                "balance_transaction": {
                    "id": self._name("txn"),
                    "object": "balance_transaction",
                    "fee": self.fee,
                    "currency": session["currency"],
                },
            },
        }
        self.intents[intent["id"]] = intent
        session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"]}
        told = intent | {"latest_charge": intent["latest_charge"]["id"]}
        self._tell("payment_intent.succeeded", told)
        self._tell("checkout.session.completed", session)
        return intent

    def refund(self, intent: str, cents: int, names: Made | None = None) -> Made:
        """Money goes back, ordered through the API or at Stripe's own desk."""
        made = {
            "id": self._name("re"),
            "object": "refund",
            "amount": cents,
            "currency": self.intents[intent]["currency"],
            "payment_intent": intent,
            "status": "succeeded",
            "metadata": names or {},
            "created": int(self.clock()),
        }
        self.refunds[made["id"]] = made
        self._tell("refund.created", made)
        return made

    def fail_refund(self, id: str) -> None:
        """The card does not take what was sent back."""
        self.refunds[id]["status"] = "failed"
        self._tell("refund.failed", self.refunds[id])

    def dispute(self, intent: str, status: str, id: str = "dp_1") -> Made:
        """A card's holder contests a payment, or their bank decides."""
        first = status in ("needs_response", "warning_needs_response")
        made = {
            "id": id,
            "object": "dispute",
            "amount": self.intents[intent]["amount"],
            "currency": self.intents[intent]["currency"],
            "payment_intent": intent,
            "status": status,
            "reason": "fraudulent",
            "evidence_details": {"due_by": int(self.clock()) + 7 * 24 * 3600},
            "created": int(self.clock()),
        }
        return self._tell("charge.dispute.created" if first else "charge.dispute.closed", made)

    # ------------------------------------------------------------ what it tells

    def _tell(self, kind: str, about: Made) -> Made:
        event = {
            "id": self._name("evt"),
            "object": "event",
            "type": kind,
            "created": int(self.clock()),
            "livemode": False,
            "data": {"object": json.loads(json.dumps(about))},
        }
        self.events.append(event)
        return event

    def told(self, kind: str) -> Made:
        """The newest event of a kind."""
        return next(each for each in reversed(self.events) if each["type"] == kind)

    def deliver(self, webhook: str, *events: Made) -> list[int]:
        """Send events to an address over HTTP, as signed messages. The answers' statuses."""
        return [self._post(webhook, event) for event in events]

    def _post(self, webhook: str, event: Made) -> int:
        payload, signature = signed(event)
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        with urlopen(Request(webhook, payload, headers), timeout=20) as answer:  # noqa: S310
            return int(answer.status)


def signed(
    event: Made, secret: str = WEBHOOK_SECRET, moment: int | None = None
) -> tuple[bytes, str]:
    """A message and its signature, by the scheme Stripe documents."""
    payload = json.dumps(event).encode()
    at = int(time.time()) if moment is None else moment
    mac = hmac.new(secret.encode(), f"{at}.".encode() + payload, sha256).hexdigest()
    return payload, f"t={at},v1={mac}"


def nested(pairs: list[tuple[str, str]]) -> Made:
    """Form fields such as a[b][c]=1 as the tables they stand for."""
    tree: Made = {}
    for name, value in pairs:
        *path, last = name.replace("]", "").split("[")
        place = tree
        for step in path:
            place = place.setdefault(step, {})
        place[last] = value
    return tree


class _Handler(BaseHTTPRequestHandler):
    stripe: StripeServer

    def do_GET(self) -> None:
        self._serve({})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._serve(nested(parse_qsl(self.rfile.read(length).decode())))

    def _serve(self, sent: Made) -> None:
        path = urlsplit(self.path).path
        try:
            if path.startswith("/c/pay/"):
                self._page(path.rpartition("/")[2])
                return
            if self.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
                raise Fault(401, "invalid_request_error", "Invalid API Key provided")
            key = self.headers.get("Idempotency-Key", "") if self.command == "POST" else ""
            made = self.stripe.answer(self.command, path, sent, key)
        except Fault as fault:
            self._write(fault.status, json.dumps(fault.shape), "application/json")
        else:
            self._write(200, json.dumps(made), "application/json")

    def _page(self, session: str) -> None:
        """The page for the card's number; sending its form pays."""
        if self.command == "POST":
            self.stripe.pay(session)
            self.send_response(303)
            self.send_header("Location", self.stripe.sessions[session]["success_url"])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        page = '<!doctype html><html lang="en"><title>Pay</title><form method="post">'
        page += '<link rel="icon" href="data:,"><button>Pay by card</button></form></html>'
        self._write(200, page, "text/html")

    def _write(self, status: int, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def stripe_server() -> Iterator[StripeServer]:
    """The stand-in, running until the block ends."""
    stripe = StripeServer()
    handler = type("Handler", (_Handler,), {"stripe": stripe})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    stripe.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stripe
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
