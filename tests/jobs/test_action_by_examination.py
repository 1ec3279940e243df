"""ACTION, by examination: who holds the certificate moves up, who is certified is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from tests.cast import NOW, PASSWORD, Cast, person
from tests.conftest import Watch
from tests.jobs import member, newcomer, public, staff
from tests.jobs.conftest import OpenBrowser
from tests.jobs.papers import photograph

ACTION = "ACTION Certification"
CPT = "ACTION Certified Personal Trainer"
CARD = f"{CPT} (ACTION-CPT)"
REASON = "The page does not say from when; we count from the old last day."


def certificate_of_noa(cast: Cast) -> Certification:
    """Noa passed the examination online, and Fay has entered it."""
    return register_certification(
        by=cast.fay,
        at=NOW,
        person=person("Noa Adeyemi"),
        body=cast.action,
        credential="cpt",
        level="certificate",
        certified=date(2025, 2, 1),
        expires=date(2027, 1, 31),
        number="A-9001",
    )


def refusing(watch: Watch, certification: Certification) -> None:
    """The form to record an examination will come back with what is wrong."""
    watch.expect(422, f"/staff/action/register/{certification.public_id}/examination")


def test_the_certificate_becomes_a_certification(
    open_browser: OpenBrowser, watch: Watch, cast: Cast, tmp_path: Path
) -> None:
    noa, fay, certificate = open_browser(), open_browser(), certificate_of_noa(cast)
    refusing(watch, certificate)
    newcomer.sign_in(noa, certificate.person.email, PASSWORD)
    member.open_examination(noa, CARD)
    expect(noa.page.get_by_text("There is no application to file and no fee.")).to_be_visible()
    score = photograph(tmp_path, "score-report", "Passed")
    member.report_examination(noa, date(2026, 11, 12), score)

    newcomer.sign_in(fay, cast.fay.email, PASSWORD)
    staff.enter(fay, ACTION)
    staff.open_petition(fay, f"Examination: {CARD}")
    assert staff.view(fay, "score-report.jpg").ok
    staff.record_reported_examination(fay, None, "")
    expect(fay.page.get_by_role("alert")).to_contain_text("Enter its last day and your reason")
    staff.complete_examination(fay, date(2029, 1, 31), REASON)
    expect(fay.page.get_by_text("Recorded, and renewed.")).to_be_visible()
    staff.accept(fay, "Recorded from the test centre’s list.")

    member.open_certification(noa, CARD)
    main = noa.page.get_by_role("main")
    expect(main).to_contain_text("Certification")
    expect(main).to_contain_text("through 31 January 2029")
    expect(main).to_contain_text(REASON)
    member.go(noa, "Renewals")
    expect(noa.page.get_by_role("heading", name="Open")).to_have_count(0)
    expect(noa.page.get_by_role("heading", name="Past")).to_have_count(0)

    anybody = open_browser()
    public.check_by_number(anybody, ACTION, "A-9001")
    expect(public.answer(anybody)).to_contain_text(f"{CPT}, through 31 January 2029")
    expect(public.answer(anybody)).to_contain_text("certification")


def test_nobody_recertifies_by_the_same_examination_twice(
    open_browser: OpenBrowser, watch: Watch, cast: Cast
) -> None:
    ada, fay = open_browser(), open_browser()
    refusing(watch, cast.ada_action)
    newcomer.sign_in(ada, cast.ada.email, PASSWORD)
    member.open_examination(ada, CARD)
    expect(ada.page.get_by_text("Not open to you")).to_be_visible()
    expect(ada.page.get_by_role("main")).to_contain_text(
        "you cannot renew by sitting the same examination a second time"
    )
    expect(ada.page.get_by_role("button", name="Report it")).to_have_count(0)

    newcomer.sign_in(fay, cast.fay.email, PASSWORD)
    staff.enter(fay, ACTION)
    staff.find_in_register(fay, "Ada Ruiz")
    staff.record_examination(fay, date(2026, 11, 12), date(2029, 3, 31), REASON)
    expect(fay.page.get_by_role("alert")).to_contain_text("same examination a second time")
    member.open_certification(ada, CARD)
    history = ada.page.get_by_role("region", name="History")
    expect(history).to_contain_text("Certified")
    expect(history).not_to_contain_text("Renewed")
