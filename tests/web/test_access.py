"""The doors of the desks: who is asked to sign in, and who learns nothing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from recert.people.models import Person
from recert.people.queries import Duty
from recert.web.access import DeskRequest, MemberRequest, desk_for_staff, signed_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def request_by(who: Person | AnonymousUser) -> DeskRequest:
    request = RequestFactory().get("/desk/acsm/")
    request.user = who
    return request  # type: ignore[return-value]


@desk_for_staff(Duty.MONEY)
def money_view(request: DeskRequest) -> HttpResponse:
    return HttpResponse(f"{request.desk.body.slug} {' '.join(sorted(request.desk.duties))}")


@signed_in
def own_view(request: MemberRequest) -> HttpResponse:
    return HttpResponse(request.user.name)


def test_who_is_not_signed_in_is_asked_to_and_comes_back(cast: Cast) -> None:
    for answer in (
        own_view(request_by(AnonymousUser())),
        money_view(request_by(AnonymousUser()), slug="acsm"),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/account/login/?next=/desk/acsm/"


def test_who_is_signed_in_comes_in(cast: Cast) -> None:
    assert own_view(request_by(cast.ada)).content == b"Ada Ruiz"


def test_staff_with_the_duty_come_to_their_desk(cast: Cast) -> None:
    assert money_view(request_by(cast.gus), slug="acsm").content == b"acsm enter money reports"


@pytest.mark.parametrize("who", ["ada", "eve", "dan", "fay"])
def test_for_everybody_else_there_is_no_such_desk(cast: Cast, who: str) -> None:
    with pytest.raises(Http404):
        money_view(request_by(getattr(cast, who)), slug="acsm")


def test_a_missing_body_looks_the_same(cast: Cast) -> None:
    with pytest.raises(Http404):
        money_view(request_by(cast.gus), slug="none")
