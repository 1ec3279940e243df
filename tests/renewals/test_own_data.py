"""One's own data: all of it handed over, and forgotten as far as decisions allow."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from recert.credentials.actions import affirm
from recert.credentials.models import Certification
from recert.enquiries.actions import answer, ask
from recert.enquiries.models import Enquiry
from recert.lib.refusals import Refused
from recert.notices.actions import set_preference
from recert.notices.models import Notice
from recert.notices.queries import notices_of
from recert.payments.actions import pay_in_sandbox
from recert.people.models import Person
from recert.renewals.actions import approve, attest, begin_renewal, invoice_renewal, submit
from recert.renewals.erasure import erase, open_matters
from recert.renewals.export import export_file, export_of
from recert.renewals.models import Renewal
from recert.transcript.actions import add_evidence, attach_evidence, open_petition
from recert.transcript.models import Activity, Document, Evidence
from recert.transcript.queries import transcript_of
from recert.verification.queries import public_status
from tests.cast import NOW, Cast, course, log
from tests.transcript.files import pdf


def submitted(cast: Cast) -> Renewal:
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    pay_in_sandbox(by=cast.carol, at=NOW, public_id=invoice.public_id)
    return submit(by=cast.carol, at=NOW, public_id=renewal.public_id)


def test_the_export_has_everything_of_one_person_and_nothing_of_others(cast: Cast) -> None:
    submitted(cast)
    evidence = add_evidence(by=cast.carol, at=NOW, name="summit.pdf", content=pdf("summit"))
    summit = transcript_of(cast.carol).get(title="Group Fitness Summit")
    attach_evidence(
        by=cast.carol, at=NOW, public_id=evidence.public_id, activity_id=summit.public_id
    )
    ask(by=cast.carol, at=NOW, body=cast.acsm, text="When will I hear from you?")
    set_preference(
        person_id=cast.carol.public_id, kind="renewal-due", email=False, days=(30,), at=NOW
    )
    export = export_of(cast.carol)
    for name in (
        "certifications",
        "affirmations",
        "activities",
        "awards",
        "documents",
        "evidence",
        "answers",
        "invoices",
        "payments",
        "renewals",
        "enquiries",
        "notices",
        "preferences",
        "journal",
    ):
        assert export[name], name
    text = json.dumps(export, cls=DjangoJSONEncoder)
    for other in (cast.ada, cast.ben, cast.eve):
        assert other.email not in text
        assert other.name not in text
    assert "md5" not in text  # the password's hash
    assert evidence.stored_as not in text


def test_the_file_carries_the_proof(cast: Cast) -> None:
    evidence = add_evidence(by=cast.carol, at=NOW, name="summit.pdf", content=pdf("summit"))
    with zipfile.ZipFile(io.BytesIO(export_file(cast.carol))) as archive:
        assert json.loads(archive.read("recert.json"))["person"]["email"] == "carol@example.org"
        assert archive.read(f"evidence/{evidence.public_id}-summit.pdf") == pdf("summit")


def test_what_is_open_is_closed_first(cast: Cast) -> None:
    submitted(cast)
    with pytest.raises(Refused, match="not decided yet"):
        erase(person=cast.carol, by=cast.carol, at=NOW)
    entry = log(cast.ada, course("Law", date(2026, 1, 5), "1"))
    open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="?",
    )
    begun = begin_renewal(by=cast.ada, at=NOW, certification_id=cast.ada_acsm.public_id)
    invoice_renewal(by=cast.ada, at=NOW, public_id=begun.public_id)
    assert len(open_matters(cast.ada)) == 2  # the petition and the invoice; a draft is nothing
    assert len(open_matters(cast.hal)) == 1  # ACSM's only owner
    assert open_matters(cast.eve) == []


def test_a_stranger_leaves_no_trace_but_a_pseudonym(cast: Cast) -> None:
    log(cast.eve, course("Hips", date(2026, 2, 2), "2"))
    erase(person=cast.eve, by=cast.eve, at=NOW)
    assert not Activity.objects.filter(person=cast.eve).exists()
    gone = Person.objects.get(pk=cast.eve.pk)
    assert (gone.name, gone.email) == ("", f"{gone.public_id}@erased.invalid")


def test_what_was_asked_by_the_address_alone_goes_too(cast: Cast) -> None:
    for email in ("eve@example.org", "else@example.org"):
        asked = ask(by=None, at=NOW, body=cast.acsm, text="Does it count?", email=email)
        answer(by=cast.hal, at=NOW, body_slug="acsm", public_id=asked.public_id, text="Yes.")
    erase(person=cast.eve, by=cast.eve, at=NOW)
    assert [row.email for row in Enquiry.objects.all()] == ["else@example.org"]
    answers = Notice.objects.filter(kind="enquiry-answered")
    assert [row.email for row in answers] == ["else@example.org"]


def test_what_was_affirmed_for_a_declared_certification_goes_with_it(cast: Cast) -> None:
    declared = cast.ada_ace
    assert not declared.is_confirmed
    affirm(by=cast.ada, at=NOW, certification=declared, to="truthful", cycle_end=date(2027, 6, 30))
    erase(person=cast.ada, by=cast.ada, at=NOW)
    assert not Certification.objects.filter(pk=declared.pk).exists()
    assert Certification.objects.filter(pk=cast.ada_acsm.pk).exists()  # the body stands behind it


def test_decisions_stay_without_the_person(cast: Cast) -> None:
    add_evidence(by=cast.carol, at=NOW, name="summit.pdf", content=pdf("summit"))
    renewal = submitted(cast)
    approve(by=cast.dan, at=NOW, body_slug="acsm", public_id=renewal.public_id)
    erase(person=cast.carol, by=cast.carol, at=NOW)
    renewal.refresh_from_db()
    assert renewal.state == "approved"
    assert renewal.certification.person.name == ""
    assert {row.title for row in Activity.objects.filter(person=cast.carol)} == {""}
    assert not Evidence.objects.filter(person=cast.carol).exists()
    assert not Document.objects.filter(person=cast.carol).exists()
    assert not notices_of(cast.carol.public_id).exists()
    assert public_status("acsm", "99120", NOW) == ()


def test_erasing_twice_is_once(cast: Cast) -> None:
    for _click in range(2):
        erase(person=cast.ben, by=cast.ben, at=NOW)
    assert Person.objects.get(pk=cast.ben.pk).erased_at == NOW
