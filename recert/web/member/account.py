"""The account: who you are, how you sign in, taking your record with you, leaving."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.completions.matching import look_for
from recert.enrolments.own_pace import at_own_pace
from recert.notices.actions import offered_languages
from recert.notices.queries import bounces
from recert.people.actions import check_address, update_profile
from recert.renewals.erasure import erase, open_matters
from recert.renewals.export import export_file
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today, true_now
from recert.web.components.countries import countries
from recert.web.components.forms import refusals_on, refusals_said, sent
from recert.web.components.zones import zones


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(
        label=lazy("Your name"),
        max_length=150,
        help_text=lazy("As it is printed on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    country = forms.ChoiceField(
        label=lazy("Country"),
        required=False,
        help_text=lazy("Some policies ask less, or more, of people in some countries."),
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    language = forms.ChoiceField(
        label=lazy("Language of your letters"),
        required=False,
        help_text=lazy("Bodies that write in it send you that letter; the others write English."),
    )
    zone = forms.ChoiceField(
        label=lazy("Time zone"),
        help_text=lazy("Deadlines are the body’s. We show them in your time as well."),
    )

    birthday = forms.CharField(
        label=lazy("Month and day of birth"),
        required=False,
        max_length=5,
        help_text=lazy(
            "Such as 03-14, never the year. Schools that report your number with it find you, and "
            "not somebody else. Nobody is shown it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "MM-DD"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Django's own form
        for name, offered in (
            ("country", [("", lazy("I would rather not say")), *countries()]),
            ("zone", zones()),
            ("language", offered_languages()),
        ):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = offered


class LeavingForm(forms.Form):
    """The address typed once more, so that nobody deletes an account by a slip."""

    email = forms.EmailField(
        label=lazy("Type your e-mail address to delete your account"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@signed_in
def account(request: MemberRequest) -> HttpResponse:
    """Name, country and time zone, and the ways to everything else."""
    person = request.user
    said = ("name", "country", "language", "zone", "birthday")
    initial = {name: getattr(person, name) for name in said}
    form = ProfileForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        with refusals_on(form):
            update_profile(
                person=person,
                name=answers["name"],
                country=answers["country"],
                language=answers["language"] or person.language,
                zone=answers["zone"],
                birthday=answers["birthday"].strip(),
                at=now(request),
            )
            look_for(person, at=now(request))
            messages.success(request, _("Saved."))
            return redirect("member:account")
    status = 422 if form.errors else 200
    context = {"form": form, "bounces": bounces(person.email)}
    return render(request, "member/account.html", context, status=status)


@signed_in
@require_POST
def address_check(request: MemberRequest) -> HttpResponse:
    """Send a letter to an address that sent letters back, to see whether one arrives."""
    with refusals_said(request):
        check_address(person=request.user, at=true_now())
        messages.success(
            request,
            _("A letter goes to %(email)s. Open the address in it.")
            % {"email": request.user.email},
        )
    return redirect("member:account")


@signed_in
def download(request: MemberRequest) -> HttpResponse:
    """Everything about the person: one archive of plain files and every proof."""
    on = today(request, request.user.zone)
    response = HttpResponse(export_file(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="recert-my-record-{on}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
def leave(request: MemberRequest) -> HttpResponse:
    """Delete the account, after saying what is kept and why."""
    person = request.user
    form = LeavingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["email"].lower() != person.email:
            form.add_error("email", _("This is not the address of your account. Type it again."))
        else:
            with refusals_on(form):
                erase(person=person, by=person, at=now(request))
                logout(request)
                return render(request, "member/account_left.html")
    context = {
        "form": form,
        "matters": open_matters(person),
        "own_pace": at_own_pace(person),
    }
    status = 422 if form.errors else 200
    return render(request, "member/account_leave.html", context, status=status)


urlpatterns = [
    path("account/", account, name="account"),
    path("account/address-check", address_check, name="address_check"),
    path("account/download", download, name="account_download"),
    path("account/leave", leave, name="account_leave"),
]
