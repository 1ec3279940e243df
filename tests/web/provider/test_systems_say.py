from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from recert.catalogue.actions.sources import open_source
from recert.catalogue.models import SourceKind
from recert.completions.from_statements.taking import advance_statements
from recert.completions.matching import advance_matching
from recert.completions.models import Completion, CompletionState, Retraction
from tests.cast import NOW
from tests.completions.scene import set_birthdays
from tests.pages.world_systems import COURSE, completed, say, set_systems
from tests.teaching import Teaching


def test_a_provider_links_courses_and_accounts_and_decides_what_is_taken_back(
    client: Client, teaching: Teaching
) -> None:
    set_birthdays(teaching)
    systems = set_systems(teaching)
    slug, source = teaching.lab.slug, systems.source
    client.force_login(teaching.nia)
    says = reverse("provider:system_says", args=[slug, source.public_id])
    page = client.get(says).content.decode()
    for words in (
        "Ethics, part 3", "Not linked: no credit", "Learner 7", "The completion was undone",
        "verbs/uncompleted",
    ):  # fmt: skip
        assert words in page

    account = reverse("provider:system_account", args=[slug, source.public_id, systems.waiting])
    wrong = client.post(account, {"body": "acsm", "number": "104233", "born": "01-01"})
    assert wrong.status_code == 422
    assert "We found nobody by this" in wrong.content.decode()
    sent = client.post(account, {"body": "acsm", "number": "104233", "born": "03-14"})
    assert sent.status_code == 302
    advance_matching(at=NOW)
    assert Completion.objects.filter(
        person=teaching.cast.ada, state=CompletionState.ACCEPTED
    ).exists()

    activity = reverse("provider:system_activity", args=[slug, source.public_id, systems.said])
    assert client.post(activity, {"course": teaching.workshop.public_id}).status_code == 422
    assert client.post(activity, {"course": ""}).status_code == 302
    assert client.get(says).content.decode().count("Not linked: no credit") == 2

    settle = reverse(
        "provider:system_retraction", args=[slug, source.public_id, systems.retraction.public_id]
    )
    assert client.post(settle, {"does": "keep"}).status_code == 302
    assert Retraction.objects.get().state == "kept"


@pytest.mark.parametrize("who", ["pia", "ada"])
def test_only_owners_see_it_and_only_of_systems_that_speak_xapi(
    client: Client, teaching: Teaching, who: str
) -> None:
    systems = set_systems(teaching)
    says = reverse("provider:system_says", args=[teaching.lab.slug, systems.source.public_id])
    client.force_login(teaching.pia if who == "pia" else teaching.cast.ada)
    assert client.get(says).status_code == 404
    other, _secret = open_source(
        by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug, kind=SourceKind.API, name="CRM"
    )
    client.force_login(teaching.nia)
    there = reverse("provider:system_says", args=[teaching.lab.slug, other.public_id])
    assert client.get(there).status_code == 404


def test_what_a_system_says_is_shown_as_letters(client: Client, teaching: Teaching) -> None:
    systems = set_systems(teaching)
    statement = completed("<b>9</b>", 5)
    statement["object"]["definition"]["name"] = {"en": "<script>x</script>"}
    say(systems.source, statement)
    advance_statements(at=NOW)
    client.force_login(teaching.nia)
    says = reverse("provider:system_says", args=[teaching.lab.slug, systems.source.public_id])
    page = client.get(says).content.decode()
    assert "<script>x" not in page
    assert f"{COURSE}5" in page
