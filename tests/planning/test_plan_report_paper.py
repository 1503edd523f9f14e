"""The report on a plan as a paper to sign; what is told of a line on its way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Todo
from planning.models import WorkPlan
from planning.plan_report import Report
from planning.plan_report_paper import report_pdf
from tests.planning import plans
from tests.planning.test_plan_route import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def standing(agency):
    return plans.in_force(agency)


def test_whoever_approves_the_report_does_so_in_the_word_of_the_kind(agency, standing):
    assert "«БЕКИТЕМИН»" in text_of(report_pdf(Report(standing), "ky"))
    standing.kind.stamp = {}
    standing.kind.save()
    assert "«БЕКИТИЛДИ»" in text_of(report_pdf(Report(standing), "ky"))


@pytest.mark.clause("003-9.1")
def test_the_report_is_a_paper_with_every_line_counts_and_places_for_hands(agency, standing):
    one, two, _three = standing.lines.all()
    one.report(by=agency.staff, done_on=localdate(), account="Семинар өттү")
    one.confirm(by=agency.manager)
    amendment = plans.amendment(standing, agency.manager)
    plans.row(amendment, "cancel", two, why="Каражат жок")
    plans.approve(amendment, agency)

    for language, words in (("ky", ["Иш-чара 1", "Сапат"]), ("ru", ["Мера 1", "Качество"])):
        said = text_of(report_pdf(Report(standing), language))
        hands = [agency.director.person.signature_name, agency.manager.person.signature_name]
        for word in [
            *words,
            *hands,
            "Семинар өттү",
            "Каражат жок",
            "1/1",
            str(standing.since.year),
        ]:
            assert word in said, (language, word)
        assert "closed" not in said


def test_the_report_of_a_closed_plan_says_the_closing(agency, standing):
    WorkPlan.objects.filter(pk=standing.pk).update(until=localdate() - timedelta(days=1))
    standing.refresh_from_db()
    standing.archive(by=agency.manager, summary="Баары аткарылды")

    said = text_of(report_pdf(Report(standing), "en"))

    assert "Баары аткарылды" in said
    assert f"closed on {localdate():%d.%m.%Y}" in said


def test_the_report_to_sign_is_for_who_sees_a_plan_in_force(look, agency, standing, stranger):
    url = reverse("planning:plan_report_paper", args=[standing.pk])
    page = look(agency.staff, reverse("planning:plan_report", args=[standing.pk]))

    assert url in page.content.decode()
    assert look(agency.staff, f"{url}?lang=ru")["Content-Type"] == "application/pdf"
    assert look(stranger, url).status_code == 404
    draft = plans.plan(agency.manager, kind=plans.kind("other"))
    plans.line(draft)
    url = reverse("planning:plan_report_paper", args=[draft.pk])
    assert look(agency.manager, url).status_code == 404


def test_a_period_told_the_wrong_way_round_is_refused_beside_its_day(look, agency, standing):
    url = reverse("planning:plan_report", args=[standing.pk])

    page = look(agency.staff, f"{url}?since=2027-05-01&until=2027-01-01")

    assert "until" in page.context["form"].errors
    assert page.context["report"].total.counts["all"] == 3


def test_the_plan_says_the_resources_and_which_lines_have_no_section(look, agency):
    draft = plans.plan(agency.manager)
    plans.line(draft, "1", resources="20 000 сом")
    plans.line(draft, "2", section={})

    page = look(agency.manager, draft.get_absolute_url()).content.decode()

    assert "20 000 сом" in page
    assert "Without a section" in page
    draft.lines.filter(number="1").delete()
    assert (
        "Without a section" not in look(agency.manager, draft.get_absolute_url()).content.decode()
    )


# On its way ---------------------------------------------------------------------------------------


def test_what_is_done_so_far_is_told_without_a_new_state(look, agency, standing):
    one = standing.lines.first()
    url = f"{one.get_absolute_url()}tell/"
    assert look(agency.office, url, account="Башка").status_code == 403

    assert look(agency.staff, url, account="Жарымы даяр, 50 %").status_code == 302

    one.refresh_from_db()
    assert (one.state, one.account) == ("planned", "Жарымы даяр, 50 %")
    assert "50 %" in look(agency.staff, one.get_absolute_url()).content.decode()
    assert "50 %" in text_of(report_pdf(Report(standing), "ky"))
    assert look(agency.staff, url, account="...").status_code == 422
    report = look(agency.staff, f"{one.get_absolute_url()}report/")
    assert report.context["form"].initial["account"] == "Жарымы даяр, 50 %"


def test_who_reported_takes_it_back_until_it_is_confirmed(agency, standing):
    one = standing.lines.first()
    one.report(by=agency.staff, done_on=localdate(), account="Бүттү")
    with pytest.raises(PermissionDenied):
        one.take_back(by=agency.office)

    one.take_back(by=agency.staff)

    assert (one.state, one.done_on) == ("planned", None)
    assert not Todo.objects.waiting().filter(kind="planning.plan_line_confirm").exists()
    one.report(by=agency.staff, done_on=localdate(), account="Эми бүттү")
    one.confirm(by=agency.manager)
    assert not one.can("take_back", agency.staff)
