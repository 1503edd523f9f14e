"""What an employee brings for the scoring: written, attached, closed when scoring begins (000/4.2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.models import Attachment, JournalEntry, Todo
from monitoring.models import Material
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def collecting(runner, director):
    kind = campaigns.kind()
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.collect(by=runner)
    return campaign, users


@pytest.fixture
def own(collecting, staff):
    return collecting[0].participants.get(person=staff.person)


@pytest.fixture
def indicator(collecting):
    return collecting[0].criteria.indicators()[0]


def by(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def edit(own, indicator) -> str:
    return reverse("monitoring:material_edit", args=[own.pk, indicator.pk])


def attach(own, indicator) -> str:
    return reverse("monitoring:material_attach", args=[own.pk, indicator.pk])


def a_file(name="Күбөлүк.pdf", content=b"%PDF-1.4 x"):
    return SimpleUploadedFile(name, content)


@pytest.mark.clause("000-4.2")
def test_material_is_brought_and_stands_beside_the_score(collecting, own, indicator, staff):
    me = by(staff)
    page = me.get(own.get_absolute_url())
    assert page.status_code == 200
    words = {
        "text": "Үч окуу",
        "links": "https://example.kg/a\nhttps://example.kg/b",
        "revision": 0,
    }
    assert me.post(edit(own, indicator), words).status_code == 302
    assert me.post(attach(own, indicator), {"file": a_file()}).status_code == 302
    member = by(collecting[1][3])  # the outsider
    part = member.get(reverse("monitoring:material_part", args=[own.pk]))
    assert part.status_code == 200
    said = part.content.decode()
    assert "Үч окуу" in said
    assert "Күбөлүк.pdf" in said
    assert 'href="https://example.kg/b"' in said
    file = Attachment.objects.get(name="Күбөлүк.pdf")
    assert member.get(file.get_absolute_url()).status_code == 200


def test_nobody_else_sees_it_nor_its_files(collecting, own, indicator, staff, runner, director):
    by(staff).post(attach(own, indicator), {"file": a_file()})
    file = Attachment.objects.get(name="Күбөлүк.pdf").get_absolute_url()
    other = employee("other")
    stranger = campaigns.outsider()
    for user in (other, stranger):
        for address in (own.get_absolute_url(), edit(own, indicator), file):
            assert by(user).get(address).status_code == 404
    assert Client().get(own.get_absolute_url()).status_code == 302
    for user in (staff, runner, director, *collecting[1]):
        assert by(user).get(own.get_absolute_url()).status_code == 200
        assert by(user).get(file).status_code == 200
    for user in (director, *collecting[1]):
        assert by(user).get(edit(own, indicator)).status_code == 403


def test_to_an_outsider_the_door_closes_with_the_campaign(collecting, own, indicator, staff):
    by(staff).post(attach(own, indicator), {"file": a_file()})
    file = Attachment.objects.get(name="Күбөлүк.pdf").get_absolute_url()
    outsider = by(collecting[1][3])
    type(collecting[0]).objects.filter(pk=collecting[0].pk).update(state="closed")
    assert outsider.get(own.get_absolute_url()).status_code == 404
    assert outsider.get(file).status_code == 404


@pytest.mark.parametrize("name", ["x.exe", "x.html"])
def test_a_program_shows_nothing(own, indicator, staff, name, collecting):
    assert by(staff).post(attach(own, indicator), {"file": a_file(name)}).status_code == 422
    assert not Material.objects.exists()


@pytest.mark.parametrize("links", ["javascript:alert(1)", "example", "https://a.kg\nftp://b.kg"])
def test_a_link_is_an_address_of_the_web(own, indicator, staff, links, collecting):
    response = by(staff).post(edit(own, indicator), {"text": "x", "links": links, "revision": 0})
    assert response.status_code == 422
    assert not Material.objects.exists()


def test_who_saves_over_a_newer_text_is_told(own, indicator, staff, runner, collecting):
    me = by(staff)
    me.post(edit(own, indicator), {"text": "Биринчи", "links": "", "revision": 0})
    by(runner).post(edit(own, indicator), {"text": "Экинчи", "links": "", "revision": 1})
    late = me.post(edit(own, indicator), {"text": "Үчүнчү", "links": "", "revision": 1})
    assert late.status_code == 409
    again = me.post(edit(own, indicator), {"text": "Төртүнчү", "links": "", "revision": 0})
    assert again.status_code == 409
    assert Material.objects.get().text == "Экинчи"


def test_nothing_is_brought_once_the_scoring_began(collecting, own, indicator, staff, runner):
    campaign, users = collecting
    me = by(staff)
    me.post(attach(own, indicator), {"file": a_file()})
    file = Attachment.objects.get(name="Күбөлүк.pdf")
    campaign.begin_scoring(by=runner)
    assert me.get(edit(own, indicator)).status_code == 409
    words = {"text": "Кеч", "links": "", "revision": 1}
    assert me.post(edit(own, indicator), words).status_code == 409
    remove = reverse("monitoring:material_detach", args=[own.pk, indicator.pk, file.pk])
    assert me.post(remove).status_code == 409
    assert Attachment.objects.filter(pk=file.pk).exists()
    assert me.get(own.get_absolute_url()).status_code == 200


def waits(own):
    return Todo.objects.about(own).waiting().filter(kind="monitoring.bring").exists()


def test_the_to_do_ends_when_something_is_there_for_all_that_is_asked(
    collecting, own, staff, indicator
):
    columns = list(collecting[0].criteria.indicators())
    for column in columns[:2]:
        column.material = campaigns.words("Сертификат")
        column.save()
    me = by(staff)
    assert waits(own)
    me.post(edit(own, columns[0]), {"text": "Бар", "links": "", "revision": 0})
    assert waits(own)
    me.post(attach(own, columns[1]), {"file": a_file()})
    assert not waits(own)


def test_the_to_do_ends_when_its_owner_says_that_is_all(collecting, own, staff):
    address = reverse("monitoring:all_brought", args=[own.pk])
    assert by(employee("other")).post(address).status_code == 404
    assert by(collecting[1][0]).post(address).status_code == 403
    assert by(staff).get(address).status_code == 200
    assert by(staff).post(address).status_code == 302
    assert not waits(own)
    assert JournalEntry.objects.filter(deed="bring_all").exists()


def test_a_file_is_taken_off_again_and_the_journal_knows_which(collecting, own, indicator, staff):
    me = by(staff)
    me.post(attach(own, indicator), {"file": a_file()})
    file = Attachment.objects.get(name="Күбөлүк.pdf")
    remove = reverse("monitoring:material_detach", args=[own.pk, indicator.pk, file.pk])
    assert by(collecting[1][0]).post(remove).status_code == 403
    assert me.post(remove).status_code == 302
    assert not Attachment.objects.filter(pk=file.pk).exists()
    entry = JournalEntry.objects.filter(deed="detach").latest("pk")
    assert entry.details["sha256"] == file.blob.sha256


def test_my_material_leads_to_the_own_page(collecting, own, staff):
    response = by(staff).get(reverse("monitoring:my_material"))
    assert response.url == own.get_absolute_url()
    assert by(employee("newcomer")).get(reverse("monitoring:my_material")).status_code == 200
    assert by(collecting[1][3]).get(reverse("monitoring:my_material")).status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_with_few_indicators_and_many(
    runner, director, staff, count, django_assert_max_num_queries
):
    kind = campaigns.kind()
    weights = (tuple([1000 // count] * (count - 1) + [1000 - 1000 // count * (count - 1)]),)
    criteria = campaigns.criteria_of(kind, runner.person, weights=weights)
    campaign = campaigns.begin(runner, kind, criteria=criteria)
    campaigns.form(campaign, runner)
    campaign.collect(by=runner)
    own = campaign.participants.get(person=staff.person)
    me = by(staff)
    for indicator in criteria.indicators():
        me.post(attach(own, indicator), {"file": a_file()})
    with django_assert_max_num_queries(24):
        assert me.get(own.get_absolute_url()).status_code == 200
