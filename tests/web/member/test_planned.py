"""What to do next, on home for everything held and on each certification's own page."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def plan_on(page: str) -> str:
    """The part of a page that tells the plan; empty where it has none."""
    _, _, after = page.partition('aria-labelledby="plan"')
    return after.partition("</section>")[0]


def test_home_says_what_to_do_and_which_certifications_each_serves(cast: Cast, ada: Client) -> None:
    plan = plan_on(page_of(ada, "/me/"))
    assert "What to do next" in plan
    assert "They do the work of" in plan
    assert f"/me/certifications/{cast.ada_acsm.public_id}/" in plan
    assert max(part.count("<a ") for part in plan.split("<li>")) > 1


def test_a_certification_shows_its_own_part(cast: Cast, ada: Client) -> None:
    address = f"/me/certifications/{cast.ada_acsm.public_id}/"
    plan = plan_on(page_of(ada, address))
    served = plan.split("<li>")[1:]
    assert served
    assert all(address in part for part in served)


def test_who_has_all_it_takes_is_shown_no_plan(cast: Cast, client: Client) -> None:
    client.force_login(cast.carol)
    assert plan_on(page_of(client, "/me/")) == ""
    assert plan_on(page_of(client, f"/me/certifications/{cast.carol_acsm.public_id}/")) == ""


def test_who_holds_nothing_is_shown_no_plan(cast: Cast, client: Client) -> None:
    client.force_login(cast.eve)
    assert plan_on(page_of(client, "/me/")) == ""
