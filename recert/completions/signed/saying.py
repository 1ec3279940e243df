"""Saying: a certificate of completion as a signed file anybody can check without us.

An Open Badge 3.0 in the words of the W3C's Verifiable Credentials, signed as a JWT; what our own
rules need beyond that stands under `recert`. What the paper says, but no number and no address in
the clear.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from recert.completions.certifying import Says, what_it_says
from recert.completions.lines import line_of
from recert.completions.models import Certificate, Completion
from recert.completions.signed.identities import hashed, known_by
from recert.completions.signed.keys import signing_key
from recert.lib.jws import sign
from recert.lib.refusals import Refused
from recert.rules.amounts import from_grains, show
from recert.transcript.models import Activity

TYP = "vc+jwt"
CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def signed_completion(certificate: Certificate, *, at: datetime) -> str:
    """What a certificate of completion says, signed now; refused for what stands no more."""
    if what_it_says(certificate) is not Says.GENUINE:
        raise Refused(_("This certificate does not stand any more. Make a new one."))
    _key, private = signing_key(at=at)
    return sign(credential_of(certificate, at), private, typ=TYP)


def credential_of(certificate: Certificate, at: datetime) -> dict[str, Any]:
    """What is signed."""
    completion = certificate.completion
    assert completion.activity is not None  # it is genuine
    here: str = settings.SITE_URL
    page = f"{here}/completions/{certificate.code}"
    content = certificate.content
    return {
        "@context": list(CONTEXT),
        "id": page,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": here, "type": ["Profile"], "name": content["provider"]["name"]},
        "validFrom": _moment(certificate.issued_at),
        "name": content["title"],
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "identityType": "name", "hashed": False,
                 "identityHash": content["name"]},
                *hashed(known_by(certificate.person)),
            ],
            "achievement": _achievement(completion, content, here),
        },
        "recert": _ours(certificate, completion, completion.activity),
        "iss": here,
        "jti": page,
        "nbf": int(certificate.issued_at.timestamp()),
        "iat": int(at.timestamp()),
    }  # fmt: skip


def _achievement(completion: Completion, content: dict[str, Any], here: str) -> dict[str, Any]:
    by = f"{here}/providers/{completion.provider.slug}"
    return {
        "id": f"{by}#{quote(content['course'], safe='')}",
        "type": ["Achievement"],
        "achievementType": "Course",
        "humanCode": content["course"],
        "name": content["title"],
        "description": content["title"],
        "criteria": {"narrative": _narrative(content)},
        "creator": {"id": by, "type": ["Profile"], "name": content["provider"]["name"]},
    }


def _narrative(content: dict[str, Any]) -> str:
    if content["role"] == "presenter":
        return _("Presented it.")
    return _("Completed it and passed.") if content["passed"] else _("Completed it.")


def _ours(certificate: Certificate, completion: Completion, entry: Activity) -> dict[str, Any]:
    """What another recert reads: the completion as it was reported, and what it earned here."""
    line = line_of(completion)
    return {
        "provider": completion.provider.slug,
        "completion": completion.public_id,
        "sha256": certificate.sha256,
        "course": line.course,
        "edition": line.edition,
        "completed": completion.completed.isoformat() if completion.completed else "",
        "started": line.started.isoformat() if line.started else None,
        "minutes": line.minutes,
        "passed": line.passed,
        "grade": line.grade,
        "role": line.role,
        "parts": [{"minutes": each.minutes, "topics": list(each.topics)} for each in line.parts],
        "awards": [
            {
                "amount": show(from_grains(each.amount_grains)),
                "unit": each.unit,
                "by": each.by,
                "number": each.number,
            }
            for each in entry.awards.all()
        ],
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
