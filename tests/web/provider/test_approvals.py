"""From opening a provider to an approval anybody can look up, by the pages of all three desks."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from recert.catalogue.models import Provider, ProviderApproval, ProviderInvitation
from recert.journal.queries import lines_about
from recert.payments.models import Invoice
from tests.cast import NOW, TODAY
from tests.teaching import Teaching
from tests.transcript.files import pdf
from tests.web.provider.conftest import As


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_from_opening_to_the_public_list(teaching: Teaching, as_: As) -> None:
    cast = teaching.cast
    eve, fay = as_(cast.eve), as_(cast.fay)
    wrong = eve.post("/provider/open", {"name": " ", "zone": "UTC", "about": "Kept"})
    assert wrong.status_code == 422
    assert "Kept" in wrong.content.decode()
    assert eve.post("/provider/open", {"name": "Eve’s School", "zone": "UTC"}).status_code == 302
    school = Provider.objects.get(name="Eve’s School")
    desk = f"/provider/{school.slug}"
    assert "Nothing waits for you" in shown(eve, f"{desk}/")
    assert "Eve’s School" in shown(eve, "/me/account/")  # the way back, from anywhere
    assert "No body has approved you yet" in shown(eve, f"{desk}/approvals")
    assert as_(cast.ben).get(f"/providers/{school.slug}").status_code == 404  # nothing to show yet

    fay.post("/staff/action/approval/terms", {
        "asks_provider_approval": "on", "years": "2", "report_days": "30", "promise_days": "45",
        "words": "Tell us who teaches.",
    })  # fmt: skip
    page = shown(eve, f"{desk}/approvals/apply/action")
    for word in ("Tell us who teaches.", "within 45 days", "for 2 years", "costs nothing"):
        assert word in page, word
    sent = eve.post(f"{desk}/approvals/apply/action", {"text": "Two teachers.",
                                                       "topics": ["ethics"]})  # fmt: skip
    approval = ProviderApproval.objects.get(provider=school)
    its = f"{desk}/approvals/{approval.public_id}"
    assert sent["Location"] == its
    assert "not sent" in shown(eve, f"{desk}/")
    eve.post(f"{its}/papers", {"papers": [SimpleUploadedFile("plan.pdf", pdf()),
                                          SimpleUploadedFile("virus.exe", b"MZ")]})  # fmt: skip
    page = shown(eve, its)
    assert "plan.pdf" in page
    assert "virus.exe: " in page
    paper = approval.files.get()
    assert eve.get(f"{its}/papers/{paper.public_id}")["Content-Type"] == "application/pdf"
    assert "No provider waits" in shown(fay, "/staff/action/providers")
    eve.post(f"{its}/send")
    assert "It is to be decided by 5 January 2027." in shown(eve, its)

    assert "Providers to approve" in shown(fay, "/staff/action/")
    assert "Eve’s School" in shown(fay, "/staff/action/providers")
    at = f"/staff/action/providers/{approval.public_id}"
    page = shown(fay, at)
    for word in ("Two teachers.", "Ethics", "plan.pdf", 'value="2026-11-21"', 'value="2028-11-20"',
                 "you mean to decide by 5 January 2027"):  # fmt: skip
        assert word in page or word.lower() in page, word
    assert fay.get(f"{at}/papers/{paper.public_id}").status_code == 200
    assert "catalogue.provider-paper-opened" in {
        each.code for each in lines_about(f"provider-approval:{approval.public_id}")
    }
    fay.post(at, {"act": "return", "reason": "Send their diplomas."})
    assert "Send their diplomas." in shown(eve, f"{desk}/")
    eve.post(f"{its}/send")
    grant = {
        "act": "approve", "since": "2026-11-21", "until": "2028-11-20", "number": "A-7",
        "topics": ["ethics"], "unit": "cec", "an_hour": "0,1", "report_days": "30",
    }  # fmt: skip
    wrong = fay.post(at, grant)
    assert wrong.status_code == 422
    assert "0,1" in wrong.content.decode()
    assert fay.post(at, {**grant, "an_hour": "0.1"}).status_code == 302
    for page in (shown(eve, its), shown(eve, f"{desk}/approvals"),
                 shown(Client(), f"/providers/{school.slug}")):  # fmt: skip
        for word in ("A-7", "20 November 2028", "an hour earns 0.1 CECs", "Within 30 days"):
            assert word in page, word
    listed = shown(Client(), "/bodies/action/providers/")
    assert "Eve’s School" in listed
    assert "ethics" in listed
    assert "Eve’s School" not in shown(Client(), "/bodies/acsm/providers/")


def test_an_application_with_a_fee_goes_out_when_the_bill_is_paid(
    teaching: Teaching, as_: As, settings: Settings
) -> None:
    settings.SANDBOX = True
    nia, fay = as_(teaching.nia), as_(teaching.cast.fay)
    fay.post("/staff/action/approval/terms", {"asks_provider_approval": "on"})
    fees = "/staff/action/approval/fees"
    assert fay.post(fees, {"provider_cents": "a lot", "course_cents": "0"}).status_code == 422
    fay.post(fees, {"provider_cents": "250.00", "course_cents": "0"})
    desk = "/provider/movement-lab/approvals"
    assert "$250" in shown(nia, desk)
    nia.post(f"{desk}/apply/action", {"text": "We teach trainers."})
    approval = ProviderApproval.objects.get(provider=teaching.lab, body=teaching.cast.action)
    its = f"{desk}/{approval.public_id}"
    assert "Ask for the bill" in shown(nia, its)
    nia.post(f"{its}/send")
    bill = Invoice.objects.get(public_id=ProviderApproval.objects.get(pk=approval.pk).invoice)
    assert f"/me/bills/{bill.public_id}" in shown(nia, its)
    assert "No provider waits" in shown(fay, "/staff/action/providers")
    assert nia.post(f"/me/bills/{bill.public_id}/practice").status_code == 302
    assert "Movement Lab" in shown(fay, "/staff/action/providers")


def test_suspending_is_seen_everywhere_and_lifted(teaching: Teaching, as_: As) -> None:
    hal, nia, dan = as_(teaching.cast.hal), as_(teaching.nia), as_(teaching.cast.dan)
    at = f"/staff/acsm/providers/{teaching.lab_at_acsm.public_id}"
    assert "Suspend or end it" in shown(hal, at)
    assert "Suspend or end it" not in shown(dan, at)
    wrong = hal.post(f"{at}/standing", {"act": "suspend", "since": "2026-11-20", "reason": "Late"})
    assert wrong.status_code == 422
    assert "begins today at the earliest" in wrong.content.decode()
    hal.post(f"{at}/standing", {"act": "suspend", "since": str(TODAY), "reason": "Reports late."})
    assert "suspended your approval" in shown(nia, "/provider/movement-lab/")
    assert "Reports late." in shown(
        nia, f"/provider/movement-lab/approvals/{teaching.lab_at_acsm.public_id}"
    )
    assert "Movement Lab" not in shown(Client(), "/bodies/acsm/providers/")
    assert "Suspended" in shown(Client(), "/providers/movement-lab")
    assert "Suspended" in shown(hal, "/staff/acsm/providers", show="all")
    hal.post(f"{at}/standing", {"act": "lift", "reason": "All is in."})
    assert "Movement Lab" in shown(Client(), "/bodies/acsm/providers/")
    hal.post(f"{at}/standing", {"act": "end", "last_day": str(TODAY), "reason": "They closed."})
    assert "They closed." in shown(hal, at)


def test_an_approval_that_ends_soon_is_counted_down(
    teaching: Teaching, as_: As, settings: Settings
) -> None:
    settings.RECERT_NOW = NOW + timedelta(days=400)  # 26 December 2027
    page = shown(as_(teaching.nia), "/provider/movement-lab/")
    assert "Your approval by American College of Sports Medicine ends" in page
    assert "31 December 2027, in 5 days" in page


def test_nobody_who_works_there_decides(teaching: Teaching, as_: As) -> None:
    cast = teaching.cast
    hal = as_(cast.hal)
    hal.post("/staff/acsm/approval/terms", {"asks_provider_approval": "on"})
    nia = as_(teaching.nia)
    nia.post("/provider/movement-lab/approvals/apply/acsm", {"text": "Again."})
    approval = ProviderApproval.objects.get(provider=teaching.lab, state="draft")
    nia.post(f"/provider/movement-lab/approvals/{approval.public_id}/send")
    nia.post("/provider/movement-lab/team", {"email": cast.dan.email, "role": "instructor"})
    at = f"/staff/acsm/providers/{approval.public_id}"
    dan = as_(cast.dan)
    page = shown(dan, at)
    assert "You work at this provider" in page
    assert 'value="approve"' not in page
    refused = dan.post(at, {"act": "approve", "since": "2028-01-01"})
    assert "You work at this provider" in refused.content.decode()
    assert "A colleague sees to Movement Lab" in shown_after(
        hal, at, {"act": "apart", "says": "I taught there."}
    )
    assert (
        "conflict of interest" in hal.post(at, {"act": "refuse", "reason": "No."}).content.decode()
    )
    approval.refresh_from_db()
    assert approval.state == "submitted"


def shown_after(client: Client, address: str, sent: dict[str, str]) -> str:
    return client.post(address, sent, follow=True).content.decode()


def test_a_body_goes_to_its_own_courses(teaching: Teaching, as_: As) -> None:
    assert as_(teaching.cast.hal).post("/staff/acsm/providers/own")["Location"] == "/provider/acsm/"
    fay = as_(teaching.cast.fay)
    assert fay.post("/staff/action/providers/own")["Location"] == "/provider/action/"
    assert "need no approval" not in shown(fay, "/provider/action/approvals")
    assert "itself counts there" in shown(fay, "/provider/action/approvals")


def test_the_team_is_the_owners(teaching: Teaching, as_: As) -> None:
    nia = as_(teaching.nia)
    team = "/provider/movement-lab/team"
    nia.post(team, {"email": "new@example.org", "role": "coordinator"})
    assert "new@example.org" in shown(nia, team)
    invitation = ProviderInvitation.objects.get()
    nia.post(f"{team}/invitations/{invitation.public_id}/withdraw")
    assert "new@example.org" not in shown(nia, team)
    refused = nia.post(f"{team}/{teaching.nia.public_id}/dismiss", follow=True)
    assert "only owner" in refused.content.decode()
    nia.post(f"{team}/{teaching.pia.public_id}/dismiss")
    assert as_(teaching.pia).get("/provider/movement-lab/").status_code == 404
    assert as_(teaching.oto).get(team).status_code == 404


def test_what_was_approved_before_is_entered(teaching: Teaching, as_: As) -> None:
    dan = as_(teaching.cast.dan)
    sent = {"provider": "nowhere", "act": "approve", "since": "2024-01-01", "number": "Old-1"}
    wrong = dan.post("/staff/acsm/providers/enter", sent)
    assert wrong.status_code == 422
    assert "There is no such provider here" in wrong.content.decode()
    entered = dan.post("/staff/acsm/providers/enter", {**sent, "provider": "movement-lab"})
    assert "Old-1" in shown(dan, entered["Location"])
