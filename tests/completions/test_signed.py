"""Signed completions: handed out, checked by strangers, believed where somebody pinned the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from recert.catalogue.actions import open_source
from recert.catalogue.models import Source, SourceKind
from recert.cli.main import main
from recert.completions.certifying import certify_own
from recert.completions.correcting import void
from recert.completions.models import Certificate, Completion, SigningKey
from recert.completions.signed import (
    bring_signed,
    pin_keys,
    public_keys,
    revoke_key,
    rotate_key,
    signed_completion,
    signing_key,
)
from recert.lib.jws import new_private_key, public_jwk, sign, verify
from recert.lib.refusals import Refused
from recert.rules.amounts import from_grains
from recert.transcript.queries import transcript_of
from tests.cast import NOW
from tests.completions.scene import sent, set_birthdays
from tests.teaching import Teaching


@pytest.fixture
def certificate(teaching: Teaching) -> Certificate:
    """Ada's, of Ethics in practice."""
    set_birthdays(teaching)
    return certify_own(by=teaching.cast.ada, at=NOW, completion_id=sent(teaching).public_id)


@pytest.fixture
def publishing() -> Iterator[Callable[[bytes], str]]:
    """Another house that publishes these keys; answers with its address."""
    keys = list[bytes]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/.well-known/jwks.json" else 404)
            self.end_headers()
            self.wfile.write(keys[0])

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def publish(content: bytes) -> str:
        keys.append(content)
        return f"http://127.0.0.1:{server.server_port}"

    yield publish
    server.shutdown()
    server.server_close()


def source_of(teaching: Teaching, keys: str, name: str = "Another recert") -> Source:
    """Where Movement Lab believes these keys, in its own name."""
    asked: dict[str, Any] = {"by": teaching.nia, "at": NOW, "provider_slug": teaching.lab.slug}
    source, _secret = open_source(**asked, kind=SourceKind.SIGNED, name=name)
    return pin_keys(**asked, source_id=source.public_id, keys=keys, theirs="movement-lab")


def test_a_file_says_what_the_paper_says_and_no_number_in_the_clear(
    teaching: Teaching, certificate: Certificate
) -> None:
    token = signed_completion(certificate, at=NOW)
    said = verify(token, public_keys()).payload
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert said["credentialSubject"]["achievement"]["humanCode"] == "ML-101"
    assert said["recert"]["completed"] == "2026-11-14"
    assert {each["by"]: each["amount"] for each in said["recert"]["awards"]} == {
        "acsm": "2", "ace": "0.2",
    }  # fmt: skip
    plain = json.dumps(said)
    assert "Ada Ruiz" in plain
    assert "104233" not in plain
    assert teaching.cast.ada.email not in plain
    old = rotate_key(at=NOW)
    assert verify(token, public_keys()).payload == said  # what a retired key signed stays good
    assert SigningKey.objects.filter(signs=True).get() == old
    revoke_key(at=NOW, kid=SigningKey.objects.exclude(pk=old.pk).get().kid)
    assert [each["kid"] for each in public_keys()] == [old.kid]
    void(by=teaching.nia, at=NOW, completion=certificate.completion, reason="Not there")
    certificate.completion.refresh_from_db()
    with pytest.raises(Refused, match="does not stand any more"):
        signed_completion(certificate, at=NOW)


def test_another_installation_believes_it_where_its_key_is_pinned(
    teaching: Teaching, certificate: Certificate
) -> None:
    ada, ben = teaching.cast.ada, teaching.cast.ben
    token = signed_completion(certificate, at=NOW)
    keys = json.dumps({"keys": public_keys()})
    with pytest.raises(Refused, match="none of the known keys"):
        bring_signed(by=ada, at=NOW, token=token)
    # Here it never came: as if this were the other house.
    void(by=teaching.nia, at=NOW, completion=certificate.completion, reason="Elsewhere")
    source = source_of(teaching, keys)
    with pytest.raises(Refused, match="does not name you"):
        bring_signed(by=ben, at=NOW, token=token)
    brought = bring_signed(by=ada, at=NOW, token=token)
    assert (brought.answer.state, brought.source) == ("accepted", source)
    kept = Completion.objects.get(public_id=brought.answer.completion)
    assert (kept.report.way, kept.person, kept.course) == ("signed", ada, teaching.course)
    entry = transcript_of(ada).get(reported_by="provider")
    assert {from_grains(each.amount_grains) for each in entry.awards.all()} >= {2}
    again = bring_signed(by=ada, at=NOW, token=signed_completion_again(token))
    assert again.answer.completion == brought.answer.completion
    with pytest.raises(Refused, match="changed after"):
        bring_signed(by=ada, at=NOW, token=f"{token[:-4]}AAAA")


