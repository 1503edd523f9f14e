"""The pages and papers of a commission's protocol, as each reader finds them (000/2.4, 4.3, 4.4)."""

import os

import pytest
from django.utils.timezone import localdate

from documents.models import Nomenclature, NomenclatureItem
from documents.record_sources import case_of
from documents.tasks import print_papers
from monitoring.models import CommissionProtocol
from tests.factories import PASSWORD, UserFactory
from tests.monitoring import after, campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def result(runner, scoring):
    campaign, users = scoring
    return after.computed(campaign, users), users


def at(campaign, name: str) -> str:
    return f"{campaign.get_absolute_url()}{name}"


def typed(protocol) -> dict:
    protocol.refresh_from_db()
    return {"seen": protocol.sheet.manifest_hash, "password": PASSWORD}


def test_the_chair_writes_it_and_all_sign_on_the_pages(client, runner, result):
    campaign, users = result
    after.proposal(campaign, users[1])
    given = {"number": "1", "day": localdate(), "place": "Бишкек", "heard": "Талкууланды."}
    page = after.look(client, users[0], at(campaign, "protocol/add/"), **given)
    assert page.status_code == 302
    protocol = CommissionProtocol.objects.get()
    url = protocol.get_absolute_url()
    shown = after.look(client, users[0], url + "send/").content.decode()
    for user in users:
        assert user.person.signature_name in shown
    assert after.look(client, users[0], url + "send/", x="1").status_code == 302
    for user in (*users[1:], users[0]):
        assert after.look(client, user, url).status_code == 200
        assert after.look(client, user, url + "sign/", **typed(protocol)).status_code == 302
    protocol.refresh_from_db()
    assert protocol.state == "approved"


def test_a_day_in_the_future_is_refused_with_a_sentence(client, runner, result, clock):
    campaign, _users = result
    given = {"number": "1", "day": localdate().replace(year=2030), "heard": ""}
    page = after.look(client, runner, at(campaign, "protocol/add/"), **given)
    assert page.status_code == 422
    assert "future" in page.content.decode()


def test_there_is_one_protocol_of_a_result(client, runner, result):
    campaign, _users = result
    after.drafted(campaign, runner)
    assert after.look(client, runner, at(campaign, "protocol/add/")).status_code == 409


@pytest.mark.parametrize(
    ("who", "before", "once_told"),
    [
        ("stranger", 404, 404),
        ("outsider", 404, 404),
        ("staff", 404, 200),
        ("member", 200, 200),
        ("runner", 200, 200),
        ("director", 200, 200),
    ],
)
def test_who_reads_it_before_the_meeting_and_after(
    client, agency, runner, result, stranger, who, before, once_told
):
    campaign, users = result
    protocol = after.signed(campaign, users, runner)
    readers = {
        "stranger": stranger,
        "outsider": campaigns.outsider(),
        "staff": agency.staff,
        "member": users[1],
        "runner": runner,
        "director": agency.director,
    }
    url = protocol.get_absolute_url()
    for address in (url, url + "paper/?lang=ky"):
        assert after.look(client, readers[who], address).status_code == before
    type(campaign).objects.update(state="announced")
    for address in (url, url + "paper/?lang=ky"):
        assert after.look(client, readers[who], address).status_code == once_told


@pytest.mark.parametrize(
    ("who", "answer"),
    [("stranger", 404), ("staff", 403), ("member", 403), ("runner", 200), ("director", 403)],
)
def test_who_writes_it(client, agency, runner, result, stranger, who, answer):
    campaign, users = result
    readers = {
        "stranger": stranger,
        "staff": agency.staff,
        "member": users[1],
        "runner": runner,
        "director": agency.director,
    }
    for name in ("protocol/add/", "nominations/add/"):
        found = after.look(client, readers[who], at(campaign, name)).status_code
        assert found == answer, name


