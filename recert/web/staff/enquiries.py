"""Questions from readers of the help pages: the queue, and answering one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.enquiries.actions import answer
from recert.enquiries.queries import answered_by, enquiries_to, enquiry_for_staff
from recert.web.access import DeskRequest, desk_for_staff
from recert.web.clock import now, today
from recert.web.components.forms import refusals_on, sent
from recert.web.staff import fields

ON_A_PAGE = 50


class AnswerForm(forms.Form):
    """What to answer."""

    text = fields.text(lazy("Your answer"), lazy("It goes to them by e-mail."), rows=8)


@desk_for_staff()
def enquiries(request: DeskRequest) -> HttpResponse:
    """The questions nobody has answered yet, oldest first; or those that were."""
    body = request.desk.body
    is_answered = request.GET.get("show") == "answered"
    rows = answered_by(body) if is_answered else enquiries_to(body)
    context = {
        "body": body,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_answered": is_answered,
        "today": today(request, body.zone),
    }
    return render(request, "staff/enquiries.html", context)


@desk_for_staff()
def enquiry(request: DeskRequest, public_id: str) -> HttpResponse:
    """One question, and the answer to it."""
    body = request.desk.body
    found = enquiry_for_staff(request.user, body.slug, public_id)
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        with refusals_on(form):
            answer(
                by=request.user,
                at=now(request),
                body_slug=body.slug,
                public_id=public_id,
                text=text,
            )
            messages.success(request, _("Answered. It goes out by e-mail."))
            return redirect("staff:enquiries", body.slug)
    status = 422 if form.errors else 200
    context = {"body": body, "enquiry": found, "form": form}
    return render(request, "staff/enquiry.html", context, status=status)


urlpatterns = [
    path("questions", enquiries, name="enquiries"),
    path("questions/<str:public_id>", enquiry, name="enquiry"),
]
