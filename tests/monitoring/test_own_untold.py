"""Nobody who is scored is told which member gave them what, on whatever page (000/2.2)."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.monitoring import after, campaigns, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
UNTOLD = "Which member gave you what is not shown to you."


@pytest.fixture
def scored(runner, agency):
    """The chair is scored too, and two members lie far apart on them: campaign, members, chair."""
    campaign, users = campaigns.scoring(runner, campaigns.kind(collects_material=False))
    chair = campaign.participants.get(person=users[0].person)
    columns = list(campaign.criteria.indicators())
    marks = {one.pk: [[4, 4, 4, 4] for _one in columns] for one in campaign.participants.all()}
    marks[chair.pk][0] = [4, 1, 5, 5]
    counted.score(campaign, users, marks)
    return campaign, users, chair


def listed(client, user, campaign, name):
    return after.look(client, user, reverse(f"monitoring:{name}", args=[campaign.pk]))


def test_the_sheet_of_another_shows_the_chair_everybody_else(client, agency, scored):
    campaign, users, chair = scored
    address = campaigns.sheet_of(campaign, users[1]).get_absolute_url()

    def shown(user, query=""):
        page = after.look(client, user, f"{address}{query}")
        return {row.participant for row in page.context["rows"]}, page.content.decode()

    everybody = set(campaign.participants.all())
    people, page = shown(users[0])
    assert people == everybody - {chair}
    assert UNTOLD in page
    assert shown(users[0], f"?q={users[0].person.surname}&at={chair.pk}")[0] == set()
    assert shown(users[1])[0] == everybody
    director = campaign.participants.get(person=agency.director.person)
    people, page = shown(agency.director)
    assert people == everybody - {director}
    assert "This member does not score this person" in page
    assert "You do not score" not in page


def test_neither_do_its_papers(client, scored):
    campaign, users, chair = scored
    address = campaigns.sheet_of(campaign, users[1]).get_absolute_url()

    def names(user):
        table = after.body(after.look(client, user, f"{address}excel/"))
        return {row[1] for row in load_workbook(io.BytesIO(table)).active.values}

    def paper(user):
        return after.text_of(after.body(after.look(client, user, f"{address}paper/")))

    assert str(chair) not in names(users[0])
    assert str(chair) in names(users[1])
    assert str(chair) not in paper(users[0])
    assert UNTOLD in paper(users[0])
    assert str(chair) in paper(users[1])


def test_marks_far_apart_are_listed_to_the_chair_without_the_own(client, scored):
    campaign, users, chair = scored
    assert campaign.sheets().filter(spread_notes__participant=chair).exists()
    page = listed(client, users[0], campaign, "spread_notes")
    assert chair.pk not in {one.participant_id for one in page.context["page_obj"].object_list}
    assert UNTOLD in page.content.decode()


def test_marks_that_stand_out_are_told_to_the_chair_without_the_own(client, scored):
    campaign, users, chair = scored
    result = counted.computed(campaign, users[0])
    at = [one["id"] for one in result.inputs["participants"]].index(chair.pk)
    assert at in {one["row"] for one in result.statistics["members"]["outliers"]}
    page = listed(client, users[0], campaign, "result_members")
    assert chair not in {one["who"] for one in page.context["outliers"]}
    assert UNTOLD in page.content.decode()


def test_a_late_mark_on_the_chair_is_listed_and_its_point_not_shown(client, scored):
    campaign, users, chair = scored
    sheet = campaigns.sheet_of(campaign, users[1])
    other = campaign.participants.exclude(pk=chair.pk).exclude(person=users[1].person).first()
    column = campaign.criteria.indicators()[0]
    for one, value in ((chair, 2), (other, 3)):
        told = sheet.put([campaigns.item(one, column, value, base=1)])
        assert told[0]["status"] == "late"
    for address in (reverse("monitoring:late_marks", args=[campaign.pk]), sheet.get_absolute_url()):
        page = after.look(client, users[0], address).content.decode()
        assert 'data-l="Mark">3<' in page
        assert 'data-l="Mark">2<' not in page
        assert UNTOLD in page
    own = after.look(client, users[1], sheet.get_absolute_url()).content.decode()
    assert 'data-l="Mark">2<' in own


def test_the_director_reads_who_gave_what_of_all_but_the_own_score(client, agency, scored):
    campaign, users, chair = scored
    result = counted.computed(campaign, users[0])
    rows = {row.participant_id: row for row in result.rows.all()}
    own = campaign.participants.get(person=agency.director.person)

    def page(row):
        url = reverse("monitoring:result_row", args=[campaign.pk, row.pk])
        return after.look(client, agency.director, url).content.decode()

    assert "By member" in page(rows[chair.pk])
    assert "By member" not in page(rows[own.pk])
    sheet = listed(client, agency.director, campaign, "consolidated").content.decode()
    assert users[1].person.short_name in sheet
    assert UNTOLD in sheet
    lines = sheet[sheet.index("<tbody") :].split("<tr")
    found = {one: next(line for line in lines if str(one) in line) for one in (chair, own)}
    assert found[own].count(">–<") == len(users)
    assert found[chair].count(">–<") == 1
    paper = reverse("monitoring:result_paper", args=[campaign.pk, "consolidated", "en"])
    assert UNTOLD in after.text_of(after.body(after.look(client, agency.director, paper)))


def test_what_the_expert_gave_is_not_told_of_a_tie_in_which_the_reader_is(client, runner, agency):
    kind = campaigns.kind(collects_material=False, rules={"tie_break": ["outsider"]})
    campaign, users = campaigns.scoring(runner, kind)
    chair = campaign.participants.get(person=users[0].person)
    other = campaign.participants.get(person=agency.staff.person)
    columns = list(campaign.criteria.indicators())
    points = {chair.pk: [4, 4, 3, 5], other.pk: [4, 4, 4, 4]}
    marks = {
        one.pk: [points.get(one.pk, [3, 3, 3, 3])] * len(columns)
        for one in campaign.participants.all()
    }
    counted.score(campaign, users, marks)
    result = counted.computed(campaign, users[0])
    for one in (chair, other):
        row = result.rows.get(participant=one)
        url = reverse("monitoring:result_row", args=[campaign.pk, row.pk])
        page = after.look(client, users[0], url).content.decode()
        assert "It was decided by the score given by the external expert." in page
        assert f"{chair} – 5,00" in after.look(client, agency.director, url).content.decode()
