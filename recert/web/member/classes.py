"""My classes: those to come and those held, one with how to join it, leaving, the calendar."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from recert.completions.models import Completion
from recert.completions.queries import completions_of
from recert.enrolments.actions import (
    accept_offer,
    end_feed,
    leave,
    make_feed,
    pay_by_transfer,
    what_leaving_means,
)
from recert.enrolments.models import UNDER_WAY, Enrolment, EnrolmentState
from recert.enrolments.own_pace import CreditUntil, credit_until
from recert.enrolments.prices import price_for
from recert.enrolments.queries import (
    ahead_of,
    changes_of,
    enrolment_for,
    enrolments_of,
    feed_of,
)
from recert.payments.gateway import account_of
from recert.payments.models import Invoice
from recert.payments.queries import invoices_of, open_cents
from recert.people.models import Person
from recert.rules.amounts import Money
from recert.web.access import MemberRequest, signed_in
from recert.web.clock import now, today
from recert.web.components.forms import refusals_said
from recert.web.components.place_words import (
    cents_words,
    leaving_words,
    place_view,
    refund_words,
)
from recert.web.member.bills import with_card_page
from recert.web.papers.calendar import MEDIA_TYPE, calendar_of
from recert.web.private_files import private_paper

A_PAGE = 25


class TakeForm(forms.Form):
    """Taking an offered place: how it is paid."""

    by_transfer = forms.BooleanField(
        label=lazy("I pay by transfer, or my employer pays"), required=False
    )


@signed_in
def classes(request: MemberRequest) -> HttpResponse:
    """What is to come, and what is over."""
    at, mine = now(request), enrolments_of(request.user)
    done = _completed(request.user)
    is_over = Q(over_at__isnull=False) | Q(course_class__ends_at__lte=at)
    under_way = mine.filter(state__in=UNDER_WAY).exclude(is_over)
    coming = [place_view(each, at) for each in under_way if each.course_class_id not in done]
    over = mine.filter(is_over | Q(course_class__in=done), state=EnrolmentState.ENROLLED)
    page = Paginator(over.order_by("-course_class__starts_at", "-id"), A_PAGE).get_page(
        request.GET.get("page")
    )
    feed = feed_of(request.user)
    context = {
        "coming": coming,
        "page": page,
        "held": [(place_view(each, at), done.get(each.course_class_id)) for each in page],
        "feed": settings.SITE_URL + reverse("public:calendar", args=[feed.secret]) if feed else "",
    }
    return render(request, "member/classes.html", context)


def _completed(person: Person) -> dict[int, Completion]:
    """What was reported and stands in the transcript, by the class it was."""
    found = completions_of(person).filter(
        course_class__isnull=False, activity__isnull=False, superseded_by=None
    )
    return {each.course_class_id: each for each in found if each.course_class_id is not None}


@signed_in
def place(request: MemberRequest, public_id: str) -> HttpResponse:
    """One place: how it stands, what to do next, and how to join once it is theirs."""
    mine, at = enrolment_for(request.user, public_id), now(request)
    bill = _bill(request.user, mine)
    seller = bill.seller if bill else mine.course_class.edition.course.provider.seller
    offered = mine.state == EnrolmentState.OFFERED
    price = price_for(request.user, mine.course_class, at)
    context = {
        "view": place_view(mine, at),
        "place": mine,
        "row": mine.course_class,
        "provider": mine.course_class.edition.course.provider,
        "invoice": bill,
        "seller": seller,
        "left": Money(open_cents(bill), bill.currency) if bill else None,
        "card": seller is not None and account_of(seller) is not None,
        "ahead": ahead_of(mine) if mine.state == EnrolmentState.WAITING else 0,
        "take": TakeForm() if offered else None,
        "offered_price": cents_words(min(price.cents, mine.cents), mine.currency),
        "refund": refund_words(mine.course_class) if mine.cents else "",
        "done": _completed(request.user).get(mine.course_class_id),
        "may_leave": _may_leave(mine, at),
        "credit": _credit_until(request, mine).get(mine.pk),
    }
    response = render(request, "member/place.html", context)
    return with_card_page(response, seller) if seller is not None else response


def _bill(person: Person, mine: Enrolment) -> Invoice | None:
    return invoices_of(person).filter(public_id=mine.invoice).first() if mine.invoice else None


def _may_leave(mine: Enrolment, at: datetime) -> bool:
    ends = mine.course_class.ends_at
    return mine.state in UNDER_WAY and (ends is None or ends > at)


@signed_in
@require_POST
def take(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take the place that became free."""
    form = TakeForm(request.POST)
    with refusals_said(request):
        is_valid = form.is_valid()
        mine = accept_offer(
            by=request.user,
            at=now(request),
            public_id=public_id,
            by_transfer=is_valid and form.cleaned_data["by_transfer"],
        )
        if mine.state == EnrolmentState.ENROLLED:
            messages.success(request, _("You are enrolled."))
    return redirect("member:place", public_id)


