"""A body's own words: kept version after version, refused where they cannot be sent."""

from __future__ import annotations

import pytest

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.kinds import KINDS, LETTERS
from recert.notices.models import Notice, Wording
from recert.notices.queries import wording_of
from recert.people.actions import send_test, word_letter
from recert.people.posting import letter_of
from recert.people.telling import tell
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

TEXT = "Hola {name}:\n\n{words}\n\n**{body}**"


def word(cast: Cast, **changed: object) -> Wording:
    asked: dict[str, object] = {
        "by": cast.hal,
        "at": NOW,
        "body_slug": "acsm",
        "kind": "register-changed",
        "language": "es",
        "subject": "Registro: {headline}",
        "text": TEXT,
        "seen": 0,
    }
    return word_letter(**{**asked, **changed})  # type: ignore[arg-type]


def told(cast: Cast, language: str, body: str = "acsm") -> Notice:
    cast.ada.language = language
    return tell(
        at=NOW,
        person=cast.ada,
        kind="register-changed",
        letter=lambda: ("Changed", "Your number <1> is new."),
        key=f"{language}{body}{Notice.objects.count()}",
        body_slug=body,
    )


def test_a_reader_gets_the_bodys_words_in_their_language(cast: Cast) -> None:
    word(cast)
    spanish, german, elsewhere = told(cast, "es"), told(cast, "de"), told(cast, "es", "action")
    assert spanish.subject == "Registro: Changed"
    assert spanish.text == f"Hola Ada Ruiz:\n\nYour number <1> is new.\n\n{cast.acsm.name}"
    assert "<p>Your number &lt;1&gt; is new.</p>" in spanish.html
    assert spanish.language == "es"
    for ours in (german, elsewhere):
        assert (ours.subject, ours.html) == ("Changed", "")
    word(cast, language="en", text="In English: {words}")
    assert told(cast, "de").text == "In English: Your number <1> is new."


def test_a_letter_runs_the_way_its_language_does_and_its_foot_the_way_ours_does(
    cast: Cast,
) -> None:
    word(cast, language="he", text="שלום {name}\n\n{words}")
    page = letter_of(told(cast, "he")).html
    assert '<html lang="he" dir="rtl">' in page
    assert '<p lang="en" dir="ltr"' in page
    ours = letter_of(told(cast, "de", "action")).html
    assert '<html lang="en" dir="ltr">' in ours
    assert "<p lang" not in ours


def test_every_version_stays_and_no_words_bring_ours_back(cast: Cast) -> None:
    word(cast)
    assert word(cast, seen=1).version == 1  # the same again is no new version
    word(cast, seen=1, text="{words}")
    with pytest.raises(Refused, match="A colleague has changed this letter"):
        word(cast, seen=1, text="Mine: {words}")
    word(cast, seen=2, subject="", text="")
    assert Wording.objects.count() == 3
    assert wording_of("acsm", "register-changed", ("es", "en")) is None
    assert told(cast, "es").subject == "Changed"
    codes = [line.code for line in lines_about("letter:register-changed:es")]
    assert sorted(codes) == ["notices.worded", "notices.worded", "notices.worded-by-us"]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"text": "{nmae} {words}"}, r"Line 1: there is no \{nmae\}. Did you mean \{name\}"),
        ({"subject": "{amount}"}, r"Line 1: there is no \{amount\}"),
        ({"subject": "{words}"}, r"there is no \{words\}"),  # a subject is one line
        ({"text": "Bye"}, r"Put \{words\} somewhere"),
        ({"subject": ""}, "Write the subject"),
        ({"text": " "}, "Write the letter"),
        ({"subject": "x" * 151}, "Shorten the subject"),
        ({"text": "{words}" + "x" * 8000}, "Shorten the letter"),
        ({"kind": "digest"}, "no such letter"),
        ({"kind": "gossip"}, "no such letter"),
        ({"language": "tlh"}, "one of the languages"),
    ],
)
def test_words_that_cannot_be_sent_are_refused(
    cast: Cast, changed: dict[str, object], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        word(cast, **changed)
    assert not Wording.objects.exists()


def test_only_those_who_keep_the_policy_write_letters(cast: Cast) -> None:
    for somebody in (cast.dan, cast.gus, cast.fay, cast.ada):
        with pytest.raises(NotFound):
            word(cast, by=somebody)
        with pytest.raises(NotFound):
            send_test(by=somebody, at=NOW, body_slug="acsm", kind="register-changed",
                      language="en", subject="x", text="{words}", values={})  # fmt: skip


def test_every_letter_names_what_it_may_leave_open_and_whoever_tells_must_say_it(
    cast: Cast,
) -> None:
    for code in LETTERS:
        names = [each.name for each in KINDS[code].placeholders]
        assert len(names) == len(set(names)), code
    with pytest.raises(ValueError, match="must tell credential, days_left, last_day"):
        tell(at=NOW, person=cast.ada, kind="renewal-due", letter=lambda: ("a", "b"), key="k")
