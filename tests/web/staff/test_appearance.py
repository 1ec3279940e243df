"""How a body appears, and who may say so; who comes to its desk without a second factor."""

from __future__ import annotations

import io

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pytest_django import Settings

from recert.people.models import Body, Logo
from tests.cast import Cast
from tests.transcript.files import picture
from tests.web.staff.conftest import As

AT = "/staff/acsm/appearance"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
SECRET = b"where it was taken"


def test_a_colour_nobody_could_read_is_refused_with_one_they_can(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    answer = hal.post(AT, {"accent": "#ffcc00", "accent_dark": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "too pale for light pages" in page
    near = page.split("people can read: ")[1][:7]
    assert hal.post(AT, {"accent": near, "accent_dark": "#202020"}).status_code == 422
    assert hal.post(AT, {"accent": near, "accent_dark": ""}).status_code == 302
    body = Body.objects.get(slug="acsm")
    assert body.accent == near
    assert body.accent_dark != near
    style = hal.get("/bodies/acsm/colours.css")
    assert style.headers["Content-Type"] == "text/css"
    assert f"--accent: light-dark({near}, {body.accent_dark});" in style.content.decode()
    for page_of_theirs in (AT, "/rulebooks/acsm/"):
        assert "/bodies/acsm/colours.css?" in hal.get(page_of_theirs).content.decode()
    assert "/bodies/acsm/" not in hal.get("/me/").content.decode()
    assert hal.get("/bodies/action/colours.css").status_code == 404
    assert hal.post(AT, {"accent": "red;}*{", "accent_dark": ""}).status_code == 422
    assert hal.post(AT, {"accent": "", "accent_dark": ""}).status_code == 302
    assert hal.get("/bodies/acsm/colours.css").status_code == 404


def test_a_logo_is_drawn_anew_and_an_svg_is_not_taken(cast: Cast, as_: As) -> None:
    hal = as_(cast.hal)
    hidden = picture("PNG", (2000, 500)) + SECRET
    assert hal.post(AT, {"logo": SimpleUploadedFile("l.png", hidden)}).status_code == 302
    logo = Logo.objects.get()
    assert (logo.width, logo.height) == (480, 120)
    answer = hal.get("/bodies/acsm/logo.png")
    assert SECRET not in answer.content
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "/bodies/acsm/logo.png?" in hal.get(AT).content.decode()
    for wrong in (SVG, b"x", b"\x89PNG\r\n\x1a\n", picture("PNG") + bytes(3 * 1024 * 1024)):
        refused = hal.post(AT, {"accent": "#0a4d3c", "logo": SimpleUploadedFile("l.png", wrong)})
        assert refused.status_code == 422
        assert 'id="id_logo-error"' in refused.content.decode()
    assert Body.objects.get(slug="acsm").accent == ""  # neither was kept
    assert Logo.objects.get() == logo
    hal.post(f"{AT}/logo/remove")
    assert hal.get("/bodies/acsm/logo.png").status_code == 404
    assert "logo.png" not in hal.get(AT).content.decode()


@pytest.mark.parametrize("demanded_by", ["body", "installation"])
def test_nobody_comes_to_a_desk_with_a_password_alone_where_more_is_asked(
    cast: Cast, as_: As, settings: Settings, demanded_by: str
) -> None:
    hal, dan, fay = as_(cast.hal), as_(cast.dan), as_(cast.fay)
    assert dan.get("/staff/acsm/").status_code == 200
    if demanded_by == "installation":
        settings.STAFF_SECOND_FACTOR = True
    else:
        words = {"name": "ACSM", "demands_second_factor": "on"}
        assert dan.post(f"{AT}/words", words).status_code == 404
        assert hal.post(f"{AT}/words", words).status_code == 302
    for client in (dan, hal):
        for answer in (client.get("/staff/acsm/"), client.post("/staff/acsm/team", {})):
            if client is dan and answer.status_code == 404:
                continue  # the team is not Dan's matter in any case
            assert (answer.status_code, answer.headers["Location"]) == (302, "/account/2fa/")
    page = hal.get("/account/2fa/").content.decode()
    assert "asks for a passkey or a second factor" in page
    assert as_(cast.eve).get("/staff/acsm/").status_code == 404  # nobody else learns of it
    assert fay.get("/staff/action/").status_code == (302 if demanded_by == "installation" else 200)
    for kind, who in (
        (Authenticator.Type.WEBAUTHN, cast.dan),
        (Authenticator.Type.TOTP, cast.hal),
    ):
        Authenticator.objects.create(user=who, type=kind, data={})
    assert dan.get("/staff/acsm/").status_code == hal.get("/staff/acsm/").status_code == 200