@signed_in
@require_POST
def transfer(request: MemberRequest, public_id: str) -> HttpResponse:
    """Have the place kept for a transfer instead of a card."""
    with refusals_said(request):
        pay_by_transfer(by=request.user, at=now(request), public_id=public_id)
        messages.success(request, _("The place is kept for longer, so that your money can come."))
    return redirect("member:place", public_id)


@signed_in
def leave_page(request: MemberRequest, public_id: str) -> HttpResponse:
    """What leaving means for one's money; then leave."""
    mine, at = enrolment_for(request.user, public_id), now(request)
    if request.method == "POST":
        with refusals_said(request):
            leave(by=request.user, at=at, public_id=public_id)
            messages.success(request, _("You have given your place back."))
            return redirect("member:place", public_id)
        return redirect("member:place", public_id)
    if not _may_leave(mine, at):
        return redirect("member:place", public_id)
    meant = what_leaving_means(mine, at)
    context = {"view": place_view(mine, at), "place": mine, "means": leaving_words(meant, mine)}
    return render(request, "member/place_leave.html", context)


# ---------------------------------------------------------------- calendars


@signed_in
def calendar_file(request: MemberRequest, public_id: str) -> HttpResponse:
    """One class as a file for a calendar; only for whoever has the place."""
    mine = enrolment_for(request.user, public_id)
    credit = _credit_until(request, mine)
    if mine.state != EnrolmentState.ENROLLED or (
        mine.course_class.starts_at is None and not credit
    ):
        messages.error(request, _("A calendar file is there once the place is yours."))
        return redirect("member:place", public_id)
    content = calendar_of((mine,), changes_of((mine.course_class,)), credit, now(request))
    return private_paper(content, "class.ics", MEDIA_TYPE)


def _credit_until(request: MemberRequest, mine: Enrolment) -> dict[int, CreditUntil]:
    """By the row of the place, for what is open at any time."""
    return credit_until((mine,), today(request, request.user.zone))


@signed_in
@require_POST
def feed(request: MemberRequest) -> HttpResponse:
    """Make a private address for one's calendar, a new one, or none any more."""
    if request.POST.get("act") == "end":
        end_feed(by=request.user, at=now(request))
        messages.success(request, _("The address leads nowhere any more."))
    else:
        make_feed(by=request.user, at=now(request))
        messages.success(request, _("Add this address to your calendar. Keep it to yourself."))
    return redirect(reverse("member:classes") + "#calendar")


urlpatterns = [
    path("classes/", classes, name="classes"),
    path("classes/calendar", feed, name="classes_feed"),
    path("classes/<str:public_id>", place, name="place"),
    path("classes/<str:public_id>/take", take, name="place_take"),
    path("classes/<str:public_id>/transfer", transfer, name="place_transfer"),
    path("classes/<str:public_id>/leave", leave_page, name="place_leave"),
    path("classes/<str:public_id>/class.ics", calendar_file, name="place_calendar"),
]
