"""The way of plans: who is asked is told before it goes, what came back says why, what is missing
is said first.
"""

import io

import pytest
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from people.models import Position
from planning.plan_papers import amendment_pdf, plan_pdf
from tests import factories
from tests.planning import plans

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def head(agency):
    made = factories.employee("head_of_office")
    plans.head_of(made)
    return made


@pytest.fixture
def own(agency, head):
    """The plan of an employee, with a line; the route of its kind names others."""
    kind = plans.kind("teacher_plan", scope="person")
    made = plans.plan(agency.staff, kind=kind, person=agency.staff.person)
    plans.line(made, person=agency.staff.person)
    return made


def asked(page) -> list[str]:
    """Who the page says will be asked."""
    return [str(line["who"]) for step in page.context["route"] for line in step["lines"]]


def test_before_a_plan_goes_its_true_route_is_shown(look, agency, head, own):
    position = head.person.appointment().position

    page = look(agency.staff, f"{own.get_absolute_url()}send/")

    assert asked(page) == [str(position)]
    assert "approves it" in page.content.decode()
    assert "agreeing" not in page.context["form"].fields
    own.send(by=agency.staff)
    assert [line.position for line in own.sheet.lines.all()] == [position]


def test_before_the_plan_of_a_unit_goes_its_head_stands_first(look, agency, head):
    unit = head.person.appointment().position.unit
    made = plans.plan(agency.manager, kind=plans.kind("unit_plan", scope="unit"), unit=unit)
    plans.line(made)

    page = look(agency.manager, f"{made.get_absolute_url()}send/")

    made.send(by=agency.manager)
    assert asked(page) == [str(line.position) for line in made.sheet.lines.all()]
    assert asked(page)[0] == str(head.person.appointment().position)


def test_the_paper_of_a_plan_that_a_head_approved_says_so(agency, head, own):
    own.send(by=agency.staff)
    assert "БЕКИТЕМИН" not in text_of(plan_pdf(own, "ky"))

    own.agree(by=head, seen=own.sheet.manifest_hash)

    said = text_of(plan_pdf(own, "ky"))
    assert "БЕКИТЕМИН" in said
    assert said.index(head.person.signature_name) < said.index("Иш-чара 1")


def test_a_proposed_amendment_has_its_name_in_every_language(client, agency):
    standing = plans.in_force(agency)
    amendment = plans.amendment(standing, agency.staff)
    plans.row(amendment, "cancel", standing.lines.first(), why="Кереги жок")

    client.force_login(agency.staff)
    for language, word in (("ky", "Сунушталган"), ("ru", "Предложенная")):
        client.cookies["django_language"] = language
        page = client.get(amendment.get_absolute_url()).content.decode()
        assert word in page
        assert "Proposed" not in page
        with override("en"):
            said = text_of(amendment_pdf(amendment, language, preview=True))
        assert word in said
        assert "Proposed" not in said


@pytest.mark.parametrize("which", ["plan", "amendment"])
def test_what_came_back_says_why_above_the_draft(look, agency, which):
    paper = plans.in_force(agency)
    if which == "amendment":
        standing, paper = paper, plans.amendment(paper, agency.manager)
        plans.row(paper, "cancel", standing.lines.first(), why="Кереги жок")
    else:
        paper = plans.plan(agency.manager, kind=plans.kind("other"))
        plans.line(paper)
    paper.send(by=agency.manager)
    paper.agree(by=agency.manager, seen=paper.sheet.manifest_hash)
    paper.send_back(by=agency.director, remark="Мөөнөттөр так эмес")

    page = paper.get_absolute_url()
    assert "Мөөнөттөр так эмес" in look(agency.manager, page).content.decode()
    paper.send(by=agency.manager)
    assert "Мөөнөттөр так эмес" not in look(agency.manager, page).content.decode()


def test_who_was_named_in_the_last_round_is_proposed_again(look, agency):
    route = plans.route("with_others")
    route.steps.create(order=1, kind="agree")
    made = plans.plan(agency.manager, kind=plans.kind("named", route=route))
    plans.line(made, position=Position.objects.get(code="specialist"))
    made.send(by=agency.manager, agreeing=[agency.office.person])
    made.recall(by=agency.manager)

    page = look(agency.manager, f"{made.get_absolute_url()}send/")

    assert set(page.context["form"].initial["agreeing"]) == {agency.office.person}
    assert "Owner and participants" not in page.content.decode()


def test_an_empty_plan_is_told_of_its_lines_before_anybody_is_to_be_named(look, agency):
    route = plans.route("with_others")
    route.steps.create(order=1, kind="agree")
    made = plans.plan(agency.manager, kind=plans.kind("named", route=route))

    for page in (
        look(agency.manager, f"{made.get_absolute_url()}send/"),
        look(agency.manager, f"{made.get_absolute_url()}send/", agreeing=""),
    ):
        assert page.status_code == 409
        assert "There are no lines yet" in page.content.decode()
        assert "Who agrees" not in page.content.decode()


def test_a_plan_on_its_way_says_that_it_is_and_not_that_one_may_not(look, agency):
    made = plans.plan(agency.manager)
    one = plans.line(made)
    cost = plans.cost(made)
    made.send(by=agency.manager)
    urls = [
        *(reverse(f"planning:{name}", args=[made.pk]) for name in ("plan_edit", "plan_carry")),
        *(
            reverse(f"planning:{name}", args=[made.pk])
            for name in ("plan_line_add", "estimate_add")
        ),
        reverse("planning:plan_line_edit", args=[made.pk, one.pk]),
        reverse("planning:estimate_edit", args=[made.pk, cost.pk]),
    ]

    for url in urls:
        page = look(agency.manager, url)
        assert page.status_code == 409, url
        assert "take it back first" in page.content.decode()
    assert look(agency.director, urls[0]).status_code == 403
    remove = reverse("planning:plan_line_remove", args=[made.pk, one.pk])
    assert look(agency.manager, remove, x="1").status_code == 409
