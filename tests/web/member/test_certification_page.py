"""One certification's page: every figure with its clause, what counts, the grid, fees, holes."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from recert.credentials.actions import rule
from recert.credentials.models import Certification
from recert.rules.facts import DecisionKind, Topic, Unit
from tests.cast import NOW, Cast, course, log

MOST_QUERIES = 31


def page_of(client: Client, certification: Certification) -> str:
    answer = client.get(f"/me/certifications/{certification.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sentence_and_the_last_minute_in_both_zones(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_acsm)
    assert "You need 6.3 more CECs by 31 December 2026" in page
    assert "ends at 23:59 in New York, which is 22:59 where you are" in page


def test_a_reader_in_the_bodys_zone_sees_one_time(cast: Cast, ada: Client) -> None:
    cast.ada.zone = "America/New_York"
    cast.ada.save()
    page = page_of(ada, cast.ada_acsm)
    assert "ends at 23:59 in New York." in page


def test_a_reader_far_east_sees_the_next_day(cast: Cast, ada: Client) -> None:
    cast.ada.zone = "Asia/Tokyo"
    cast.ada.save()
    assert "13:59 on 1 January 2027" in page_of(ada, cast.ada_acsm)


def test_every_figure_opens_to_its_clause(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_acsm)
    assert "the exercise physiologist and clinical exercise physiologist 60" in " ".join(
        page.split()
    )
    assert "Renewing costs $60 for the group exercise" in page
    assert "https://acsm.org/certification/recertification" in page
    assert "/rulebooks/acsm/2025/#total" in page


def test_on_paper_the_rules_are_written_out(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_acsm)
    paper = page[page.index("The rules behind these figures") : page.index('id="history"')]
    assert "You hold current CPR certification on the day you renew." in paper
    assert "Otherwise credits, medical credits" in paper
    assert "is not in the text seen" not in paper


def test_what_does_not_count_stands_together_by_its_reason(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_action)
    reasons = page[page.index("What does not count here") :]
    assert reasons.count("Is this class on ACTION") == 1
    assert "Annual Meeting" in reasons
    assert "Exercise and Hypertension" in reasons
    asks = f"/ask?for={cast.ada_action.public_id}"
    assert asks in reasons


def test_work_of_other_cycles_is_left_to_the_transcript(cast: Cast, ada: Client) -> None:
    log(cast.ada, course("Long ago", date(2021, 3, 1), "5"))
    page = page_of(ada, cast.ada_acsm)
    assert "Long ago" not in page
    assert "1 activity of other years" in page


def test_the_grid_shows_what_serves_two_needs_at_once(cast: Cast, ada: Client) -> None:
    log(
        cast.ada,
        course(
            "Ethics for trainers",
            date(2026, 5, 1),
            "0.2",
            unit=Unit.CEC,
            by="ace",
            topics=frozenset({Topic.ETHICS}),
        ),
    )
    page = page_of(ada, cast.ada_ace)
    grid = page[page.index('class="table grid-table"') :]
    row = grid[grid.index("Ethics for trainers") :].split("</tr>")[0]
    assert row.count('class="num fills"') == 2
    assert "Credits in all" in grid
    assert "Ethics" in grid


def test_one_need_alone_makes_no_grid(cast: Cast, ada: Client) -> None:
    assert "grid-table" not in page_of(ada, cast.ada_acsm)


def test_fees_now_and_later_and_where_the_policy_is_silent(cast: Cast, ada: Client) -> None:
    fees = page_of(ada, cast.ada_acsm)
    fees = fees[fees.index('id="fees"') :]
    assert "until 31 December 2026" in fees
    assert "$150" in fees
    assert "Late fee" in fees
    assert "the policy does not say" in fees


def test_holes_are_named(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_action)
    assert "What the policy does not say" in page
    assert "does not say whether renewals are audited" in page
    assert "The policy names no time zone" in page


def test_a_way_that_is_closed_says_why(cast: Cast, ada: Client) -> None:
    page = page_of(ada, cast.ada_action)
    assert "Not open to you" in page
    assert "cannot renew by sitting the same examination" in page


def test_decisions_are_history(cast: Cast, ada: Client) -> None:
    rule(
        by=cast.fay,
        at=NOW,
        body_slug="action",
        public_id=cast.ada_action.public_id,
        kind=DecisionKind.EXTEND,
        reason="Parental leave.",
        until=date(2027, 9, 30),
    )
    page = page_of(ada, cast.ada_action)
    assert "The last day was moved" in page
    assert "Parental leave." in page
    assert "by 30 September 2027" in page


def test_a_day_that_no_edition_covers_is_declined(
    cast: Cast, ada: Client, settings: Settings
) -> None:
    Certification.objects.filter(pk=cast.ada_ace.pk).update(credential="gone")
    page = page_of(ada, cast.ada_ace)
    assert "No published edition covers" in page
    assert "What is needed" not in page


def test_titles_are_shown_and_never_run(cast: Cast, ada: Client) -> None:
    log(cast.ada, course("<script>alert(1)</script>", date(2026, 5, 1), "1"))
    page = page_of(ada, cast.ada_acsm)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_as_many_queries_for_a_long_record(
    cast: Cast, ada: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(ada, cast.ada_ace)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page_of(ada, cast.ada_ace)
    for number in range(30):
        log(cast.ada, course(f"Course {number}", date(2026, 1, 1) + timedelta(number), "0.1"))
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        page_of(ada, cast.ada_ace)
    assert len(many) == len(few)
