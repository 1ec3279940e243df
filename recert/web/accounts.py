"""Signing up and in: what allauth needs to know about our persons."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recert.people.queries import roles_of
from recert.web.access import MemberRequest

LONGEST_EMAIL = 254  # of any address there is


class SignupForm(forms.Form):
    """What we ask besides e-mail and password: the name certificates are made out to."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As it is printed on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing more to do: `AccountAdapter.save_user` has kept the name."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keeps the name given at sign-up, and shows everybody to their desk."""

    def clean_email(self, email: str) -> str:
        """Refuse what is too long: allauth would cut it, and write to somebody else."""
        if len(email) > LONGEST_EMAIL:
            raise forms.ValidationError(_("Shorten the address to 254 letters."))
        return str(super().clean_email(email))

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Put the name on the person before the one save."""
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit=commit)

    def get_login_redirect_url(self, request: MemberRequest) -> str:
        """Staff of one body go to its desk; everybody else to where they stand."""
        slugs = {role.body.slug for role in roles_of(request.user)}
        if len(slugs) == 1:
            return reverse("staff:home", args=[*slugs])
        return str(super().get_login_redirect_url(request))
