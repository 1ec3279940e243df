"""Signing up and in: what allauth needs to know about our persons."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recert.catalogue.actions import take_up_provider_invitations
from recert.catalogue.queries import providers_of
from recert.notices.markup import plain_in_html
from recert.notices.queries import bounces
from recert.people.actions import take_up_invitations
from recert.people.posting import letter_html
from recert.people.queries import roles_of
from recert.web.access import MemberRequest
from recert.web.clock import true_now
from recert.web.components.claim_words import COME_BACK

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
        """Whoever works at one desk goes to it; everybody else to where they stand.

        Who came with a code from a class goes back to it first.
        """
        if code := request.session.get(COME_BACK):
            return reverse("member:claim", args=[code])
        desks = {reverse("staff:home", args=[held.body.slug]) for held in roles_of(request.user)}
        if not desks:
            desks = {
                reverse("provider:home", args=[held.provider.slug])
                for held in providers_of(request.user)
            }
        if len(desks) == 1:
            return desks.pop()
        return str(super().get_login_redirect_url(request))

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Give whoever proved their address the roles kept for it; say if letters come back."""
        if EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
            for held in take_up_invitations(person=user, at=true_now()):
                words = {"body": held.body.name, "role": held.get_role_display()}
                messages.success(request, gettext("You work at %(body)s now: %(role)s.") % words)
            for taken in take_up_provider_invitations(person=user, at=true_now()):
                words = {"body": taken.provider.name, "role": taken.get_role_display()}
                messages.success(request, gettext("You work at %(body)s now: %(role)s.") % words)
        if bounces(user.email):
            said = gettext(
                "Letters to %(email)s come back to us, so we send none. Open Account to check the "
                "address or to change it."
            )
            messages.warning(request, said % {"email": user.email})
        response: HttpResponse = super().post_login(request, user, **more)
        return response

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """Letters about signing in have the design of all our letters."""
        message: EmailMultiAlternatives = super().render_mail(
            template_prefix, email, context, headers
        )
        html = letter_html(
            subject=str(message.subject),
            inside=plain_in_html(str(message.body)),
            foot=gettext("From recert, %(site)s.") % {"site": settings.SITE_URL},
        )
        message.attach_alternative(html, "text/html")
        return message
