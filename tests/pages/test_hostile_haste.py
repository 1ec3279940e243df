"""Every form that makes or decides something, sent twice in the very same moment: one effect.

Each click has a connection of its own, on SQLite as on PostgreSQL.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from recert.credentials.models import Certification, Ruling
from recert.enquiries.models import Enquiry
from recert.enrolments.models import Enrolment
from recert.journal.models import Line
from recert.payments.models import Invoice, Payment
from recert.people.models import StaffRole
from recert.renewals.models import Renewal, ReturnItem
from recert.transcript.models import Activity, Document, Evidence, Petition
from tests.pages.addresses import PAGES
from tests.pages.addresses.page import Page
from tests.pages.world import WORLD, World, client_of, everybody

CLICKS = 3

COUNTED = (Certification, Ruling, Enquiry, Invoice, Payment, StaffRole, Renewal, ReturnItem,
           Activity, Document, Evidence, Petition, Enrolment)  # fmt: skip

# What one click makes: rows by model, or else lines of the journal by their code.
EFFECTS: dict[str, dict[str, int]] = {
    "member:certification_add_of": {"Certification": 1},
    "member:document_add": {"Document": 1},
    "member:activity_log": {"Activity": 1},
    "member:activity_ask": {"Petition": 1},
    "member:renewal_begin": {"Renewal": 1},
    "member:renewal_practise": {"Payment": 1},
    "member:renewal_withdraw": {"renewals.withdrawn": 1},
    "member:petition": {"transcript.petition-answered": 1},
    "staff:return": {"ReturnItem": 1, "renewals.returned": 1},
    "staff:petition": {"transcript.petition-accepted": 1},
    "staff:register_enter": {"Certification": 1},
    "staff:register_confirm": {"credentials.confirmed": 1},
    "staff:ruling": {"Ruling": 1},
    "staff:ruling_end": {"credentials.ruling-ended": 1},
    "staff:examination": {"Activity": 1},
    "staff:invoice": {"Payment": 1},
    "staff:fee": {"renewals.fee-overruled": 1},
    "staff:refund_otherwise": {"Payment": 1},
    "staff:enquiry": {"enquiries.answered": 1},
    "staff:team": {"StaffRole": 1},
    "staff:dismiss": {"StaffRole": -1},
    "public:ask": {"Enquiry": 1},
    "member:enrol": {"Enrolment": 1, "Invoice": 1},
    "member:place_take": {"enrolments.enrolled": 1},
    "member:place_leave": {"enrolments.cancelled": 1},
    "provider:place_new": {"Enrolment": 1},
}

# What cannot be done any more after those.
OTHER_EFFECTS: dict[str, dict[str, int]] = {
    "member:activity_correct": {"Activity": 1},
    "staff:refuse": {"renewals.refused": 1},
    "staff:register_reject": {"credentials.rejected": 1},
}


@pytest.fixture
def world_at_once(transactional_db: None) -> World:
    """A world that other connections see."""
    return WORLD.set()


def counts() -> dict[str, int]:
    found = {model.__name__: model._default_manager.count() for model in COUNTED}
    for code in Line.objects.values_list("code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def click_together(clients: list[Client], at: str, form: dict[str, str]) -> list[int]:
    """Send a form from so many browsers in the same moment; the answers' statuses."""
    barrier = Barrier(len(clients))

    def click(client: Client) -> int:
        barrier.wait()
        try:
            return client.post(at, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(click, clients))


def page_named(name: str) -> Page:
    return next(page for page in PAGES if page.name == name)


@pytest.mark.slow
@pytest.mark.parametrize("effects", [EFFECTS, OTHER_EFFECTS], ids=("first", "other"))
def test_however_many_clicks_there_is_one_effect(
    world_at_once: World, effects: dict[str, dict[str, int]]
) -> None:
    world, people = world_at_once, everybody(world_at_once)
    wrong = {}
    for name, effect in effects.items():
        page = page_named(name)
        assert page.form is not None
        form = {
            **page.form(world),
            **({"key": "one-form"} if name == "member:activity_log" else {}),
        }
        who = page.reader
        clients = [client_of(people[who]) for _click in range(CLICKS)]
        before = counts()
        statuses = click_together(clients, page.at(world), form)
        after = counts()
        made = {each: after.get(each, 0) - before.get(each, 0) for each in effect}
        if made != effect or not set(statuses) <= {302, 404, 422}:
            wrong[name] = made, statuses
    assert wrong == {}
