"""What is scored is named on a page where not all take part: suppliers (004/7.4)."""

import pytest
from django.urls import reverse

from common.models import JournalEntry
from people.models import Party
from tests.monitoring import after, campaigns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def campaign(runner, director):
    kind = campaigns.kind(
        "supplier_evaluation",
        subject="supplier",
        inside=None,
        outside=None,
        takes_all=False,
        is_contest=False,
        collects_material=False,
        rules={"needed": 2, "quorum": 2, "conflicts": ["organisation"]},
    )
    return campaigns.begin(runner, kind)


@pytest.fixture
def naming(campaign):
    return f"{campaign.get_absolute_url()}participants/name/"


@pytest.mark.parametrize(
    ("who", "code"), [("stranger", 404), ("staff", 403), ("runner", 200), ("director", 200)]
)
def test_who_runs_it_names_them_and_takes_them_off(client, request, campaign, naming, who, code):
    user = request.getfixturevalue(who)
    runner = request.getfixturevalue("runner")
    campaign.name_participants([Party.objects.create(name={"ky": "«Бир» ЖЧК"})], by=runner)
    off = reverse("monitoring:participant_off", args=[campaign.participants.get().pk])
    for url in (naming, off):
        assert after.look(client, user, url).status_code == code, url


def test_known_ones_are_ticked_new_ones_written_and_none_stands_twice(
    client, runner, campaign, naming
):
    known = Party.objects.create(name={"ky": "«Түндүк Кагаз» ЖЧК"})
    other = Party.objects.create(name={"ky": "«Чүй Басма» басмаканасы"})
    nothing = after.look(client, runner, naming, once="1", new=" ")
    assert nothing.status_code == 422
    twice = after.look(client, runner, naming, once="2", new="«түндүк кагаз» жчк")
    assert "known already" in str(twice.context["form"].errors["new"])

    new = "«Алай Байланыш» ААК\n\n «Алай  Байланыш» ААК "
    done = after.look(client, runner, naming, once="3", rows=[known.pk, other.pk], new=new)

    assert done.status_code == 302
    assert [str(one) for one in campaign.participants.order_by("number")] == [
        "«Алай Байланыш» ААК",
        "«Түндүк Кагаз» ЖЧК",
        "«Чүй Басма» басмаканасы",
    ]
    form = after.look(client, runner, naming).context["form"]
    assert not form.fields["rows"].queryset.exists()


@pytest.mark.parametrize("new", ["...", "Бир\n—\nЭки", "\u200b"])
def test_a_name_without_a_letter_is_none(client, runner, campaign, naming, new):
    answer = after.look(client, runner, naming, once="1", new=new)
    assert "This is no name" in str(answer.context["form"].errors["new"])
    assert answer.status_code == 422
    assert not campaign.participants.exists()


def test_after_one_came_off_the_next_gets_a_number_of_its_own(client, runner, campaign, naming):
    after.look(client, runner, naming, once="1", new="Бир\nЭки\nҮч")
    first = campaign.participants.get(number=1)
    off = reverse("monitoring:participant_off", args=[first.pk])
    assert after.look(client, runner, off, once="2").status_code == 302
    assert JournalEntry.objects.about(campaign).filter(deed="take_off").exists()
    after.look(client, runner, naming, once="3", new="Төрт")
    assert sorted(campaign.participants.values_list("number", flat=True)) == [2, 3, 4]


def test_once_they_are_scored_nobody_is_named_or_taken_off(client, runner, campaign, naming):
    after.look(client, runner, naming, once="1", new="Бир\nЭки")
    campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    off = reverse("monitoring:participant_off", args=[campaign.participants.first().pk])
    for url in (naming, off):
        assert after.look(client, runner, url, once=url, new="Үч").status_code == 409
    assert campaign.participants.count() == 2


def test_where_all_take_part_nobody_is_named(client, runner, kind):
    campaign = campaigns.begin(runner, kind)
    url = f"{campaign.get_absolute_url()}participants/name/"
    refused = after.look(client, runner, url)
    assert refused.status_code == 409
    assert "All take part: nobody is named." in refused.content.decode()
    page = after.look(client, runner, f"{campaign.get_absolute_url()}?tab=participants")
    assert "participants/name/" not in page.content.decode()
