"""Who sees the criteria and what they see: pages, paper, Excel, search (000/3.2, 3.3, 4.2)."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common import personal
from monitoring.criteria_paper import criteria_pdf, judge
from monitoring.models import Campaign, CriteriaSet, Criterion, Indicator, PointWords
from tests.factories import UserFactory
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data
from tests.monitoring.criteria_data import look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = "/monitoring/criteria/"


@pytest.fixture
def earlier(runner, kind):
    return campaigns.criteria_of(kind, runner.person)


@pytest.fixture
def draft(runner, kind, earlier):
    made = data.revise(data.begin(runner, kind))
    PointWords.objects.create(criteria=made, point=5, words=campaigns.words("Үлгүлүү иш"))
    one = made.indicators()[0]
    one.title = campaigns.words("Жаңыланган көрсөткүч")
    one.weight, one.material = 325, campaigns.words("Макалалардын тизмеси")
    one.save()
    two = made.indicators()[1]
    two.weight = 225
    two.save()
    return made


@pytest.fixture
def approved(draft, runner, director):
    return data.approve(draft, by=runner, director=director)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# Who sees what ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees_draft", "sees_approved"),
    [
        ("runner", 200, 200),
        ("director", 200, 200),
        ("staff", 404, 200),
        ("stranger", 404, 404),
    ],
)
def test_drafts_are_for_who_works_on_them_approved_for_all_employees(
    client, request, earlier, draft, who, sees_draft, sees_approved
):
    user = request.getfixturevalue(who)
    for tail in ("", "?tab=changes", "list/", "paper/?lang=ky"):
        for one, code in ((draft, sees_draft), (earlier, sees_approved)):
            answer = look(client, user, f"{one.get_absolute_url()}{tail}")
            assert answer.status_code == code, (tail, one)


@pytest.mark.parametrize(("who", "code"), [("runner", 200), ("staff", 403), ("stranger", 403)])
def test_only_who_runs_the_monitoring_begins_and_changes_them(client, request, draft, who, code):
    user = request.getfixturevalue(who)
    assert look(client, user, f"{LIST}add/").status_code == code
    if who == "runner":
        assert look(client, user, f"{draft.get_absolute_url()}edit/").status_code == 200
    else:
        assert look(client, user, f"{draft.get_absolute_url()}edit/").status_code == 404


def test_staff_neither_edit_nor_renew_what_is_approved(client, staff, runner, approved):
    page = look(client, staff, approved.get_absolute_url()).content.decode()
    assert "edit/" not in page
    assert "edition/" not in page
    assert look(client, staff, f"{approved.get_absolute_url()}edition/").status_code == 403
    assert look(client, staff, f"{approved.get_absolute_url()}edit/").status_code == 403


def test_an_outsider_sees_the_criteria_of_the_campaign_they_serve_in_alone(
    client, runner, kind, earlier, approved
):
    campaign, users = campaigns.scoring(runner, kind, criteria=earlier)
    expert = users[3]

    assert look(client, expert, earlier.get_absolute_url()).status_code == 200
    assert look(client, expert, approved.get_absolute_url()).status_code == 404
    rows = look(client, expert, LIST).context["rows"]
    assert [row.url for row in rows] == [earlier.get_absolute_url()]
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")
    assert look(client, expert, earlier.get_absolute_url()).status_code == 404


def test_an_inspector_reads_the_approved_ones(runner, earlier, draft):
    guest = UserFactory(
        person__is_external=True,
        reads_until=localdate().replace(year=2100).isoformat() + "T00:00:00Z",
        shown={"parts": ["monitoring"]},
    )
    guest.refresh_from_db()
    assert list(CriteriaSet.objects.visible_to(guest)) == [earlier]


# What they see ----------------------------------------------------------------------------------


@pytest.mark.clause("000-3.2")
def test_the_page_shows_the_tree_with_weights_and_the_scale(client, staff, approved):
    page = look(client, staff, approved.get_absolute_url()).content.decode()
    for said in ("Сапат", "Критерий 2", "Жаңыланган көрсөткүч", "32,5", "Үлгүлүү иш"):
        assert said in page


@pytest.mark.parametrize("collects", [True, False])
def test_what_to_bring_is_told_where_material_is_collected(client, staff, approved, collects):
    approved.kind.collects_material = collects
    approved.kind.save()
    page = look(client, staff, approved.get_absolute_url()).content.decode()
    assert ("Макалалардын тизмеси" in page) is collects


@pytest.mark.clause("000-3.3")
def test_what_changed_since_last_year_is_on_the_page_and_on_paper(client, staff, approved):
    page = look(client, staff, f"{approved.get_absolute_url()}?tab=changes").content.decode()
    paper = text_of(criteria_pdf(approved, "en"))
    for said in ("Reworded", "Weight changed", "Эки көрсөткүч жаңырды"):
        assert said in page
        assert said in paper
    for said in ("30 %", "32,5 %", "Көрсөткүч 1.1", "Жаңыланган көрсөткүч"):
        assert said in page
        assert said in paper


@pytest.mark.clause("000-3.3")
def test_the_printed_list_has_its_stamp_scale_and_revision(approved, director):
    paper = text_of(criteria_pdf(approved, "ky"))
    assert director.person.signature_name in paper
    assert "Үлгүлүү иш" in paper
    assert "Көрсөткүч 2.3" in paper
    assert judge(approved).is_genuine
    assert judge(approved).tone == "green"


def test_the_paper_of_an_older_edition_says_so(runner, director, approved):
    new = data.revise(approved.new_edition(by=runner))
    assert judge(approved).tone == "green"
    data.approve(new, by=runner, director=director)
    assert judge(approved).tone == "amber"


def test_the_list_leaves_as_excel_with_the_words_of_points(client, staff, approved):
    one = approved.indicators()[0]
    PointWords.objects.create(
        criteria=approved, indicator=one, point=3, words=campaigns.words("Жарым-жартылай")
    )
    answer = look(client, staff, f"{approved.get_absolute_url()}list/?as=xlsx")
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(io.BytesIO(whole)).active
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in cells if "Жаңыланган көрсөткүч" in row)
    assert "Жарым-жартылай" in row
    assert "32,5" in row


def test_a_draft_that_is_not_whole_asks_for_editing_first(client, runner, draft):
    one = draft.indicators()[0]
    one.weight = 300
    one.save()
    page = look(client, runner, draft.get_absolute_url())
    primary = [step for step in page.context["steps"] if step.get("primary")]
    assert [step["url"] for step in primary] == [f"{draft.get_absolute_url()}edit/"]
    answer = look(client, runner, f"{draft.get_absolute_url()}send/", {"x": "1"})
    assert answer.status_code == 422
    assert "97,5 per cent" in answer.content.decode()


def test_the_register_finds_by_kind_and_year(client, runner, earlier, draft):
    for words, found in (("2026", 1), ("мониторинг 2027", 1), ("мониторинг", 2), ("башка", 0)):
        assert look(client, runner, f"{LIST}?q={words}").context["total"] == found, words


def test_pages_cost_the_same_at_3_rows_and_at_60(client, runner, kind, approved):
    def cost(url) -> int:
        look(client, runner, url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    edition = approved.new_edition(by=runner)
    urls = (
        LIST,
        approved.get_absolute_url(),
        f"{approved.get_absolute_url()}?tab=changes",
        f"{approved.get_absolute_url()}list/",
        f"{edition.get_absolute_url()}edit/",
    )
    before = [cost(url) for url in urls]
    for one in (approved, edition):
        for number in range(6):
            row = Criterion.objects.create(criteria=one, title=campaigns.words(f"К {number}"))
            for place in range(4):
                line = Indicator.objects.create(
                    criterion=row, title=campaigns.words(f"И {place}"), weight=1
                )
                PointWords.objects.create(
                    criteria=one, indicator=line, point=1, words=campaigns.words("Жок")
                )
    for year in range(2030, 2040):
        CriteriaSet.objects.create(kind=kind, year=year, author=runner.person)
    after = [cost(url) for url in urls]
    assert all(now <= was for now, was in zip(after, before, strict=True)), (before, after)


def test_whoever_revised_them_is_told_so_of_their_data(runner, approved):
    held = personal.held_about(runner.person)
    assert any("criteria of 2027" in cell for one in held for row in one.rows for cell in row)
    assert any("criteria" in reason for reason in personal.reasons_to_keep(runner.person))


def test_addresses_end_where_they_should():
    assert reverse("monitoring:criteria_list") == LIST
