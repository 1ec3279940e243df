"""Appeals and complaints in public: how a body deals with them, and complaining to it."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as lazy

from recert.appeals.actions import complain
from recert.appeals.models import About
from recert.appeals.queries import practice_of
from recert.people.models import Body, Person
from recert.people.queries import body_named
from recert.renewals.retention import kept_since
from recert.web.clock import now
from recert.web.components.forms import refusals_on
from recert.web.public.limits import is_too_often

MOST_COMPLAINTS = 10


class ComplaintForm(forms.Form):
    """What is complained of, about whom, and where to send the answer."""

    about = forms.ChoiceField(
        label=lazy("What is it about?"),
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose what your complaint is about.")},
    )
    whom = forms.CharField(
        label=lazy("About whom, if about somebody?"),
        help_text=lazy("A name, a number of a certification, the name of a school."),
        max_length=200,
        required=False,
    )
    text = forms.CharField(
        label=lazy("What happened, and what should be done?"),
        help_text=lazy("Days and places help. Leave out what they need not know."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": lazy("Say what is wrong, and what you think should be done.")},
    )
    name = forms.CharField(
        label=lazy("Your name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=lazy("E-mail address for the answer"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": lazy("Enter the address to answer to."),
            "invalid": lazy("Enter an address such as name@example.org."),
        },
    )

    def __init__(self, *args: object, person: Person | None, **kwargs: object) -> None:
        """Somebody signed in is not asked who they are."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if person is not None:
            del self.fields["name"], self.fields["email"]


def appeals_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How a body deals with appeals and complaints: days, who decides, how to reach it."""
    body = body_named(slug)
    context = {"body": body, "practice": practice_of(body)}
    return render(request, "public/appeals.html", context)


def complain_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Complain to a body, signed in or not."""
    body = body_named(slug)
    person = request.user if isinstance(request.user, Person) else None
    at = now(request)
    context: dict[str, Any] = {"body": body, "kept": relativedelta(at, kept_since(body, at)).years}
    if request.method != "POST":
        context["form"] = ComplaintForm(person=person)
        return render(request, "public/complain.html", context)
    form = context["form"] = ComplaintForm(request.POST, person=person)
    if form.is_valid() and _send(request, body, form, person):
        return redirect("public:complained", slug)
    return render(request, "public/complain.html", context, status=422)


def complained_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with the complaint now."""
    body = body_named(slug)
    context = {"body": body, "practice": practice_of(body)}
    return render(request, "public/complained.html", context)


def _send(request: HttpRequest, body: Body, form: ComplaintForm, person: Person | None) -> bool:
    """Complain, or put what stood in the way beside the fields."""
    if is_too_often(request, "complain", MOST_COMPLAINTS):
        form.add_error(None, lazy("You have written a good deal just now. Wait ten minutes."))
        return False
    with refusals_on(form):
        complain(by=person, at=now(request), body=body, **form.cleaned_data)
        return True
    return False
