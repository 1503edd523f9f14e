"""What the archive says before it is asked: holds on acts, what is missing, why not now (DP-02)."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from common.marks import rows
from common.models import Letter
from common.tasks import announce
from common.views.register import Cell, Row
from documents.forms.cases import open_cases, wrong_year
from documents.models.order_filling import cases_of
from documents.pdf import copy_cell, paper_context
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def signed_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def page_of(client, url, **asked) -> str:
    return client.get(url, asked).content.decode()


# A hold on an act ---------------------------------------------------------------------------------


@pytest.mark.clause("004-4.2.4")
def test_a_hold_is_told_on_the_act_and_refuses_its_destruction_at_once(client, agency):
    first, second = archive.expired(agency), archive.expired(agency)
    act = archive.approved_act(agency, first, second)
    url = reverse("records:disposal_step", args=[act.pk, "carry_out"])
    signed_in(client, agency.office)
    page = client.get(act.get_absolute_url())
    assert [one["name"] for one in page.context["steps"] if one.get("primary")] == ["carry_out"]
    assert client.get(url).status_code == 200

    hold = archive.hold(agency, records=[first, second])

    assert url not in (said := page_of(client, act.get_absolute_url()))
    for kept in (first, second):
        assert f"{kept} is under a hold (“{hold}”)" in said
    for answer in (client.get(url), client.post(url, {"done_on": localdate(), "manner": "x"})):
        assert answer.status_code == 409
        said = answer.content.decode()
        assert f"{first} is under a hold" in said
        assert f"{second} is under a hold" in said
        assert 'name="scan"' not in said
    signed_in(client, agency.staff)  # of the commission, and keeps no holds
    said = page_of(client, act.get_absolute_url())
    assert "while a hold lies on its records" in said
    assert str(hold) not in said
    signed_in(client, agency.manager)
    assert act.get_absolute_url() in page_of(client, hold.get_absolute_url())
    hold.release(by=agency.director, reason="Бүттү")
    assert act.get_absolute_url() not in page_of(client, hold.get_absolute_url())


def test_whoever_drew_up_an_act_hears_of_the_hold_that_stops_it(agency):
    act = archive.act_over(agency, archive.expired(agency))
    archive.hold(agency, records=[act.records.get()])
    announce()
    letter = Letter.objects.get(person=agency.office.person, url=act.get_absolute_url())
    assert "1" in letter.subject
    assert "Сот иши" in letter.body
    archive.hold(agency, cases=[archive.case_of(agency)])
    announce()
    assert Letter.objects.filter(person=agency.office.person).count() == 1


# The case of its year -----------------------------------------------------------------------------


def new_record(agency, case, **facts) -> dict:
    return {
        "title": "Отчёт",
        "case": case.pk,
        "proves": "Баалоо",
        "date": localdate().isoformat(),
        "carrier": "paper",
        "access": "staff",
        **facts,
    }


@pytest.mark.clause("004-4.2.4")
def test_a_record_goes_into_a_case_of_its_own_year(client, agency):
    year, old, coming = (archive.case_of(agency, localdate().year + n) for n in (0, -9, 1))
    signed_in(client, agency.staff)
    url = reverse("records:record_add")
    page = client.get(url)
    offered = page.context["form"].fields["case"].queryset
    assert {case.nomenclature.year for case in offered} == {
        year.nomenclature.year,
        old.nomenclature.year,
    }
    assert f"{old.nomenclature.year}: only for records of that year" in page.content.decode()
    for case in (old, coming):
        assert client.post(url, new_record(agency, case)).context["form"].errors["case"]
    refused = client.post(url, new_record(agency, old))
    assert f"choose a case of {localdate().year}" in refused.content.decode()
    assert client.post(url, new_record(agency, year)).status_code == 302
    of_old = localdate().replace(month=3, day=15, year=localdate().year - 9).isoformat()
    assert client.post(url, new_record(agency, old, date=of_old)).status_code == 302
    assert client.post(url, new_record(agency, year, date=of_old)).status_code == 422
    covers = {"period_from": of_old, "period_to": of_old}
    assert client.post(url, new_record(agency, old, **covers)).status_code == 302


def test_a_record_of_a_year_that_is_closed_goes_into_a_later_one_never_an_earlier(client, agency):
    year, old = (archive.case_of(agency, localdate().year + n) for n in (0, -9))
    archive.case_of(agency, localdate().year - 1).nomenclature.close(by=agency.office)
    signed_in(client, agency.staff)
    url = reverse("records:record_add")
    late = {"date": localdate().replace(day=1, year=localdate().year - 1).isoformat()}
    assert client.post(url, new_record(agency, year, **late)).status_code == 302
    assert "cannot lie" in client.post(url, new_record(agency, old, **late)).content.decode()


# Words --------------------------------------------------------------------------------------------


def test_a_row_opens_by_the_first_cell_that_says_something():
    cells = [Cell("No.", "—", kind="code"), Cell("Title", "Отчёт")]
    assert rows([Row("/x/", cells)]) == '<tr><td class=c>—<td class=t><a href="/x/">Отчёт</a>'


def test_what_is_needed_sometimes_is_not_called_optional(client, agency):
    signed_in(client, agency.office)
    form = client.get(reverse("records:record_add")).context["form"]
    for name in ("proves", "readers"):
        with override("en"):  # the request left the thread in the language of the house
            field = form[name].as_field_group()
        assert "optional" not in field
        assert "Needed where" in field
    paper, electronic = archive.expired(agency, carrier="paper"), archive.expired(agency)
    for kept, needed in ((paper, True), (electronic, False)):
        act = archive.approved_act(agency, kept)
        page = client.get(reverse("records:disposal_step", args=[act.pk, "carry_out"]))
        assert page.context["form"].fields["scan"].required == needed


def test_a_file_that_has_to_be_chosen_again_is_told_so(client, agency):
    signed_in(client, agency.staff)
    file = io.BytesIO(archive.BYTES)
    file.name = "a.pdf"
    form = new_record(agency, archive.case_of(agency), title="", files=[file])
    said = client.post(reverse("records:record_add"), form).content.decode()
    assert "has to be chosen once more" in said


def test_a_year_of_cases_is_one_and_not_later_than_the_next(client, agency):
    archive.case_of(agency)
    signed_in(client, agency.office)
    url = reverse("documents:nomenclature_add")
    assert client.get(url).context["form"].initial["year"] == localdate().year + 1
    for year, said in (
        (localdate().year, "There is a nomenclature of files for this year already."),
        (localdate().year + 2, f"Not later than the next year: {localdate().year + 1}."),
    ):
        answer = client.post(url, {"year": year})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_until_when_it_is_kept_is_said_once_it_is_stored(client, agency):
    kept = archive.opened(agency)
    signed_in(client, agency.staff)
    for url in (reverse("records:records"), kept.get_absolute_url()):
        assert "set when stored" in page_of(client, url)


# Why not now --------------------------------------------------------------------------------------


def test_once_a_year_is_closed_its_last_days_are_filed_in_the_next(agency, clock):
    year = localdate().year + 1
    this, following = (archive.case_of(agency, n) for n in (year, year + 1))
    clock.set(year, 12, 20, 9, 0)
    assert following not in open_cases()
    assert cases_of().get(index=this.index) == this
    this.nomenclature.close(by=agency.office)
    assert following in open_cases()
    assert not wrong_year(following, localdate())
    assert cases_of().get(index=this.index) == following


def test_a_year_is_closed_from_december_on_and_asked_for_once_it_is_over(client, agency, clock):
    year = localdate().year + 1
    case = archive.case_of(agency, year)
    step = reverse("documents:nomenclature_step", args=[case.nomenclature_id, "close"])

    def offered() -> dict:
        page = signed_in(client, agency.office).get(case.nomenclature.get_absolute_url())
        return {one.get("name"): one.get("primary") for one in page.context["steps"]}

    clock.set(year, 11, 20, 9, 0)
    assert "close" not in offered()
    assert client.get(step).status_code == 409
    assert f"from December {year} on" in client.post(step, {}).content.decode()
    clock.set(year, 12, 1, 9, 0)
    assert offered()["close"] is False
    clock.set(year + 1, 1, 9, 9, 0)
    assert offered()["close"] is True
    page = client.get(step)
    assert page.status_code == 200
    boxes = page.content.decode().count('name="carried"')
    assert boxes == case.nomenclature.items.count()
    typed = {f"volumes_{one.pk}": -1 for one in case.nomenclature.items.all()}
    refused = client.post(step, typed | {"carried": [case.pk]})
    assert refused.status_code == 422
    assert "from 0 to 999" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 1


def test_an_electronic_record_says_which_files_are_missing_before_it_is_closed(client, agency):
    bare, paper = (
        archive.opened(agency, files=()),
        archive.opened(agency, files=(), carrier="paper"),
    )
    signed_in(client, agency.staff)
    page = client.get(bare.get_absolute_url())
    assert "closed once its files are attached" in page.content.decode()
    main = [one["url"] for one in page.context["steps"] if one.get("primary")]
    assert main == [f"{bare.get_absolute_url()}files/"]
    assert "closed once its files" not in page_of(client, paper.get_absolute_url())
    archive.hang(bare, archive.BYTES, "a.pdf", by=agency.staff)
    assert "closed once its files" not in page_of(client, bare.get_absolute_url())


def test_what_the_state_forbids_says_so(client, agency):
    kept = archive.closed(agency)
    signed_in(client, agency.office)
    answer = client.get(f"{kept.get_absolute_url()}drop/")
    assert answer.status_code == 409
    assert "is now “Closed”" in answer.content.decode()

    year = archive.year_of_cases(agency, localdate().year + 1, state="draft")
    url = reverse("list_upload_of", args=["cases", year.pk])
    assert client.get(url).status_code == 200
    type(year).objects.filter(pk=year.pk).update(state="agreeing")
    answer = client.get(url)
    assert answer.status_code == 409
    assert "it is now “Being agreed”" in answer.content.decode()
    assert signed_in(client, agency.staff).get(url).status_code in (403, 404)


def test_of_a_record_whose_term_is_over_the_next_step_is_an_act(client, agency):
    kept = archive.expired(agency)
    page = signed_in(client, agency.office).get(kept.get_absolute_url())
    main = [one["url"] for one in page.context["steps"] if one.get("primary")]
    assert main == [reverse("records:disposal_add")]


def test_nothing_stands_across_a_year_that_was_approved_before_the_program_came(agency):
    year = archive.year_of_cases(agency, 2020)
    draft = archive.year_of_cases(agency, 2021, state="draft")
    for one, across in ((year, ""), (draft, "Draft")):
        context = paper_context(one, "en", str(one), preview=True)
        assert context["draft"] == across
        assert copy_cell(one, preview=True)[0] == "Uncontrolled print"
