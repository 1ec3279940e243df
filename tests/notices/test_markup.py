"""The markup of letters: the same source in plain words and in HTML, and nothing read as either."""

from __future__ import annotations

import pytest

from recert.notices.markup import in_html, in_plain, markup_problems, plain_in_html

SOURCE = """Dear **{name}**,


{words}

- first, {name}
- second

Sign in [here]({sign_in}) or write to [us](mailto:us@example.org).
"""
VALUES = {
    "name": "Ada <b>",
    "words": "Reason: **not** [this](javascript:x)\n\nSecond & last.",
    "sign_in": "https://recert.example/login",
}


def test_plain_words() -> None:
    assert in_plain(SOURCE, VALUES) == (
        "Dear Ada <b>,\n\nReason: **not** [this](javascript:x)\n\nSecond & last.\n\n"
        "- first, Ada <b>\n- second\n\n"
        "Sign in here (https://recert.example/login) or write to us (us@example.org)."
    )


def test_html_and_what_is_filled_in_is_harmless() -> None:
    page = in_html(SOURCE, VALUES)
    assert "<p>Dear <strong>Ada &lt;b&gt;</strong>,</p>" in page
    assert "<p>Reason: **not** [this](javascript:x)</p>" in page
    assert "<p>Second &amp; last.</p>" in page
    assert "<ul><li>first, Ada &lt;b&gt;</li><li>second</li></ul>" in page
    assert '<a href="https://recert.example/login" style="color:inherit">here</a>' in page
    assert "javascript" not in page.replace("[this](javascript:x)", "")


def test_what_a_value_holds_is_never_filled_in_again() -> None:
    values = {"name": "{words}", "words": "secret"}
    assert in_plain("{name}", values) == "{words}"
    assert in_html("Dear {name}", values) == "<p>Dear {words}</p>"


def test_html_typed_into_the_source_is_shown_and_not_run() -> None:
    assert in_html("<script>alert(1)</script>", {}) == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )
    assert "&lt;img" in plain_in_html("<img src=x onerror=y>")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Dear\n{nmae}", "Line 2: there is no {nmae}. Did you mean {name}?"),
        ("{Name}", "Line 1: there is no {Name}. Did you mean {name}?"),
        ("{xyz}", "Line 1: there is no {xyz}. There are: {name}, {words}."),
        ("Dear {name,", "Line 1: a brace is opened and not closed. Write {name}."),
        ("{}", "Line 1: there is no {}. There are: {name}, {words}."),
        ("[a](javascript:x)", "Line 1: “javascript:x” is no address. Begin it with https://."),
        ("\n\n[a](www.x.org)", "Line 3: “www.x.org” is no address. Begin it with https://."),
        ("[a]({name})", "Line 1: “{name}” is no address. Begin it with https://."),
        ('[a](https://x"onclick=")', 'Line 1: “https://x"onclick="” is no address.'),
    ],
)
def test_each_problem_has_its_line_and_its_remedy(text: str, says: str) -> None:
    (problem,) = markup_problems(text, ("name", "words"), "text")
    assert problem.sentence.startswith(says)
    assert problem.field == "text"


def test_a_good_source_has_no_problem() -> None:
    assert list(markup_problems(SOURCE, VALUES, "text")) == []