def signed_completion_again(token: str) -> str:
    """The very file once more, as a mail program breaks its last line."""
    return f"{token}\r\n"


def test_a_key_signs_in_the_name_it_is_pinned_for_only(
    teaching: Teaching, certificate: Certificate
) -> None:
    said = verify(signed_completion(certificate, at=NOW), public_keys()).payload
    private = new_private_key()
    with pytest.raises(Refused, match="no public keys"):
        source_of(teaching, "{}", name="Nobody")
    source_of(teaching, json.dumps(public_jwk(private)))
    said["recert"]["provider"] = "somebody-else"
    with pytest.raises(Refused, match="does not take completions from there"):
        bring_signed(by=teaching.cast.ada, at=NOW, token=sign(said, private, typ="vc+jwt"))
    for wrong in ({"completed": "never"}, {"minutes": -1}, {"parts": [7]}, {"passed": "yes"}):
        broken = {**said, "recert": {**said["recert"], **wrong}}
        with pytest.raises(Refused, match="not taken"):
            bring_signed(by=teaching.cast.ada, at=NOW, token=sign(broken, private, typ="vc+jwt"))


def test_its_keys_are_fetched_from_who_must_have_signed_it(
    certificate: Certificate, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    settings: Settings, client: Client, publishing: Callable[[bytes], str],
) -> None:  # fmt: skip
    signing_key(at=NOW)
    here = publishing(client.get("/.well-known/jwks.json").content)
    settings.SITE_URL = here
    file = tmp_path / "ada.jws"
    file.write_text(signed_completion(certificate, at=NOW))
    assert main(["completions", "verify", str(file), "--from", f"{here}/"]) == 0
    assert f"Whether it still stands: {here}/completions/" in capsys.readouterr().out
    elsewhere = here.replace("127.0.0.1", "localhost")
    assert main(["completions", "verify", str(file), "--from", elsewhere]) == 1
    assert "says it, not" in capsys.readouterr().err
    for address in ("http://example.org", "http://127.0.0.1:1", "nonsense"):
        assert main(["completions", "verify", str(file), "--from", address]) == 1
        assert "could not be checked" in capsys.readouterr().err


def test_by_the_pages_and_at_the_terminal(
    teaching: Teaching, certificate: Certificate, client: Client, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], settings: Settings,
) -> None:  # fmt: skip
    client.force_login(teaching.cast.ada)
    check = client.get(f"/completions/{certificate.code}").content.decode()
    address = f"/me/completions/{certificate.code}.jws"
    assert address in check
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/vc+jwt"
    assert address not in Client().get(f"/completions/{certificate.code}").content.decode()
    file, keys = tmp_path / "ada.jws", tmp_path / "keys.json"
    file.write_bytes(answer.content)
    keys.write_bytes(client.get("/.well-known/jwks.json").content)
    for more in (["--keys", str(keys)], []):
        assert main(["completions", "verify", str(file), *more]) == 0
        assert "Ada Ruiz completed Ethics in practice" in capsys.readouterr().out
    file.write_bytes(answer.content[:-4] + b"AAAA")
    assert main(["completions", "verify", str(file), "--keys", str(keys)]) == 1
    assert "changed after it was signed" in capsys.readouterr().err
    assert main(["completions", "rotate"]) == main(["completions", "keys"]) == 0
    assert "retired on" in capsys.readouterr().out

    settings.SITE_URL = "https://elsewhere.example"
    owner = Client()
    owner.force_login(teaching.nia)
    at = "/provider/movement-lab/systems"
    owner.post(f"{at}/new", {"name": "Elsewhere", "kind": "signed", "courses": ""})
    source = Source.objects.get(kind=SourceKind.SIGNED)
    typed = {"act": "pin", "theirs": "movement-lab", "keys": keys.read_text()}
    assert owner.post(f"{at}/{source.public_id}", typed).status_code == 302
    page = owner.get(f"{at}/{source.public_id}").content.decode()
    assert "movement-lab" in page
    assert certificate.completion.activity is not None
    sending = {"file": SimpleUploadedFile("ada.jws", answer.content)}
    done = client.post("/me/activities/signed", sending)
    assert done.headers["Location"].endswith(f"/{certificate.completion.activity.public_id}/")
    nothing = {"file": SimpleUploadedFile("ada.jws", b"hello")}
    refused = client.post("/me/activities/signed", nothing)
    assert refused.status_code == 422
    assert "no signed statement" in refused.content.decode()
