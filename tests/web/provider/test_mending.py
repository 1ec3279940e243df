"""Missing and wrong credit on the pages of all three desks, from the question to the answer."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recert.completions.correcting import void
from recert.completions.models import Completion, Dispute, Effect, Recall, RecallRule
from recert.completions.recall_work import advance_recalls
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import DAY, cueing, line, renewed, sent, set_birthdays
from tests.teaching import Teaching
from tests.transcript.files import pdf
from tests.web.provider.conftest import As


def test_i_was_there_and_it_is_not_here(teaching: Teaching, as_: As) -> None:
    cast, lab = teaching.cast, teaching.lab
    ada = as_(cast.ada)
    ask = reverse("member:reported_missing", args=[teaching.course.public_id])
    assert ada.post(ask, {"completed": "2030-01-01", "key": "f"}).status_code == 422
    proof = SimpleUploadedFile("certificate.pdf", pdf(), "application/pdf")
    said = {"completed": DAY.isoformat(), "text": "Front row", "key": "f", "proof": proof}
    assert ada.post(ask, said).status_code == 302
    own = transcript_of(cast.ada).get(completed=DAY)
    assert (own.reported_by, own.evidence.count()) == ("self", 1)
    dispute = Dispute.objects.get()
    desk = as_(teaching.pia)
    page = reverse("provider:dispute", args=[lab.slug, dispute.public_id])
    assert "Disputes to answer" in desk.get(reverse("provider:home", args=[lab.slug])).text
    assert "Front row" in desk.get(page).text
    refused = desk.post(page, {"does": "disagree", "answer": " "})
    assert refused.status_code == 422
    assert desk.post(page, {"does": "agree", "answer": "We lost a page."}).status_code == 302
    entry = transcript_of(cast.ada).get(completed=DAY)
    assert (entry.reported_by, entry.evidence.count()) == ("provider", 1)
    told = ada.get(reverse("member:credit_dispute", args=[dispute.public_id])).text
    assert "Put right" in told
    assert "We lost a page." in told
    its_page = ada.get(reverse("member:activity", args=[entry.public_id])).text
    assert "Reported by Movement Lab" in its_page
    assert "This is wrong" in its_page


def test_a_wrong_row_corrected_after_a_renewal_used_it(teaching: Teaching, as_: As) -> None:
    cast = teaching.cast
    old = cueing(teaching)
    renewed(teaching)
    void(by=teaching.nia, at=NOW, completion=old, reason="She left at noon")
    effect = Effect.objects.get()
    dan = as_(cast.dan)
    page = reverse("staff:effect", args=["acsm", effect.public_id])
    shown = dan.get(page).text
    assert "She left at noon" in shown
    assert "15 CECs" in shown
    assert old.activity is not None
    entry = reverse("member:activity", args=[old.activity.public_id])
    assert "It waits until a body has decided" in as_(cast.carol).get(entry).text
    kept = dan.post(page, {"choice": "owed", "reason": "Make it good"})
    assert kept.status_code == 422
    assert "Make it good" in kept.text
    said = {"choice": "owed", "owed": "15", "reason": "Make it good"}
    assert dan.post(page, said).status_code == 302
    assert "Credit is owed in the present cycle: 15 CECs" in dan.get(page).text
    read = as_(cast.carol).get(entry).text
    assert "Make it good" in read
    assert reverse("member:appeal_new", args=["effect", effect.public_id]) in read


def test_a_course_is_recalled_from_its_page(teaching: Teaching, as_: As) -> None:
    set_birthdays(teaching)
    sent(teaching, line())
    hal = as_(teaching.cast.hal)
    new = reverse("staff:recall_new", args=["acsm"])
    said = {
        "course": teaching.course.public_id, "since": "2026-11-01", "until": "2026-11-30",
        "rule": RecallRule.FROM_DAY.value, "reason": "The slides were wrong",
    }  # fmt: skip
    assert hal.post(new, said).status_code == 422
    assert hal.post(new, {**said, "day": "2026-11-10"}).status_code == 302
    recall = Recall.objects.get()
    page = reverse("staff:recall", args=["acsm", recall.public_id])
    assert "Exercise Physiologist" in hal.get(page).text
    hal.post(reverse("staff:recall_declare", args=["acsm", recall.public_id]))
    while advance_recalls(at=NOW):
        pass
    assert "Credit taken" in hal.get(page).text
    read = as_(teaching.nia).get(
        reverse("provider:recall", args=[teaching.lab.slug, recall.public_id])
    )
    assert "The slides were wrong" in read.text
    assert "Take the recall back" not in read.text


def test_a_body_says_whose_number_was_meant(teaching: Teaching, as_: As) -> None:
    slip = sent(teaching)  # nobody has said a birthday
    hal = as_(teaching.cast.hal)
    page = reverse("staff:unmatched_one", args=["acsm", slip.public_id])
    assert "104233" in hal.get(reverse("staff:unmatched", args=["acsm"])).text
    assert hal.post(page, {"certification": "nobody"}).status_code == 422
    chosen = {"certification": teaching.cast.ada_acsm.public_id}
    assert hal.post(page, chosen).status_code == 302
    assert Completion.objects.get().person == teaching.cast.ada