def test_the_paper_says_it_all_and_is_kept_when_it_is_signed(client, agency, runner, result):
    campaign, users = result
    users[1].person.refresh_from_db()
    protocol = after.signed(campaign, users, runner)
    protocol.refresh_from_db()
    print_papers()
    for language, word in (("ky", "Бишкек"), ("ru", "Бишкек")):
        page = after.look(client, runner, f"{protocol.get_absolute_url()}paper/?lang={language}")
        data = after.body(page)
        if folder := os.environ.get("SHOW"):
            with open(f"{folder}/protocol_{language}.pdf", "wb") as out:  # noqa: PTH123
                out.write(data)
        text = after.text_of(data)
        for said in (word, "Баалар талкууланды", "Окутуу планын", "4,9", "dddd"):
            assert said in text, said
        for user in users:
            assert user.person.signature_name in text


def test_a_protocol_that_counts_no_more_says_so(client, agency, runner, result):
    campaign, users = result
    protocol = after.signed(campaign, users, runner)
    campaign.reopen(by=agency.director, reason="Каршылык негиздүү")
    page = after.look(client, runner, protocol.get_absolute_url()).content.decode()
    assert "COUNTS NO MORE" in page
    verified = client.get(f"/v/{protocol.token}/").content.decode()
    assert "counts no more" in verified


def test_it_is_put_on_record_in_the_case_of_its_kind(agency, runner, result):
    campaign, users = result
    kind = campaign.kind
    kind.nomenclature_index = "02-07"
    kind.save()
    protocol = after.signed(campaign, users, runner)
    year = Nomenclature.objects.create(
        year=localdate().year, state="approved", author=agency.office.person
    )
    case = NomenclatureItem.objects.create(
        nomenclature=year, index="02-07", title=campaigns.words("Мониторинг"), years=5
    )
    assert case_of(protocol) == case


def test_the_outsider_signs_on_paper_by_the_hand_of_who_runs_it(client, runner, result):
    campaign, users = result
    after.proposal(campaign, runner)
    protocol = after.drafted(campaign, runner)
    protocol.send(by=runner)
    url = f"{protocol.get_absolute_url()}enter_signature/"
    assert users[3].person.signature_name in after.look(client, runner, url).content.decode()
    assert after.look(client, UserFactory(), url).status_code == 404


def test_nominations_are_written_changed_and_taken_off(client, runner, result):
    campaign, _users = result
    one = campaign.participants.competing().first()
    given = {"title_ky": "Жыл изденүүчүсү", "title_ru": "", "title_en": "", "ground": "Эмгеги үчүн"}
    url = at(campaign, "nominations/add/")
    page = after.look(client, runner, url, **given, participants=[one.pk])
    assert page.status_code == 302, page.context["form"].errors
    made = campaign.nominations.get()
    assert list(made.participants.all()) == [one]
    page = after.look(client, runner, url, **given | {"title_ky": "Экинчи"}, participants=[one.pk])
    assert page.status_code == 422
    url = at(campaign, f"nominations/{made.pk}/")
    assert after.look(client, runner, url, **given, revision=made.revision).status_code == 302
    assert not made.participants.exists()
    assert after.look(client, runner, url, **given, revision=made.revision).status_code == 409
    assert after.look(client, runner, url + "remove/", x="1").status_code == 302
    assert not campaign.nominations.exists()


def test_nominations_are_shut_while_the_protocol_is_signed(client, runner, result):
    campaign, users = result
    after.signed(campaign, users, runner)
    assert after.look(client, runner, at(campaign, "nominations/add/")).status_code == 409


def test_the_tab_of_the_campaign_costs_the_same(
    client, runner, result, django_assert_max_num_queries
):
    campaign, _users = result
    url = at(campaign, "?tab=protocol")
    after.look(client, runner, url)
    for n in range(3):
        campaign.nominations.create(title=campaigns.words(f"Номинация {n}"))
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    for n in range(12):
        row = campaign.nominations.create(title=campaigns.words(f"Номинация {n}"))
        row.participants.add(campaign.participants.first())
    with django_assert_max_num_queries(60) as many:
        client.get(url)
    assert len(many) == len(few) + 0
