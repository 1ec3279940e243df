"""The audit pages: a draw step by step, a case from the declaration to the decision, the public."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

from django.test import Client

from recert.audits.actions import advance_audits, ask_for, note_item, send_answer
from recert.audits.models import (
    Ask,
    AskKind,
    AskState,
    Audit,
    AuditItem,
    AuditState,
    Conflict,
    Draw,
    DrawState,
    Judged,
    Message,
)
from recert.audits.queries import calendar_of, own_days_of
from recert.journal.actions import write
from recert.people.actions import appoint
from recert.people.models import Person, Role
from recert.rules.facts import DocumentKind
from recert.rules.sampling.verifying import verify
from recert.transcript.actions import add_evidence, attach_evidence
from recert.transcript.queries import documents_of
from tests.audits.scene import holder, renewed
from tests.cast import NOW, Cast, course, log, person
from tests.counting import counted
from tests.web.staff.conftest import As
from tests.web.staff.scene import picture

DESK = "/staff/acsm/audits"
PLAN = {
    "clause": "2025:audit",
    "title": "Audit of 2026",
    "moment": "at-once",
    "of": "approved",
    "since": "2026-01-01",
    "until": "2026-12-31",
    "renewed_since": "2025-11-21",
    "spare_cycles": "1",
    "share-ep": "100 %",
    "replace_within": "60 days",
    "appeal": "30 days",
    "stops_clock": "on",
    "reason": "The committee decided on 4 November.",
}


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def sent(client: Client, address: str, **form: str) -> tuple[int, str]:
    answer = client.post(address, form, follow=True)
    status = answer.redirect_chain[0][1] if answer.redirect_chain else answer.status_code
    return status, " ".join(answer.content.decode().split())


def drawn(cast: Cast, hal: Client) -> Draw:
    """A draw of everybody at one level, by the pages."""
    renewed(cast, "ep", "One Person")
    sent(hal, f"{DESK}/draws/new", **PLAN)
    found = Draw.objects.get()
    at = f"{DESK}/draws/{found.public_id}"
    for act in ({"act": "source", "secret": "on"}, {"act": "freeze"}, {"act": "draw"}):
        assert sent(hal, at, **act)[0] == 302
    advance_audits(at=NOW)
    found.refresh_from_db()
    return found


def answered(cast: Cast, hal: Client) -> Audit:
    drawn(cast, hal)
    audit = Audit.objects.get()
    whom: Any = {"by": holder(audit), "at": NOW, "public_id": audit.public_id}
    for item in audit.items.filter(activity__evidence=None):
        note_item(**whom, item_id=item.public_id, note="Lost in a move.")
    return send_answer(**whom)


def test_preparing_shows_what_the_clause_says_and_asks_the_rest(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    assert "No draw yet" in shown(hal, f"{DESK}/draws")
    assert "By which clause?" in shown(hal, f"{DESK}/draws/new")
    page = shown(hal, f"{DESK}/draws/new?clause=2025:audit")
    assert "how many per cent is not published" in page
    assert 'name="answer"' not in page  # thirty days, says the clause
    assert 'name="replace_within"' in page
    wrong = PLAN | {"share-ep": "many", "appeal": "soon", "light": "2", "reason": ""}
    wrong |= {"renewed_since": ""}
    status, page = sent(hal, f"{DESK}/draws/new", **wrong)
    assert status == 422
    for words in ("“10 %” or a number", "“30 days”, “3 months”", "less than 1"):
        assert words in page
    assert 'value="soon"' in page  # nothing typed is lost
    status, page = sent(hal, f"{DESK}/draws/new", **(PLAN | {"reason": ""}))
    assert (status, "Give your reason" in page) == (422, True)
    status, page = sent(hal, f"{DESK}/draws/new", **PLAN)
    assert (status, "announce where the chance comes from" in page) == (302, True)
    found = Draw.objects.get()
    assert found.terms["answer"] == {"years": 0, "months": 0, "days": 30}
    at = f"{DESK}/draws/{found.public_id}/change"
    assert 'value="60 days"' in shown(hal, at)
    sent(hal, at, **(PLAN | {"title": "Another title"}))
    found.refresh_from_db()
    assert found.title == "Another title"


def test_a_draw_is_public_from_its_announcement_to_its_record(cast: Cast, as_: As) -> None:
    hal, anybody = as_(cast.hal), Client()
    assert "No draw was announced yet" in shown(anybody, "/bodies/acsm/audits/")
    renewed(cast, "ep", "One Person")
    sent(hal, f"{DESK}/draws/new", **PLAN, taken="late", light="0.5")
    found = Draw.objects.get()
    at, public = f"{DESK}/draws/{found.public_id}", f"/bodies/acsm/audits/{found.public_id}"
    assert anybody.get(public).status_code == 404
    assert sent(hal, at, act="source")[0] == 422
    sent(hal, at, act="source", secret="on")
    found.refresh_from_db()
    assert found.commitment in shown(anybody, public)
    assert anybody.get(f"{public}/record.json").status_code == 404
    assert found.secret not in shown(anybody, public) + shown(hal, at)
    sent(hal, at, act="freeze")
    found.refresh_from_db()
    for told in (found.digest, "Approved on or after", "21 November 2025", "audited 1 cycle ago",
                 "applied late", "0.5"):  # fmt: skip
        assert told in shown(anybody, public), told
    assert found.secret not in shown(anybody, public) + shown(hal, at)
    sent(hal, at, act="draw")
    record = anybody.get(f"{public}/record.json")
    assert record["Content-Disposition"].startswith("attachment")
    assert verify(record.content.decode()) == ()
    assert "One Person" not in shown(anybody, public)
    assert "One Person" in shown(hal, f"{at}/people")
    assert sent(hal, at, act="cancel", reason=" ")[0] == 422
    sent(hal, at, act="cancel", reason="The list was wrong.")
    assert "The list was wrong." in shown(anybody, public)
    assert "Cancelled" in shown(anybody, "/bodies/acsm/audits/")


def test_no_evidence_before_the_declaration(cast: Cast, as_: As) -> None:
    audit = answered(cast, as_(cast.hal))
    whom, dan, at = holder(audit), as_(cast.hal), f"{DESK}/{audit.public_id}"
    photo = add_evidence(by=whom, at=NOW, name="my-card.png", content=picture("blue"))
    paper = documents_of(whom).get(kind=DocumentKind.CPR)
    attach_evidence(by=whom, at=NOW, public_id=photo.public_id, document_id=paper.public_id)
    (proof,) = [each for item in audit.items.all() for each in item.activity.evidence.all()]
    page = shown(dan, at)
    assert "Before you see the evidence" in page
    assert "CPR" in page[page.index("<h2>Documents</h2>") :]
    assert "my-card.png" not in page
    assert proof.public_id not in page
    item = audit.items.all()[0]
    assert "Declare first" in shown(dan, f"{at}/items/{item.public_id}")
    for closed in (f"{at}/proof/{proof.public_id}", f"{at}/pack.zip"):
        assert dan.get(closed).status_code == 302
    assert sent(dan, at, act="declare", conflict="no")[0] == 302
    assert dan.get(f"{at}/proof/{proof.public_id}").status_code == 200
    pack = b"".join(dan.get(f"{at}/pack.zip").streaming_content)  # type: ignore[attr-defined]
    names = zipfile.ZipFile(BytesIO(pack)).namelist()
    assert any(name.endswith("my-card.png") for name in names)  # the card it was renewed with
    assert "opened a proof" in shown(dan, at)
    assert "my-card.png" in shown(dan, at)
    assert sent(dan, at, act="declare", conflict="yes")[0] == 422
    sent(dan, at, act="declare", conflict="yes", says="We once shared an office.")
    assert "A colleague has to review it." in shown(dan, at)
    assert dan.get(f"{at}/proof/{proof.public_id}").status_code == 302


def test_judging_and_deciding_on_one_page(cast: Cast, as_: As) -> None:
    audit = answered(cast, as_(cast.hal))
    hal, at = as_(cast.hal), f"{DESK}/{audit.public_id}"
    assert "One Person" in shown(hal, DESK)
    sent(hal, at, act="declare", conflict="no")
    items = list(audit.items.all())
    judge = f"{at}/items/{items[2].public_id}"
    assert sent(hal, judge, judged="reject")[0] == 422
    assert sent(hal, judge, judged="reduce", reason="Half of it.", amount="x")[0] == 422
    for item in items[:2]:
        assert sent(hal, f"{at}/items/{item.public_id}", judged="accept")[0] == 302
    assert sent(hal, judge, judged="reject", reason="No proof.", clause="proof")[0] == 302
    page = shown(hal, at)
    assert 'value="20"' in page  # what is lost is what is owed
    status, page = sent(hal, at, act="determine", outcome="passed")
    assert (status, "20 is missing" in page) == (422, True)
    assert sent(hal, at, act="determine", outcome="replacing", reason="No proof.")[0] == 422
    status, page = sent(
        hal, at, act="determine", outcome="replacing", owed="20", reason="No proof.", clause="proof"
    )
    assert (status, "Replacement credit due" in page) == (302, True)
    audit.refresh_from_db()
    assert (audit.state, audit.due) == (AuditState.REPLACING, date(2027, 1, 20))
    assert "No audit is in this state" not in shown(hal, f"{DESK}?show=holder")


def test_what_is_asked_for_is_decided_on_the_page(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    drawn(cast, hal)
    audit = Audit.objects.get()
    ask = ask_for(by=holder(audit), at=NOW, public_id=audit.public_id, kind=AskKind.EXTENSION,
                  reason="I am abroad.", until=date(2027, 2, 1))  # fmt: skip
    at = f"{DESK}/{audit.public_id}"
    assert "I am abroad." in shown(hal, at)
    assert "One Person" in shown(hal, DESK)  # it waits for the body
    said = {"act": "ask", "ask": ask.public_id, "grant": "yes", "until": "2027-02-01"}
    assert sent(hal, at, **said)[0] == 422
    assert sent(hal, at, **said, answer="Of course.")[0] == 302
    audit.refresh_from_db()
    assert audit.due == date(2027, 2, 1)
    more = {"act": "time", "until": "2027-02-20"}
    assert sent(hal, at, **more, reason="")[0] == 422
    status, page = sent(hal, at, **more, reason="The post was on strike.")
    assert (status, "gave more time" in page) == (302, True)
    audit.refresh_from_db()
    assert audit.due == date(2027, 2, 20)
    for _click in range(2):
        sent(hal, at, act="message", text="Take your time.", key="once")
    assert audit.messages.count() == 1


def test_ones_own_case_is_for_a_colleague(cast: Cast, as_: As) -> None:
    audit = answered(cast, as_(cast.hal))
    whom: Person = holder(audit)
    appoint(person=whom, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    own, at = as_(whom), f"{DESK}/{audit.public_id}"
    page = shown(own, at)
    assert "nobody reviews an audit of their own" in page
    for act in ("declare", "determine", "impose", "reopen", "recommend", "return"):
        assert f'value="{act}"' not in page
    answer = own.post(at, {"act": "declare", "conflict": "no"})
    assert answer.status_code == 422
    audit.refresh_from_db()
    assert not audit.conflicts.exists()


def test_hostile_acts_are_no_acts(cast: Cast, as_: As) -> None:
    audit = answered(cast, as_(cast.hal))
    hal, at = as_(cast.hal), f"{DESK}/{audit.public_id}"
    for act in ("", "no-such", "ask", "impose"):
        assert hal.post(at, {"act": act, "ask": "x"}).status_code in (200, 422)
    assert hal.get(f"{at}/items/no-such").status_code == 404
    found = Draw.objects.get()
    assert hal.post(f"{DESK}/draws/{found.public_id}", {"act": "start"}).status_code == 302
    found.refresh_from_db()
    assert found.state == DrawState.DRAWN
    audit.refresh_from_db()
    assert audit.state == AuditState.ANSWERED


def test_working_days_of_the_body(cast: Cast, as_: As) -> None:
    hal, at = as_(cast.hal), f"{DESK}/working-days"
    assert sent(hal, at, act="keep", country="US", region="XX")[0] == 422
    status, page = sent(hal, at, act="keep", country="US", region="in")
    assert (status, "Thanksgiving" in page) == (302, True)
    kept = calendar_of(cast.acsm)
    assert kept is not None
    assert (kept.country, kept.region) == ("US", "IN")
    assert sent(hal, at, act="say", day="soon", says="x")[0] == 422
    status, page = sent(hal, at, act="say", day="2026-11-27", says="The day after")
    assert (status, "The day after" in page) == (302, True)
    sent(hal, at, act="unsay", day="2026-11-27")
    assert not own_days_of(cast.acsm)


def test_an_officer_says_on_the_page_who_reviews(cast: Cast, as_: As) -> None:
    hal, dan = as_(cast.hal), as_(cast.dan)
    audit = answered(cast, hal)
    at = f"{DESK}/{audit.public_id}"
    assert "Say who reviews it" in shown(hal, at)
    assert "Say who reviews it" not in shown(dan, at)
    assert sent(hal, at, act="assign", to=cast.gus.public_id)[0] == 422  # takes money only
    assert sent(hal, at, act="assign", to=cast.dan.public_id)[0] == 302
    page = shown(hal, at)
    assert "Let somebody else review it" in page
    assert "said who reviews it" in page
    assert sent(dan, at, act="assign", to=cast.hal.public_id)[0] == 422
    audit.refresh_from_db()
    assert audit.reviewer == cast.dan
    assert audit.renewal is not None
    application = shown(dan, f"/staff/acsm/applications/{audit.renewal.public_id}")
    assert f'href="{at}"' in application
    assert "Set to $0: A test." in application  # what was decided by hand is told afterwards, too


def test_a_case_takes_as_many_queries_however_much_is_in_it(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    audit = answered(cast, hal)
    page = f"{DESK}/{audit.public_id}"
    sent(hal, page, act="declare", conflict="no")
    grow(audit, cast, 2)
    with counted() as few:
        hal.get(page)
    grow(audit, cast, 12)
    with counted() as many:
        hal.get(page)
    assert len(many) == len(few)
    gathered = [each for each in few if "transcript_entryruling" in each["sql"]]
    assert len(gathered) == 1  # the same facts are not gathered for each way to look at them


def grow(audit: Audit, cast: Cast, many: int) -> None:
    """More of everything a case can hold: judged, replaced, asked, said, declared, proved."""
    whom = holder(audit)
    state = Audit.objects.filter(pk=audit.pk)
    state.update(state=AuditState.REPLACED, owed_grains=18_000)
    for number in range(many):
        start = audit.items.count()
        entry = log(whom, course(f"More {start}", date(2025, 5, 5), "0.1"))
        proof = add_evidence(by=whom, at=NOW, name=f"{start}.png", content=picture(f"#{start:06x}"))
        attach_evidence(by=whom, at=NOW, public_id=proof.public_id, activity_id=entry.public_id)
        AuditItem.objects.create(
            audit=audit, activity=entry, claimed_grains=1, is_replacement=bool(number % 2),
            judged=Judged.REJECT, reason="No.", clause="proof", judged_by=cast.hal,
        )  # fmt: skip
        Message.objects.create(audit=audit, by=whom, is_from_body=False, text="?", at=NOW)
        Ask.objects.create(
            audit=audit, kind=AskKind.EXTENSION, reason="Ill.", asked_at=NOW,
            state=AskState.DENIED, decided_by=cast.hal, decided_at=NOW, answer="No.",
        )  # fmt: skip
        reader = person(f"Reader{start} Roe")
        appoint(person=reader, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
        Conflict.objects.create(audit=audit, reviewer=reader, has_conflict=bool(number % 2), at=NOW)
        set_aside(audit, start)


def set_aside(audit: Audit, number: int) -> None:
    """A line in the history by somebody else each time."""
    write(at=NOW, by=f"nobody-{number}", code="audits.noted", subject=audit.subject,
          body="acsm", person=holder(audit).public_id)  # fmt: skip
