"""A system at the desk: its secret shown once, narrowed, linked, replaced, closed."""

from __future__ import annotations

import re

from recert.catalogue.actions import source_by_key
from recert.catalogue.models import Source, SourceKind
from tests.cast import NOW
from tests.completions.scene import line, send, set_birthdays
from tests.teaching import Teaching
from tests.web.provider.conftest import As

DESK = "/provider/movement-lab/systems"


def test_a_system_from_its_entry_to_its_end(teaching: Teaching, as_: As) -> None:
    set_birthdays(teaching)
    nia = as_(teaching.nia)
    assert "Nothing reports by itself yet" in nia.get(DESK).content.decode()
    wrong = nia.post(f"{DESK}/new", {"name": "Canvas", "kind": "webhook", "courses": "ML-404"})
    assert wrong.status_code == 422
    assert "You have no course with this number: ML-404." in wrong.content.decode()
    assert not Source.objects.exists()

    entered = nia.post(f"{DESK}/new", {"name": "Canvas", "kind": "webhook", "courses": "ML-101"})
    assert entered.headers["Cache-Control"] == "no-store"
    (secret,) = re.findall(r"rsk_[0-9a-f]{48}", entered.content.decode())
    source = Source.objects.get()
    its = f"{DESK}/{source.public_id}"
    send(teaching, line(), source=source, key="h1")
    page = nia.get(its).content.decode()
    assert secret not in page
    assert f"/api/hooks/{source.key}" in page
    assert "In the transcript: 1" in page

    wrong = nia.post(its, {"act": "links", "links": "8812 = ML-101\n8813"})
    assert wrong.status_code == 422
    assert "This line is not whole: 8813." in wrong.content.decode()
    assert "8812 = ML-101" in wrong.content.decode()  # nothing typed is lost
    nia.post(its, {"act": "links", "links": "8812 = ML-101\na=b = ML-101"})
    nia.post(its, {"act": "scope", "courses": ""})
    source.refresh_from_db()
    assert source.mapping["courses"] == {"8812": "ML-101", "a=b": "ML-101"}
    assert not source.courses.exists()

    again = nia.post(its, {"act": "rotate"}).content.decode()
    (newer,) = re.findall(r"rsk_[0-9a-f]{48}", again)
    assert source_by_key(SourceKind.WEBHOOK, source.key, secret) is None
    assert source_by_key(SourceKind.WEBHOOK, source.key, newer) == source
    assert nia.post(its, {"act": "close"}).status_code == 302
    assert "Make a new secret" not in nia.get(its).content.decode()
    source.refresh_from_db()
    assert source.closed_at == NOW
    for whom in (teaching.oto, teaching.pia, teaching.cast.hal):
        assert as_(whom).get(its).status_code == 404
