"""What a letter would say to one of the body's own people, from what the register knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.credentials.models import Certification, Register
from recert.credentials.queries import register_of
from recert.lib.refusals import Refused
from recert.notices.kinds import KINDS, KindOfNotice
from recert.notices.placeholders import CREDENTIAL, DAYS_LEFT, LAST_DAY
from recert.notices.queries import letters_of_body
from recert.people.models import Body, Person
from recert.people.telling import Values, values_for
from recert.register.finding import Asked, everything
from recert.standing.queries import held_of
from recert.standing.words import name_of_credential


@dataclass(frozen=True, slots=True)
class Sample:
    """A reader to try a letter on: somebody of the register, or nobody where it is empty."""

    name: str
    values: dict[str, str]


def sample_for(body: Body, kind: str, language: str, who: str, at: datetime) -> Sample:
    """Whoever is found by `who` (name, number or e-mail; empty: the first), and what fits them.

    Refuses when nobody is found. Where the register is empty, everything is an example.
    """
    found = _certification(body, who)
    if found is None and who:
        raise Refused(_("Nobody in your register is found by “%(who)s”.") % {"who": who}, "who")
    said = KINDS[kind]
    examples = {each.name: str(each.example) for each in said.tells}
    name = str(found.person) if found else _("Ada Ruiz")
    told: Values = {**examples, **(_told(found, said, at) if found else {})}
    ours = words_of_ours(body, kind, found.person if found else None)
    return Sample(name, values_for(name, body.name, told, ours, language))


def _certification(body: Body, who: str) -> Certification | None:
    if who:
        hit = everything(body, Asked(words=who)).first()
        return hit.certification if hit else None
    known = register_of(body).exclude(register=Register.REJECTED)
    return known.order_by("pk").first()


def _told(found: Certification, kind: KindOfNotice, at: datetime) -> Values:
    """What is true of them today, by the names this kind knows."""
    held = held_of(found, at)
    known: dict[str, str | int | date] = {}
    if held.rulebook is not None:
        known[CREDENTIAL.name] = name_of_credential(held.rulebook, found.credential)
    if held.standing.cycle is not None:
        end = held.standing.cycle.end
        known[LAST_DAY.name] = end
        known[DAYS_LEFT.name] = max((end - held.standing.as_of).days, 0)
    return {each.name: known[each.name] for each in kind.tells if each.name in known}


def words_of_ours(body: Body, kind: str, person: Person | None = None) -> tuple[str, str]:
    """Our own words as they last went out (to a person), or what stands in their place."""
    sent = letters_of_body(body.slug).filter(kind=kind, html="")
    if person is not None:
        sent = sent.filter(recipient_id=person.public_id)
    last = sent.first()
    if last is not None:
        return last.subject, last.text
    return str(KINDS[kind].says), _("Here stands what happened, and the reason that was given.")
