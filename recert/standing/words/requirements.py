"""Requirements in words: what is needed, what counted, what is short, and why."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.facts import DocumentKind
from recert.rules.findings import Code, Reason, RequirementFinding, State
from recert.rules.rulebook import Breadth, Gate, Need, Rulebook
from recert.standing.words.plainly import (
    amount_words,
    capital,
    day_words,
    id_words,
    join,
    need_name,
)
from recert.standing.words.reasons import reason_sentence
from recert.standing.words.vocabulary import word

_BESIDE = (Code.OWED, Code.BEST_CATEGORY, Code.ON_LEAVE)


def requirement_name(finding: RequirementFinding, rulebook: Rulebook) -> str:
    """What a requirement is called on a page: `Ethics`, `Current CPR card`."""
    rule = rulebook.clause(finding.clause).rule
    match rule:
        case Need():
            name = need_name(rulebook, finding.clause) or _("credits in all")
        case Breadth():
            name = _("spread over categories")
        case Gate() if rule.documents:
            name = join(word(kind) for kind in rule.documents)
        case Gate() if rule.membership:
            name = _("membership")
        case Gate() if rule.attests:
            name = _("declaration: %(what)s") % {"what": id_words(rule.attests)}
        case _:
            name = id_words(finding.clause)
    return capital(name) + _window(finding)


def _window(finding: RequirementFinding) -> str:
    """The inner window a requirement is measured over, if it has one."""
    if finding.since is None or finding.until is None:
        return ""
    return _(", %(since)s to %(until)s") % {
        "since": day_words(finding.since),
        "until": day_words(finding.until),
    }


def requirement_sentence(finding: RequirementFinding, rulebook: Rulebook) -> str:
    """How a requirement stands, in one sentence."""
    match finding.state:
        case State.WAIVED:
            return _beside(_("Waived: you need not meet it this time."), finding, rulebook)
        case State.SILENT:
            return _("The policy does not say what is required here.")
        case State.LATER:
            return _("You affirm this when you apply.")
        case State.NEEDS_PERSON:
            return _needs_person(finding, rulebook)
    if finding.kind == "gate":
        return _gate(finding, rulebook)
    if finding.kind == "breadth":
        return _breadth(finding)
    return _need(finding, rulebook)


def _need(finding: RequirementFinding, rulebook: Rulebook) -> str:
    """A need in figures, and what else must be said of it: a debt, the one best category."""
    return _beside(_figures(finding, rulebook.unit.name), finding, rulebook)


def _beside(sentence: str, finding: RequirementFinding, rulebook: Rulebook) -> str:
    said = [reason_sentence(each, rulebook) for each in finding.reasons if each.code in _BESIDE]
    return " ".join([sentence, *dict.fromkeys(said)])


def _figures(finding: RequirementFinding, unit: str) -> str:
    if finding.need == 0:
        return _("Nothing is required here.")
    words = {
        "need": amount_words(finding.need, unit),
        "counted": amount_words(finding.counted, unit),
        "short": amount_words(finding.short, unit),
    }
    if finding.state is State.MET:
        return _("%(need)s needed, %(counted)s counted: met.") % words
    return _("%(need)s needed, %(counted)s counted: %(short)s short.") % words


def _breadth(finding: RequirementFinding) -> str:
    need, counted = int(finding.need), int(finding.counted)
    words = {"need": need, "counted": counted}
    if finding.state is State.MET:
        return (
            ngettext(
                "Credits in %(need)s category needed, in %(counted)s counted: met.",
                "Credits in %(need)s categories needed, in %(counted)s counted: met.",
                need,
            )
            % words
        )
    return (
        ngettext(
            "Credits in %(need)s category needed, in %(counted)s counted.",
            "Credits in %(need)s categories needed, in %(counted)s counted.",
            need,
        )
        % words
    )


def _gate(finding: RequirementFinding, rulebook: Rulebook) -> str:
    if finding.state is State.MET:
        return _("Met.")
    rule = rulebook.clause(finding.clause).rule
    if isinstance(rule, Gate) and rule.membership:
        return _("You are not a member on this day. Join or renew your membership first.")
    return " ".join(_unmet(reason, rulebook) for reason in finding.reasons) or _("Not met yet.")


def _unmet(reason: Reason, rulebook: Rulebook) -> str:
    """Why a condition is not met: a document, or something that has to be done."""
    return _document(reason) if "document" in reason.about else reason_sentence(reason, rulebook)


def _document(reason: Reason) -> str:
    """What is wrong with a document, and how to mend it."""
    card = word(DocumentKind(reason.about["document"]))
    why, _colon, day = reason.about.get("why", "").partition(":")
    sentences = {
        "none-held": _("You have no %(card)s card recorded. Add it to your documents."),
        "not-yet-issued": _("Your %(card)s card is not issued yet on this day."),
        "expired": _("Your %(card)s card has expired. Renew it, then add the new one."),
        "expires-too-soon": _("Your %(card)s card ends too soon. Renew it before you apply."),
        "issued-too-long-ago": _("Your %(card)s card was issued too long ago. Take a new course."),
        "wrong-kind": _(
            "Your %(card)s card is of a kind not accepted: the skills must be practised in person."
        ),
        "no-expiry-date": _("Your %(card)s card has no last day recorded. Add it, if it has one."),
        "country-unsaid": _(
            "In some countries you need a current %(card)s card. Add the country you live in."
        ),
        "kind-unsaid": _("Say how the skills part of your %(card)s course was done."),
        "gap-from": _("No %(card)s card covers you from %(day)s. Add the one you held then."),
    }
    words = {"card": card, "day": day_words(date.fromisoformat(day)) if day else ""}
    return sentences.get(why, _("Your %(card)s card does not meet this.")) % words


def _needs_person(finding: RequirementFinding, rulebook: Rulebook) -> str:
    if any("document" in reason.about for reason in finding.reasons):
        return " ".join(_document(reason) for reason in finding.reasons)
    rule = rulebook.clause(finding.clause).rule
    asks = rule.asks if isinstance(rule, Gate) else ""
    sentence = _("Somebody at the body has to judge this.")
    return f"{sentence} {asks}".strip()
