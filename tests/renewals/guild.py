"""An invented guild whose policy sells parts, a plan for life and more time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.payments.actions import pay_in_sandbox, set_terms
from recert.payments.models import Invoice, Payment
from recert.people.actions import appoint, register_body
from recert.people.models import Body, Person, Role
from recert.renewals.actions import begin_renewal
from recert.renewals.models import Renewal
from recert.rulebooks.actions import publish_edition
from tests.cast import person

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)

GUILD = """
body: guild
name: Guild of Test
edition: "1"
in-force: {from: 2020-01-01, by: filing}
unit: {name: CEC}
zone: UTC
currency: CAD
own: [guild]
credentials:
  cpt: {name: Trainer}
sources:
  P: {title: Handbook, address: "https://guild.example/handbook", read: 2026-01-01}
clauses:
  cycle:
    cycle: {length: 2 years}
    says: Two years.
    source: P
  ethics:
    gate: {asks: Is the trainer in good standing?}
    says: In good standing.
    source: P
  renewal-fee:
    fee: {for: renewal, prices: "100.00", parts: {number: 3, every: 1 month, missed: all-due}}
    says: A hundred, or three parts a month apart; after a missed one the rest is due.
    source: P
  tax:
    fee: {for: tax, percent: "13"}
    says: Thirteen per cent tax is added.
    source: P
  life:
    fee: {for: plan, prices: "399.00", waives: [renewal-fee, tax]}
    says: Pay once, renew free.
    source: P
  more-time:
    fee: {for: extension, prices: "99.00", extends: 60 days}
    says: Sixty more days for 99, asked before the last day.
    source: P
"""


@dataclass(frozen=True, slots=True)
class Guild:
    """The guild's owner, and a holder in the last weeks of the cycle."""

    body: Body
    owner: Person
    mia: Person
    held: Certification


def found_guild() -> Guild:
    """Olga founds it; Mia holds a certification there."""
    owner, mia = person("Olga Owner"), person("Mia Member")
    body = register_body(
        slug="guild", name="Guild of Test", zone="UTC", currency="CAD", by=None, at=NOW
    )
    appoint(person=owner, body=body, role=Role.OWNER, by=None, at=NOW)
    publish_edition(body=body, text=GUILD, by=owner, at=NOW, cases_text="", name="guild.yaml")
    held = register_certification(
        by=owner, at=NOW, person=mia, body=body, credential="cpt", level="",
        certified=date(2025, 1, 1), expires=date(2026, 12, 31), number="7",
    )  # fmt: skip
    return Guild(body, owner, mia, held)


def begun(guild: Guild) -> Renewal:
    return begin_renewal(by=guild.mia, at=NOW, certification_id=guild.held.public_id)


def pay(guild: Guild, invoice: Invoice) -> Payment:
    return pay_in_sandbox(by=guild.mia, at=NOW, public_id=invoice.public_id)


def say(guild: Guild, refused: str, withdrawn: str, words: str = "") -> None:
    set_terms(
        by=guild.owner, at=NOW, body_slug="guild", when_refused=refused,
        when_withdrawn=withdrawn, refund_words=words,
    )  # fmt: skip
