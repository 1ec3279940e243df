"""The living style page: every component with sample data. Development and sandbox only."""

from datetime import date
from fractions import Fraction

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from recert.rules.amounts import Money
from recert.rules.findings import Status
from recert.standing.words.vocabulary import DELIVERIES, TOPICS, choices
from recert.web.components.clauses import ClauseView
from recert.web.components.drawings import CycleLine, Mark
from recert.web.components.lists import Row, Task

TODAY = date(2026, 11, 21)

CLAUSE = ClauseView(
    id="total",
    kind="need",
    says="You need 2.0 continuing education credits in every two-year cycle.",
    rows=(Row(label="At least", value="2 CEC"),),
    is_silent=False,
    silence="The policy does not say",
    in_force="since 1 January 2020, for renewals filed in that time",
    source_title="Recertification overview",
    address="https://example.org/recertification",
    place="second heading",
    read=TODAY,
    certainty="the body's own page",
    url="#",
)

LINE = CycleLine(
    start=date(2025, 4, 1),
    end=date(2027, 3, 31),
    today=TODAY,
    until=date(2027, 9, 30),
    marks=(
        Mark(on=date(2027, 3, 31), label="Last day", kind="end"),
        Mark(on=date(2027, 4, 1), label="Not active: grace, late fee $35"),
        Mark(on=date(2027, 7, 1), label="Not active: renewing costs $199"),
    ),
)

TASKS = (
    Task(
        title="Check your credits", state="Done", tone="good", url="#", hint="2.0 of 2.0 CECs count"
    ),
    Task(title="Show a current CPR card", state="Missing", tone="warn", url="#"),
    Task(title="Pay the renewal fee", state="To do", url="#", hint="$99 until 31 March 2027"),
    Task(title="Send your application", state="Cannot start yet"),
)


class SampleForm(forms.Form):
    """One field of every sort."""

    title = forms.CharField(label="What was it called?", help_text="As it is on the certificate.")
    completed = forms.DateField(label="When did you finish?", help_text="For example 2026-10-04")
    amount = forms.CharField(label="How much was awarded?", help_text="A number such as 1.5")
    delivery = forms.ChoiceField(
        label="How did you take it?", choices=choices(DELIVERIES), widget=forms.RadioSelect
    )
    topic = forms.ChoiceField(label="What was it about?", choices=choices(TOPICS), required=False)
    proof = forms.FileField(
        label="Certificate", required=False, help_text="PDF, JPEG or PNG, up to 10 MB."
    )
    notes = forms.CharField(label="Anything to add", widget=forms.Textarea, required=False)
    truthful = forms.BooleanField(label="What I have entered is true.")


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    if not (settings.DEBUG or settings.SANDBOX):
        raise Http404
    sample = {"title": "Strength for older adults", "completed": "2026-10-04", "amount": "1,5"}
    form = SampleForm(sample if "mistakes" in request.GET else None)
    if form.is_bound:
        form.full_clean()
        form.add_error("amount", "Write 1.5 with a point: “1,5” could be read as fifteen.")
    context = {
        "form": form,
        "clause": CLAUSE,
        "line": LINE,
        "tasks": TASKS,
        "today": TODAY,
        "statuses": list(Status),
        "rows": (
            Row(label="Certified", value="1 April 2023", url="#", action="Change"),
            Row(label="Number", value="AC-20491", url="#", action="Change"),
            Row(label="Register", value="Confirmed by the body"),
        ),
        "page": Paginator(range(120), 25).page(2),
        "two": Fraction(2),
        "part": Fraction("1.3"),
        "credits": [
            ("Ethics for trainers", "NETA", date(2026, 10, 4), Fraction("0.2")),
            ("Strength for older adults", "ACE", date(2026, 6, 12), Fraction("0.75")),
            ("Annual conference, two days", "ACSM", date(2026, 3, 8), Fraction(12)),
        ],
        "fee": Money(12_950, "USD"),
    }
    return render(request, "public/style.html", context)
