"""The process map: arrows follow from the rows of cards in force (003/5.4.1; 002/5)."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.models import CardFlow
from documents.models.card_filling import item_named
from documents.models.process_network import network
from documents.process_map import BOX, TALL, drawing
from tests.documents.cards import IN, OUT, card_in_force, draft_card, process

pytestmark = pytest.mark.django_db
URL = "/documents/processes/map/"


def arrows(client) -> set[tuple]:
    """What the drawing of the page says: from, what, to."""
    made = client.get(URL).context["drawing"]
    return {
        (arrow.source.words, str(item), arrow.target.words)
        for arrow in made.arrows
        for item in arrow.items
    }


@pytest.fixture
def reader(client, agency):
    client.force_login(agency.staff)
    return client


@pytest.mark.core
@pytest.mark.clause("003-5.4.1", "002-5-5")
def test_an_arrow_leads_from_who_puts_out_to_who_takes_in(reader, agency):
    giver, taker = process(agency, "1"), process(agency, "2")
    out = card_in_force(agency, giver, inputs=[("Арыз", "Кардар")], outputs=["Отчет"])
    into = card_in_force(agency, taker, outputs=[("Чечим", "Кардар")])

    assert arrows(reader) == {("Кардар", "Арыз", "Баалоо 1"), ("Баалоо 2", "Чечим", "Кардар")}

    # A row more on a card is an arrow more on the map.
    CardFlow.objects.create(card=into, direction=IN, item=item_named({"ky": "Отчет"}), order=9)
    assert ("Баалоо 1", "Отчет", "Баалоо 2") in arrows(reader)

    out.flows.get(direction=OUT).delete()
    assert ("Баалоо 1", "Отчет", "Баалоо 2") not in arrows(reader)
    assert [str(row.item) for row in network(agency.staff).unfed] == ["Отчет"]


@pytest.mark.core
def test_what_nobody_puts_out_or_takes_in_is_listed(reader, agency):
    card_in_force(agency, process(agency, "1"), inputs=["План"], outputs=["Макала"])

    page = reader.get(URL)

    net = page.context["net"]
    assert [str(row.item) for row in net.unfed] == ["План"]
    assert [str(row.item) for row in net.untaken] == ["Макала"]
    assert not page.context["drawing"].arrows
    assert "План" in page.content.decode()
    assert "Макала" in page.content.decode()


def test_a_process_that_takes_its_own_output_has_no_arrow_to_itself(reader, agency):
    card_in_force(agency, process(agency, "1"), inputs=["Отчет"], outputs=["Отчет"])

    assert arrows(reader) == set()
    net = network(agency.staff)
    assert len(net.unfed) == len(net.untaken) == 1


def test_drafts_and_closed_processes_are_not_on_the_map(reader, agency):
    giver, taker, third = (process(agency, str(n)) for n in range(1, 4))
    card_in_force(agency, giver, outputs=["Отчет"])
    draft_card(agency, taker, inputs=["Отчет"])
    card_in_force(agency, third, inputs=["Отчет"])
    assert arrows(reader) == {("Баалоо 1", "Отчет", "Баалоо 3")}

    third.close(by=agency.manager)
    assert arrows(reader) == set()


@pytest.mark.core
@pytest.mark.parametrize("count", [2, 22])
def test_the_map_costs_the_same_for_any_number(reader, agency, count, django_assert_num_queries):
    for n in range(count):
        made = draft_card(agency, process(agency, str(n)), inputs=[f"x{n}"], outputs=[f"x{n + 1}"])
        version = made.version
        version.state, version.in_force_from, version.order_number = "in_force", "2026-01-01", "1"
        version.save()
    reader.get(URL)

    with django_assert_num_queries(8):
        page = reader.get(URL)
    assert len(page.context["drawing"].arrows) == count - 1


def test_the_drawing_of_many_processes_does_not_overlap_and_is_described(reader, agency):
    groups = [process(agency, str(g), is_group=True) for g in (1, 2, 3)]
    for n in range(22):
        one = process(agency, f"{n % 3 + 1}.{n}", parent=groups[n % 3])
        made = draft_card(agency, one, inputs=[f"x{n}", ("a", "Кардар")], outputs=[f"x{n + 1}"])
        made.version.state, made.version.order_number = "in_force", "1"
        made.version.in_force_from = "2026-01-01"
        made.version.save()
    page = reader.get(URL)
    made = page.context["drawing"]

    boxes = made.boxes
    assert len(boxes) == 23
    for n, one in enumerate(boxes):
        assert one.x >= 0
        assert one.x + BOX <= made.width
        assert one.y + TALL <= made.height
        for other in boxes[n + 1 :]:
            apart = abs(one.x - other.x) >= BOX or abs(one.y - other.y) >= TALL
            assert apart, (one, other)
    assert [band.words for band in made.bands[1:4]] == [f"{n} Баалоо {n}" for n in (1, 2, 3)]
    table = page.content.decode().partition("<table")[2]
    assert all(arrow.source.words in table and arrow.target.words in table for arrow in made.arrows)


def test_nothing_to_draw_says_where_to_begin(reader):
    page = reader.get(URL)

    assert page.status_code == 200
    assert b"process-map" not in page.content
    assert reverse("documents:processes") in page.content.decode()


def test_long_names_are_cut_in_the_box_and_whole_in_the_table(agency, reader):
    name = "Абдан узун аталышы бар процесс, анын баары бир кутуга батпайт жана кыскартылат деп ойлойбуз"
    one = process(agency, "1", name={"ky": name})
    card_in_force(agency, one, inputs=[("Арыз", "Кардар")])

    page = reader.get(URL)

    (box,) = [box for box in page.context["drawing"].boxes if box.number == "1"]
    assert len(box.lines) == 3
    assert box.lines[-1][1].endswith("…")
    assert name in page.content.decode()


def test_the_map_is_printed_across_the_page(reader, agency):
    giver, taker = process(agency, "1"), process(agency, "2")
    card_in_force(agency, giver, outputs=["Отчет"])
    card_in_force(agency, taker, inputs=["Отчет"])

    answer = reader.get(f"{URL}?as=pdf")
    page = PdfReader(io.BytesIO(answer.content)).pages[0]

    assert answer["Content-Type"] == "application/pdf"
    assert page.mediabox.width > page.mediabox.height
    assert "Отчет" in page.extract_text()
    assert "Баалоо 1" in " ".join(page.extract_text().split())


def test_strangers_see_no_map(client, agency, stranger):
    client.force_login(stranger)
    assert client.get(URL).status_code == 403
    assert drawing([], network(stranger), ("a", "b")).boxes == []
