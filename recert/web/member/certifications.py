"""Certifications held: adding one, correcting it, taking it off the list and putting it back."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.credentials.actions import (
    add_certification,
    correct_certification,
    remove_certification,
    restore_certification,
)
from recert.credentials.models import Certification
from recert.credentials.queries import certification_for, removed_certifications_of
from recert.lib.refusals import NotFound
from recert.people.queries import body_named
from recert.rulebooks.queries import (
    credential_named,
    credentials_of,
)
from recert.rules.rulebook import Credential
from recert.standing.queries import held_of
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now
from recert.web.components.forms import day_field, refusals_on, refusals_said, sent
from recert.web.components.naming import certification_name, credential_label
from recert.web.components.professions import fields_of_bodies
from recert.web.member.about_you import open_questions


class DatesForm(forms.Form):
    """What is printed on a certificate: level, dates, number."""

    level = forms.ChoiceField(label=lazy("Level"), required=False, widget=forms.RadioSelect)
    certified = day_field(lazy("Certified on"), lazy("The day you were first certified."))
    expires = day_field(
        lazy("Last day printed on it"),
        lazy("It goes before what the policy would reckon. Leave it empty if there is none."),
        required=False,
    )
    number = forms.CharField(
        label=lazy("Certification number"),
        required=False,
        max_length=60,
        help_text=lazy("With it the body finds you, and others can check it once confirmed."),
    )

    def __init__(
        self,
        *args: object,
        levels: Sequence[str] = (),
        all_levelled: bool = True,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form
        if levels:
            level = self.fields["level"]
            assert isinstance(level, forms.ChoiceField)
            level.choices = [(each, each.replace("-", " ").capitalize()) for each in levels]
            level.required = all_levelled
        else:
            del self.fields["level"]


class CredentialForm(DatesForm):
    """A certification to add: which one, then what is printed on it."""

    credential = forms.ChoiceField(label=lazy("Which one do you hold?"), widget=forms.RadioSelect)

    field_order = ("credential", "level", "certified", "expires", "number")

    def __init__(self, *args: object, offered: Sequence[Credential] = (), **kwargs: object) -> None:
        levels = dict.fromkeys(level for each in offered for level in each.levels)
        all_levelled = all(each.levels for each in offered)
        super().__init__(*args, levels=tuple(levels), all_levelled=all_levelled, **kwargs)
        credential = self.fields["credential"]
        assert isinstance(credential, forms.ChoiceField)
        credential.choices = [(each.id, credential_label(each)) for each in offered]
        credential.initial = offered[0].id if len(offered) == 1 else None


@signed_in
def choose_body(request: MemberRequest) -> HttpResponse:
    """Ask first who granted it."""
    asked = request.GET.get("q", "")[:100].strip()
    context = {"fields": fields_of_bodies(asked), "asked": asked}
    return render(request, "member/certification_bodies.html", context)


@signed_in
def add(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask which one it is, and since when."""
    body = body_named(slug)
    offered = credentials_of(slug)
    if not offered:
        raise NotFound
    form = CredentialForm(sent(request), offered=offered)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            certification = add_certification(
                by=request.user,
                at=now(request),
                body=body,
                credential=answers["credential"],
                certified=answers["certified"],
                expires=answers["expires"],
                level=answers.get("level", ""),
                number=answers["number"],
            )
            if open_questions(held_of(certification, now(request)).standing):
                messages.success(
                    request, _("Added. One thing is asked before you see where you stand.")
                )
                return redirect("member:certification_about", certification.public_id)
            messages.success(request, _("Added. This is where you stand."))
            return redirect("member:certification", certification.public_id)
    status = 422 if form.errors else 200
    context = {"form": form, "body": body}
    return render(request, "member/certification_add.html", context, status=status)


@signed_in
def correct(request: MemberRequest, public_id: str) -> HttpResponse:
    """Change what the holder declared; what the body confirmed only the body changes."""
    held = certification_for(request.user, public_id)
    levels = credential_named(held.body.slug, held.credential).levels
    form = DatesForm(sent(request), initial=_printed(held), levels=levels)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            correct_certification(
                by=request.user,
                at=now(request),
                public_id=public_id,
                certified=answers["certified"],
                expires=answers["expires"],
                level=answers.get("level", ""),
                number=answers["number"],
            )
            messages.success(request, _("Corrected."))
            return redirect("member:certification", public_id)
    context = {"form": form, "held": held, "name": certification_name(held)}
    status = 422 if form.errors else 200
    return render(request, "member/certification_correct.html", context, status=status)


def _printed(held: Certification) -> dict[str, object]:
    return {
        "level": held.level,
        "certified": held.certified,
        "expires": held.expires,
        "number": held.number,
    }


@signed_in
@require_POST
def remove(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take it off the list. No question is asked, because it can be put back."""
    held = remove_certification(by=request.user, at=now(request), public_id=public_id)
    messages.success(request, _("%(name)s is off your list.") % {"name": certification_name(held)})
    return redirect("member:removed")


@signed_in
def removed(request: MemberRequest) -> HttpResponse:
    """What was taken off the list, each with the way back."""
    rows = [(row, certification_name(row)) for row in removed_certifications_of(request.user)]
    return render(request, "member/certification_removed.html", {"rows": rows})


@signed_in
@require_POST
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put a certification back on the list."""
    with refusals_said(request):
        restore_certification(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("It is back on your list."))
        return redirect("member:certification", public_id)
    return redirect("member:removed")


urlpatterns = [
    path("certifications/add", choose_body, name="certification_add"),
    path("certifications/add/<slug:slug>", add, name="certification_add_of"),
    path("certifications/removed", removed, name="removed"),
    path("certifications/<str:public_id>/correct", correct, name="certification_correct"),
    path("certifications/<str:public_id>/remove", remove, name="certification_remove"),
    path("certifications/<str:public_id>/restore", restore, name="certification_restore"),
]
