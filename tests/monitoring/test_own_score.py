"""Nobody decides about the own score, and nobody is told who gave them what."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from monitoring.models import Ruling
from monitoring.tie_words import tie_sentences
from tests.factories import employee
from tests.monitoring import after, campaigns, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def directed(agency):
    """A commission whose chair is the director."""
    return [agency.director, employee("m-1"), employee("m-2"), campaigns.outsider()]


def scored_chair(runner, gaps=True, members=None, about=None):
    """A campaign whose chair is scored too, by the three others; one of them could not judge.

    ``about``: whom, if not the chair; then two could not.
    """
    campaign = campaigns.begin(runner, campaigns.kind(collects_material=False))
    users = campaigns.form(campaign, runner, members)
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    chair = campaign.participants.get(person=users[0].person)
    column = campaign.criteria.indicators()[0]
    marks = {
        one.pk: [[4, 4, 4, 4] for _column in campaign.criteria.indicators()]
        for one in campaign.participants.all()
    }
    if about:
        own = campaign.participants.get(person=about.person)
        marks[own.pk][0][2:] = ["cannot_judge", "cannot_judge"]
    elif gaps:
        marks[chair.pk][0][3] = "cannot_judge"
    counted.score(campaign, users, marks)
    return campaign, users, chair, column


def test_about_a_cell_of_the_chair_the_director_decides(client, runner, agency):
    campaign, users, chair, column = scored_chair(runner)
    url = reverse("monitoring:leave_out_cells", args=[campaign.pk])
    cell = f"{chair.pk}:{column.pk}"
    page = after.look(client, users[0], url).content.decode()
    assert "about it the director decides" in page
    assert cell not in page
    assert after.look(client, users[0], url, cells=cell, reason="Жок").status_code == 422
    with pytest.raises(PermissionDenied):
        Ruling.leave_out(campaign, [(chair.pk, column.pk)], by=users[0], reason="Жок")
    assert not Ruling.objects.exists()

    assert cell in after.look(client, agency.director, url).content.decode()
    said = after.look(client, agency.director, url, cells=cell, reason="Материал болгон эмес")
    assert said.status_code == 302
    assert Ruling.objects.get().decided_by == agency.director.person
    counted.computed(campaign, users[0])
    protocol = after.drafted(campaign, users[0])
    text = after.text_of(after.body(client.get(f"{protocol.get_absolute_url()}paper/")))
    assert agency.director.person.signature_name in text


def test_about_a_cell_of_a_director_who_chairs_whoever_runs_the_monitoring_decides(
    client, runner, agency
):
    campaign, users, chair, column = scored_chair(runner, members=directed(agency))
    other = campaign.participants.get(person=agency.staff.person)
    cell = f"{chair.pk}:{column.pk}"
    url = reverse("monitoring:leave_out_cells", args=[campaign.pk])
    page = after.look(client, agency.director, url).content.decode()
    assert "about it whoever runs the monitoring decides" in page
    assert cell not in page
    for user in (agency.director, users[1], agency.staff):
        with pytest.raises(PermissionDenied):
            Ruling.leave_out(campaign, [(chair.pk, column.pk)], by=user, reason="Жок")
    with pytest.raises(PermissionDenied):
        Ruling.leave_out(campaign, [(other.pk, column.pk)], by=runner, reason="Жок")
    tab = after.look(client, runner, f"{campaign.get_absolute_url()}?tab=results")
    assert url in tab.content.decode()
    assert cell in after.look(client, runner, url).content.decode()
    said = after.look(client, runner, url, cells=cell, reason="Материал болгон эмес")
    assert said.status_code == 302
    assert Ruling.objects.get().decided_by == runner.person
    counted.computed(campaign, users[0])


def test_a_scored_director_reads_that_the_chair_decides_on_their_cells(client, runner, agency):
    campaign, users, _chair, _column = scored_chair(runner, about=agency.director)
    url = reverse("monitoring:leave_out_cells", args=[campaign.pk])
    page = after.look(client, agency.director, url).content.decode()
    assert "about it the chair decides" in page
    own = campaign.participants.get(person=agency.director.person)
    assert f"{own.pk}:" in after.look(client, users[0], url).content.decode()
    assert after.look(client, runner, url).status_code == 403


def test_whose_result_it_is_is_not_told_who_gave_what(client, runner, agency):
    campaign, users, chair, _column = scored_chair(runner, gaps=False)
    result = counted.computed(campaign, users[0])
    rows = {row.participant_id: row for row in result.rows.all()}
    other = next(row for key, row in rows.items() if key != chair.pk)

    def page(user, name, *args):
        url = reverse(f"monitoring:{name}", args=[campaign.pk, *args])
        return after.look(client, user, url).content.decode()

    assert "By member" not in page(users[0], "result_row", rows[chair.pk].pk)
    assert "By member" in page(users[0], "result_row", other.pk)
    assert "By member" in page(agency.director, "result_row", rows[chair.pk].pk)
    name = users[1].person.short_name
    assert f">{name}</" not in page(users[0], "consolidated")
    assert name in page(agency.director, "consolidated")


def test_a_tie_is_told_with_what_was_compared(client, runner):
    """D1: A and D are equal, also by the weightiest criterion; the outside expert decides."""
    campaign, users, named = counted.named(
        runner, counted.D1, counted.D1_WEIGHTS, tie_break=("weightiest", "outsider")
    )
    result = counted.computed(campaign, users[0])
    row = counted.rows(result, named)["D"]
    url = reverse("monitoring:result_row", args=[campaign.pk, row.pk])
    # Which marks are the expert's is told to the chair alone.
    assert "by the score given by the external expert." in (
        after.look(client, runner, url).content.decode()
    )
    page = after.look(client, users[0], url).content.decode()
    said = page[page.index("Equal score with") :]
    assert "D Өмүр Айтматович – 4,05; A Өмүр Айтматович – 4,15" in said[:600]


def test_a_tie_is_told_from_what_is_frozen_and_nothing_is_counted_again(runner, monkeypatch):
    marks = {"A": [[5, 5, 5, 3]], "B": [[5, 5, 4, 4]]}
    campaign, users, named = counted.named(
        runner, marks, counted.ONE, tie_break=("highest", "lowest")
    )
    result = counted.computed(campaign, users[0])
    monkeypatch.setattr("monitoring.counting_inputs.thawed", pytest.fail)
    (said,) = tie_sentences(result, named["B"], tells_members=False)
    shares = f"{named['B']} – 50\u00a0%; {named['A']} – 75\u00a0%."
    assert said.endswith(shares)


def test_whoever_signs_reads_how_many_marks_and_which_cells_have_none(client, runner):
    kind = campaigns.kind(collects_material=False)
    campaign, users = campaigns.scoring(runner, kind)
    sheet = campaigns.sheet_of(campaign, users[0])
    campaigns.fill(sheet)
    mark = sheet.marks.first()
    gap = campaigns.item(
        mark.participant, mark.indicator, base=1, gap="cannot_judge", note="Көргөн жокмун"
    )
    assert sheet.put([gap])[0]["status"] == "saved"
    page = after.look(client, users[0], f"{sheet.get_absolute_url()}sign/").content.decode()
    assert f"You sign {sheet.marks.count() - 1} marks." in page
    assert "Cells without a mark: 1." in page
    assert "Көргөн жокмун" in page


def test_a_protocol_without_nominations_says_so_before_it_is_sent(client, runner, agency):
    campaign, users = campaigns.scoring(runner, campaigns.kind(collects_material=False))
    after.computed(campaign, users)
    after.proposal(campaign, users[0])
    protocol = after.drafted(campaign, users[0])
    page = after.look(client, users[0], f"{protocol.get_absolute_url()}send/").content.decode()
    assert "No nomination is entered; the marks propose 1." in page
