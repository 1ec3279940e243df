"""What a body's letters say: a list of them, and one to write, look at, try and keep."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from recert.lib.refusals import NotFound
from recert.notices.actions import offered_languages, starting_words, wording_problems
from recert.notices.kinds import KINDS, LETTERS, KindOfNotice
from recert.notices.languages import LANGUAGES
from recert.notices.models import Notice, Wording
from recert.people.actions import send_test, word_letter
from recert.people.queries import (
    Duty,
    names_of,
    wording_versions_for_staff,
    wordings_for_staff,
)
from recert.people.telling import Said, fill
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now
from recert.web.components.forms import add_refusal, refusals_on, sent
from recert.web.letter_pages import letter_page
from recert.web.staff.letters.sample import sample_for, words_of_ours

SHOWN = "letter-shown"
"""Where the session keeps the letter that is looked at: its frame is a request of its own."""

VERSIONS_SHOWN = 20


class WordingForm(forms.Form):
    """A letter: its subject, its text, and on whom to try it."""

    subject = forms.CharField(label=lazy("Subject"), required=False, max_length=200)
    text = forms.CharField(
        label=lazy("Letter"),
        help_text=lazy(
            "An empty line begins a paragraph. Lines that begin with “- ” are a list. **Two "
            "stars** make words strong, [words](https://example.org) lead somewhere. Leave both "
            "fields empty to use our words."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    who = forms.CharField(
        label=lazy("Try it on"),
        help_text=lazy("Somebody in your register, by name, number or e-mail. Nothing is sent."),
        required=False,
        max_length=100,
    )
    seen = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Line:
    """One letter in the list, and the languages in which the body words it."""

    kind: KindOfNotice
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A letter as one of the body's people would get it."""

    name: str
    said: Said


@desk_for_staff(Duty.POLICY)
def letters(request: DeskRequest) -> HttpResponse:
    """Every letter the body sends, and whose words it has."""
    body = request.desk.body
    own = wordings_for_staff(request.user, body.slug)
    lines = [
        Line(
            KINDS[code],
            tuple((each, LANGUAGES[each]) for kind, each in sorted(own) if kind == code),
        )
        for code in LETTERS
    ]
    context = {"body": body, "lines": lines, "may_read": Duty.REGISTER in request.desk.duties}
    return render(request, "staff/letters/list.html", context)


@desk_for_staff(Duty.POLICY)
def letter(request: DeskRequest, kind: str, language: str) -> HttpResponse:
    """Write one letter in one language: look at it, have it sent to oneself, keep it."""
    body = request.desk.body
    if kind not in LETTERS or language not in LANGUAGES:
        raise NotFound
    versions = wording_versions_for_staff(request.user, body.slug, kind, language)
    shown = list(versions[:VERSIONS_SHOWN])
    form = WordingForm(sent(request), initial=_initial(shown))
    looked_at: Look | None = None
    if request.method == "POST" and form.is_valid():
        act = request.POST.get("act")
        if act == "keep" and _kept(request, form, kind, language):
            return redirect("staff:letter", body.slug, kind, language)
        if act in ("look", "test"):
            looked_at = _look(request, form, kind, language, is_test=act == "test")
    context = {
        "body": body,
        "form": form,
        "kind": KINDS[kind],
        "language": (language, LANGUAGES[language]),
        "languages": offered_languages(),
        "versions": _history(shown),
        "is_ours": not (shown and shown[0].text),
        "look": looked_at,
        "ours": words_of_ours(body, kind),
        "email": request.user.email,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/letters/letter.html", context, status=status)


def _initial(versions: list[Wording]) -> dict[str, object]:
    newest = versions[0] if versions else None
    subject, text = (newest.subject, newest.text) if newest and newest.text else starting_words()
    return {"subject": subject, "text": text, "seen": newest.version if newest else 0}


def _kept(request: DeskRequest, form: WordingForm, kind: str, language: str) -> bool:
    typed = form.cleaned_data
    with refusals_on(form):
        saved = word_letter(
            by=request.user,
            at=now(request),
            body_slug=request.desk.body.slug,
            kind=kind,
            language=language,
            subject=typed["subject"],
            text=typed["text"],
            seen=typed["seen"],
        )
        messages.success(
            request,
            _("Kept. From now on your letters say this.")
            if saved.text
            else _("From now on your letters use our words again."),
        )
        return True
    return False


def _look(
    request: DeskRequest, form: WordingForm, kind: str, language: str, *, is_test: bool
) -> Look | None:
    """The letter as one of the body's people would get it; None where it cannot be sent so."""
    body, typed, at = request.desk.body, form.cleaned_data, now(request)
    subject, text = typed["subject"], typed["text"]
    if not subject and not text:
        subject, text = starting_words()
    for refusal in wording_problems(kind, language, subject.strip(), text.strip()):
        add_refusal(form, refusal)
    if form.errors:
        return None
    with refusals_on(form):
        sample = sample_for(body, kind, language, typed["who"].strip(), at)
        said = fill(subject, text, sample.values, language)
        request.session[SHOWN] = {"body": body.slug, "kind": kind, **asdict(said)}
        if is_test:
            send_test(
                by=request.user,
                at=at,
                body_slug=body.slug,
                kind=kind,
                language=language,
                subject=subject,
                text=text,
                values=sample.values,
            )
            messages.success(request, _("Sent to %(email)s.") % {"email": request.user.email})
        return Look(sample.name, said)
    return None


def _history(versions: list[Wording]) -> list[tuple[Wording, str]]:
    names = names_of(each.saved_by for each in versions)
    return [(each, names.get(each.saved_by, _("Somebody who has left"))) for each in versions]


@desk_for_staff(Duty.POLICY)
@xframe_options_sameorigin
def look(request: DeskRequest) -> HttpResponse:
    """The letter that is looked at, in the design it goes out in: a page for a frame."""
    kept = request.session.get(SHOWN)
    if not kept or kept["body"] != request.desk.body.slug:
        raise NotFound
    said = Said(kept["subject"], kept["text"], kept["html"], kept["language"])
    notice = Notice(
        kind=kept["kind"],
        recipient_id=request.user.public_id,
        body_slug=request.desk.body.slug,
        subject=said.subject,
        text=said.text,
        html=said.html,
        language=said.language,
    )
    return letter_page(notice)


urlpatterns = [
    path("letters", letters, name="letters"),
    path("letters/look", look, name="letter_look"),
    path("letters/words/<slug:kind>/<slug:language>", letter, name="letter"),
]
