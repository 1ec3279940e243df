"""One's own line in a draw: the identifier, the chance, and how to check both oneself."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from recert.audits.models import Candidate, Moment
from recert.audits.queries import lot_for
from recert.rules.amounts import show
from recert.rules.sampling.frame import salted
from recert.web.access import MemberRequest, signed_in
from recert.web.components.naming import certification_names
from recert.web.member.audits import outcome


@dataclass(frozen=True, slots=True)
class Lot:
    """A line of the published list that is the reader's."""

    candidate: Candidate
    name: str
    tone: str
    word: str
    stratum: str
    chance: str
    called: str  # what the identifier was made from, with the salt
    agrees: bool


@signed_in
def lot(request: MemberRequest, draw_id: str) -> HttpResponse:
    """The reader's lines of one draw; one for each certification that stood in it."""
    found = lot_for(request.user, draw_id)
    names = certification_names([each.certification for each in found])
    context = {
        "draw": found[0].draw,
        "lots": [_lot(each, names[each.certification.public_id]) for each in found],
    }
    return render(request, "member/audit_lot.html", context)


def _lot(candidate: Candidate, name: str) -> Lot:
    tone, word = outcome(candidate)
    called = _called(candidate)
    return Lot(
        candidate=candidate,
        name=name,
        tone=tone,
        word=word,
        stratum=_stratum(candidate),
        chance=_chance(candidate),
        called=called,
        agrees=salted(candidate.salt, called) == candidate.identifier,
    )


def _stratum(candidate: Candidate) -> str:
    """Among whom it was drawn, as the draw calls them."""
    said = {each["name"]: each["says"] for each in candidate.draw.strata}
    return said.get(candidate.stratum) or candidate.stratum


def _called(candidate: Candidate) -> str:
    """What was salted: the certification, with its cycle where each is drawn at its moment."""
    own = candidate.certification.public_id
    if candidate.draw.moment != Moment.AT_ONCE:
        return f"{own} {candidate.cycle_end.isoformat()}"
    return own


def _chance(candidate: Candidate) -> str:
    """The chance in per cent, exactly where that is short, and as the fraction it is."""
    if not candidate.probability:
        return ""
    chance = Fraction(candidate.probability)
    per_cent = show(chance * 100)
    if "/" in per_cent:
        about = show(Fraction(round(chance * 10_000), 100))
        return _("%(chance)s, that is about %(percent)s %%") % {
            "chance": candidate.probability,
            "percent": about,
        }
    return _("%(percent)s %%") % {"percent": per_cent}


urlpatterns = [path("audits/draws/<str:draw_id>/", lot, name="audit_lot")]
