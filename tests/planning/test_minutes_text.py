"""What is typed into the minutes is kept: beside wrong votes, beside another who types."""

import re

import pytest
from django.urls import reverse

from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def item(agency):
    kind = things.kind_of("council", *things.members(4))
    return things.opened(kind, agency.office, agency.director.person).items.get()


@pytest.fixture
def send(client, item):
    """What the browser sends, by itself or by a button."""

    def do(user, revision, scripts=True, **typed):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        given = {"revision": revision, "heard": "", "spoke": "", "resolved": "", "outcome": ""}
        url = reverse("planning:minutes_item", args=[item.meeting_id, item.pk])
        headers = {"HX-Request": "true"} if scripts else {}
        answer = client.post(url, given | typed, headers=headers)
        item.refresh_from_db()
        return answer.content.decode()

    return do


WRONG = [
    ({"votes_for": "5", "votes_against": "1"}, "The votes do not add up"),
    ({"votes_for": "беш"}, "Enter a whole number"),
    ({"votes_for": "-1", "votes_against": "5"}, "greater than or equal to 0"),
]


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("votes", "words"), WRONG)
def test_a_wrong_vote_alone_is_refused_and_the_text_is_kept(
    send, item, agency, votes, words, scripts
):
    said = send(agency.office, item.revision, scripts, spoke="Токтоева сүйлөдү", **votes)

    assert (item.spoke, item.outcome, item.has_vote) == ("Токтоева сүйлөдү", "considered", False)
    assert words in said
    assert f'value="{item.revision}"' in said
    if scripts:
        assert "without the votes" in said
    else:
        assert 'value="беш"' in said or f'value="{votes["votes_for"]}"' in said  # stays typed


def test_the_right_vote_goes_in_afterwards_and_the_text_is_not_written_twice(send, item, agency):
    send(agency.office, item.revision, spoke="Сөз", votes_for="5")
    seen, same = item.revision, {"spoke": "Сөз", "outcome": "considered"}
    send(agency.office, item.revision, votes_for="5", **same)
    assert item.revision == seen
    said = send(agency.office, item.revision, votes_for="3", votes_abstained="1", **same)

    assert (item.votes, item.spoke) == ((3, 0, 1), "Сөз")
    assert "without the votes" not in said


def test_what_another_stored_is_told_whole_and_only_what_somebody_typed_is_named(
    send, item, agency
):
    seen, long = item.revision, "Узун сөз. " * 60
    send(agency.office, seen, heard=long.strip())
    told = send(agency.director, seen, heard="Меники", outcome="")

    assert "(Heard)" in told
    assert long.strip() in told


@pytest.mark.parametrize("scripts", [True, False])
def test_who_takes_what_is_stored_still_sees_what_they_typed(send, item, agency, scripts):
    seen = item.revision
    send(agency.office, seen, heard="Биринчи")
    told = send(agency.director, seen, scripts, heard="Экинчи", take="1")

    assert item.heard == "Биринчи"
    assert "You typed this, and it is not stored." in told
    assert "<dd>Экинчи</dd>" in told
    assert "Биринчи</textarea>" in told
    assert f'value="{item.revision}"' in told


# Without scripts ----------------------------------------------------------------------------------


def fields(page: str) -> dict:
    """What the form of a page would send: its revision and its three texts."""
    found = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL))
    (revision,) = re.findall(r'id="minutes-revision" value="(\d+)"', page)
    return {"heard": found["heard"], "spoke": found["spoke"], "revision": revision}


def test_who_corrects_refused_votes_overwrites_nobody(send, item, agency):
    seen = item.revision
    send(agency.office, seen, spoke="Биринчи сүйлөдү")
    page = send(agency.director, seen, scripts=False, heard="Экинчи укту", votes_for="9")

    shown = fields(page)
    assert (shown["heard"], shown["spoke"]) == ("Экинчи укту", "Биринчи сүйлөдү")
    assert 'value="9"' in page
    send(agency.director, scripts=False, outcome="considered", votes_for="4", **shown)
    assert (item.heard, item.spoke, item.votes) == ("Экинчи укту", "Биринчи сүйлөдү", (4, 0, 0))


def test_who_saves_once_more_after_a_clash_is_told_once_more(send, item, agency):
    seen = item.revision
    send(agency.office, seen, spoke="Биринчи")
    shown = fields(send(agency.director, seen, scripts=False, spoke="Экинчи"))

    page = send(agency.director, scripts=False, **shown)
    assert item.spoke == "Биринчи"
    assert "Put mine in its place" in page
    send(agency.director, scripts=False, over=item.revision, **fields(page))
    assert item.spoke == "Экинчи"


def test_what_was_refused_as_a_whole_is_measured_by_what_one_had_before_one(send, item, agency):
    seen = item.revision
    send(agency.office, seen, spoke="Биринчи")
    shown = fields(send(agency.director, seen, scripts=False, heard="Экинчи", outcome="dancing"))

    send(agency.director, scripts=False, outcome="considered", **shown)
    assert (item.heard, item.spoke) == ("Экинчи", "Биринчи")
