"""The pages of papers of others: who may what, receiving, the acts, the register (7.5.4)."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from common.search.index import catch_up
from documents.models import HeldPaper

from . import mail
from .mail import look, send, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(agency):
    """An agency with the patterns of its registers."""
    mail.numbered(agency)
    mail.terms()
    return agency


@pytest.fixture
def readers(house, stranger):
    return [stranger, house.staff, house.office, house.manager, house.director]


def day(days=0) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


# Pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("", (404, 200, 200, 200, 200)),
        ("edit/", (404, 200, 200, 403, 403)),
        ("demand/", (404, 200, 200, 403, 403)),
        ("give_back/", (404, 200, 200, 403, 403)),
        ("lose/", (404, 200, 200, 403, 403)),
        ("receipt/", (404, 200, 200, 200, 200)),
        ("return-act/", (404, 200, 200, 200, 200)),
    ],
)
def test_who_does_what_with_a_paper_of_others(client, readers, house, page, answers):
    (paper,) = mail.held(house)
    url = f"{paper.get_absolute_url()}{page}"
    assert tuple(look(client, user, url).status_code for user in readers) == answers


@pytest.mark.parametrize("name", ["mail:held", "mail:held_add"])
def test_who_opens_the_register(client, readers, name):
    codes = [look(client, user, reverse(name)).status_code for user in readers]
    assert codes == [403, 200, 200, 200, 200]


def test_an_employee_sees_only_what_is_in_their_hands(client, house):
    mail.held(house, ("Менин кагазым", 1))
    mail.held(house, ("Кеңсенин кагазы", 1), by=house.office)
    page = look(client, house.staff, reverse("mail:held")).content.decode()
    assert "Менин кагазым" in page
    assert "Кеңсенин кагазы" not in page


def received(house, **more) -> dict:
    return {
        "words": "«Ак-Кула» колледжи",
        "items": "Диплом; 2\nУстав; 15\nКүбөлүк",
        "carrier": "paper",
        "is_original": "on",
        "received_on": day(),
        "handed_by": "Асанов Б. К.",
        "keeper": house.staff.person.pk,
        "place": "Сейф, 2-текче",
        **more,
    }


@pytest.mark.core
@pytest.mark.clause("004-7.5.4")
def test_several_papers_are_received_by_one_receipt_that_is_printed(client, house):
    answer = send(client, house.staff, reverse("mail:held_add"), received(house))
    papers = list(HeldPaper.objects.order_by("line"))
    assert answer.status_code == 302
    assert [(one.item, one.sheets, one.line) for one in papers] == [
        ("Диплом", 2, 1),
        ("Устав", 15, 2),
        ("Күбөлүк", None, 3),
    ]
    assert {one.receipt for one in papers} == {f"Б-001/{localdate():%y}"}
    act = words_of(look(client, house.staff, f"{papers[0].get_absolute_url()}receipt/"))
    for told in ("Диплом", "Устав", "«Ак-Кула» колледжи", "Асанов Б. К.", papers[0].receipt):
        assert told in act
    assert house.staff.person.signature_name in act

    url = f"{papers[0].get_absolute_url()}give_back/"
    form = {"returned_on": day(), "returned_to": "Асанов Б. К.", "others": [papers[1].pk]}
    assert send(client, house.staff, url, form).status_code == 302
    back = words_of(look(client, house.staff, f"{papers[0].get_absolute_url()}return-act/"))
    assert "Диплом" in back
    assert "Устав" in back
    assert "Күбөлүк" not in back


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"words": ""}, "Say whose paper it is"),
        ({"items": " \n "}, "This field is required"),
        ({"items": "Диплом; көп"}, "the number of sheets is expected"),
        ({"received_on": day(1)}, "The day cannot lie in the future"),
        ({"letter_number": "К-777"}, "There is no letter with the number"),
        ({"keeper": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_received(client, house, wrong, words):
    answer = send(client, house.staff, reverse("mail:held_add"), received(house, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not HeldPaper.objects.exists()


def test_the_owner_is_written_to_from_the_page_of_what_was_lost(client, house):
    (paper,) = mail.held(house)
    paper.lose(by=house.staff, harmed_on=localdate(), harm="Табылбайт")
    page = look(client, house.staff, paper.get_absolute_url()).content.decode()
    url = f"{reverse('mail:outgoing_add')}?held={paper.pk}"
    begun = look(client, house.staff, url).content.decode()

    assert url in page
    assert paper.owner in begun
    assert paper.item in begun


def test_the_register_goes_out_as_excel(client, house):
    mail.held(house, ("Диплом", 2), project="Колледждин аккредитациясы")
    answer = look(client, house.office, reverse("mail:held"), **{"as": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    told = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"Диплом", "Колледждин аккредитациясы"} <= told


def test_it_is_found_by_its_owner_by_whoever_may_see_it(client, house):
    (paper,) = mail.held(house, ("Лицензия", 1), words="Көлмө окуу борбору", by=house.office)
    catch_up()

    def found(user):
        page = look(client, user, reverse("search"), q="колмо").content.decode()
        return paper.get_absolute_url() in page

    assert found(house.office)
    assert not found(house.staff)


def test_the_register_costs_the_same_however_long_it_is(
    client, house, django_assert_max_num_queries
):
    def cost() -> int:
        with django_assert_max_num_queries(80) as counted:
            assert look(client, house.office, reverse("mail:held")).status_code == 200
        return len(counted)

    mail.held(house, *[(f"Кагаз {n}", n + 1) for n in range(3)])
    cost()
    few = cost()
    for paper in mail.held(house, *[(f"Кагаз {n}", n + 1) for n in range(15)], party=mail.party()):
        paper.demand(by=house.office, demanded_on=localdate())
    assert cost() == few
