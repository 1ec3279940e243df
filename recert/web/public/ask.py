"""Ask a body something: what the help pages and the rulebook do not answer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from recert.enquiries.actions import ask
from recert.people.models import Body, Person
from recert.people.queries import body_named
from recert.rulebooks.queries import bodies_with_rulebooks
from recert.web.clock import now
from recert.web.components.forms import refusals_on
from recert.web.public.limits import is_too_often

MOST_QUESTIONS = 10


class AskForm(forms.Form):
    """A question, to whom, and where to send the answer."""

    body = forms.ChoiceField(label=lazy("Whom do you want to ask?"))
    text = forms.CharField(
        label=lazy("Your question"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=lazy("Leave out what they need not know, such as your health or a password."),
        error_messages={"required": lazy("Write your question.")},
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
        help_text=lazy(
            "Your question, name and address are deleted a year after the answer, or two years "
            "after you asked if none came."
        ),
        error_messages={
            "required": lazy("Enter the address to answer to."),
            "invalid": lazy("Enter an address such as name@example.org."),
        },
    )

    def __init__(self, *args: object, person: Person | None, **kwargs: object) -> None:
        """Somebody signed in is not asked who they are."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(body.slug, body.name) for body in bodies_with_rulebooks()]
        if person is not None:
            del self.fields["name"], self.fields["email"]


def ask_page(request: HttpRequest) -> HttpResponse:
    """Write to a body's staff; the answer comes by e-mail."""
    person = request.user if isinstance(request.user, Person) else None
    if request.method != "POST":
        form = AskForm(person=person, initial={"body": request.GET.get("body", "")})
        context = {"form": form, "about": request.GET.get("about", "")}
        return render(request, "public/ask.html", context)
    form = AskForm(request.POST, person=person)
    if form.is_valid() and _send(request, form, person):
        return redirect(reverse("public:asked", args=[form.cleaned_data["body"]]))
    context = {"form": form, "about": request.POST.get("about", "")}
    return render(request, "public/ask.html", context, status=422)


def asked_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with the question now."""
    return render(request, "public/asked.html", {"body": body_named(slug)})


def _send(request: HttpRequest, form: AskForm, person: Person | None) -> bool:
    """Ask, or put what stood in the way beside the fields."""
    if is_too_often(request, "ask", MOST_QUESTIONS):
        form.add_error(None, lazy("You have asked a good deal just now. Try again in ten minutes."))
        return False
    given = form.cleaned_data
    body: Body = body_named(given["body"])
    with refusals_on(form):
        ask(
            by=person,
            at=now(request),
            body=body,
            text=given["text"],
            email=given.get("email", ""),
            name=given.get("name", ""),
            page=request.POST.get("about", ""),
        )
        return True
    return False
