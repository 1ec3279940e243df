"""A provider's own till: opening and ending it, what stands on its bills, and its pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty
from recert.payments.actions import end_till, open_till
from recert.payments.gateway import account_of
from recert.payments.queries import terms_of, waiting_at
from recert.web.access import ProviderRequest, desk_for_provider
from recert.web.clock import now
from recert.web.components.forms import refusals_on, refusals_said, sent, text_field
from recert.web.components.lists import Task
from recert.web.components.story import story_of
from recert.web.components.till.addresses import Page, addresses
from recert.web.components.till.desk import TillDesk
from recert.web.components.till.terms_form import SellerForm, initial_of
from recert.web.provider import fields


class TillForm(SellerForm):
    """In which currency, how a transfer reaches it, and what stands on its bills."""

    currency = fields.line(lazy("Currency"), lazy("Three letters, such as USD."), most=3)
    payment_instructions = text_field(
        lazy("How to pay by transfer"),
        lazy("Such as your bank account. People read it beside each bill."),
        required=False,
    )


OWN = ("currency", "payment_instructions")


def waiting_money(provider: Provider, at: datetime) -> Iterator[Task]:  # noqa: ARG001  (a pile)
    """Money that was announced, and what somebody has to look at."""
    waits = waiting_at(provider)
    if waits.to_look_at:
        yield Task(
            title=ngettext(
                "%(n)d thing about money waits for somebody to look at it",
                "%(n)d things about money wait for somebody to look at them",
                waits.to_look_at,
            )
            % {"n": waits.to_look_at},
            state=_("To look at"),
            tone="warn",
            url=reverse("provider:money_waiting", args=[provider.slug]),
        )
    if waits.announced:
        yield Task(
            title=ngettext(
                "%(n)d payment is on its way", "%(n)d payments are on their way", waits.announced
            )
            % {"n": waits.announced},
            state=_("To record"),
            tone="wait",
            url=reverse("provider:payments", args=[provider.slug]),
        )


@desk_for_provider(ProviderDuty.MONEY)
def money_terms(request: ProviderRequest) -> HttpResponse:
    """Open the till, or say anew how it is paid and what stands on its bills."""
    provider = request.at_provider.provider
    there = {name: getattr(provider, name) for name in OWN}
    form = TillForm(sent(request), initial={**initial_of(terms_of(provider)), **there})
    if request.method == "POST" and form.is_valid():
        was_open = provider.sells_since is not None
        with refusals_on(form):
            open_till(by=request.user, at=now(request), provider_slug=provider.slug, **form.said())
            if was_open:
                messages.success(request, _("Saved. It holds for bills from now on."))
            else:
                messages.success(request, _("Your till is open: your classes are sold here now."))
            return redirect("provider:money_terms", provider.slug)
    account = account_of(provider)
    context = {
        "provider": provider,
        "form": form,
        "takes_cards": account is not None,
        "is_live": account is not None and account.is_live,
        "webhook": request.build_absolute_uri(f"/stripe/providers/{provider.slug}"),
    }
    status = 422 if form.errors else 200
    return render(request, "provider/till.html", context, status=status)


@desk_for_provider(ProviderDuty.MONEY)
@require_POST
def till_end(request: ProviderRequest) -> HttpResponse:
    """Sell nothing more here; what was sold stays."""
    slug = request.at_provider.provider.slug
    with refusals_said(request):
        end_till(by=request.user, at=now(request), provider_slug=slug)
        messages.success(request, _("Ended. What was sold stays, with its bills and refunds."))
    return redirect("provider:money_terms", slug)


def _door(page: Page) -> Page:
    """A page of the till, for those who take the provider's money."""

    @desk_for_provider(ProviderDuty.MONEY)
    def opened(request: ProviderRequest, /, **parts: str) -> HttpResponse:
        provider = request.at_provider.provider
        till = TillDesk(
            space="provider",
            frame="provider/page.html",
            seller=provider,
            context={"provider": provider},
            story=lambda lines: story_of(provider.zone, lines),
        )
        return page(request, till, **parts)

    return opened


_OWN = (
    path("payments/terms", money_terms, name="money_terms"),
    path("payments/terms/end", till_end, name="till_end"),
)

urlpatterns: list[URLPattern] = addresses(_door, _OWN)
