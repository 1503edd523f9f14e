"""Links between documents: both sides, circles, proposals from the text, the restricted."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from common.models import JournalEntry
from common.models.journal import verify
from documents.codes import find_by_code, follows
from documents.models import Document, DocumentRelation
from documents.models.relation import DocumentRelation as Relation
from people.profile_plan import Plan
from tests import factories

pytestmark = pytest.mark.django_db


def document(agency, code, **fields) -> Document:
    return factories.DocumentFactory(
        code=code, type=agency.local_act, title={"ky": f"Тартип {code}"}, **fields
    )


def links(client, one) -> str:
    return client.get(f"{one.get_absolute_url()}?tab=links").content.decode()


def add(client, one, **form):
    return client.post(reverse("documents:relation_add", args=[one.pk]), form)


@pytest.mark.core
@pytest.mark.clause("001-1-1")
def test_both_sides_of_a_link_are_shown(client, in_force, agency):
    other = document(agency, "ЛЧА-50")
    client.force_login(agency.manager)

    assert add(client, in_force.document, kind="basis", other="лча 50").status_code == 302

    relation = DocumentRelation.objects.get()
    assert (relation.document, relation.other) == (in_force.document, other)
    assert "Тартип ЛЧА-50" in links(client, in_force.document)
    back = client.get(f"{other.get_absolute_url()}?tab=links")
    groups = [(str(g["label"]), g["links"][0]["document"]) for g in back.context["groups"]]
    assert [one for _label, one in groups] == [in_force.document]
    entry = JournalEntry.objects.get(deed="relate_documents")
    assert (entry.object, entry.user) == (in_force.document, agency.manager)

    url = reverse("documents:relation_remove", args=[in_force.document_id, relation.pk])
    assert client.post(url).status_code == 302
    assert not DocumentRelation.objects.exists()
    assert verify() is None


def test_a_link_to_what_nobody_works_by_any_more_says_so(client, in_force, agency):
    one = document(agency, "ЛЧА-50", basis=in_force.document)
    client.force_login(agency.staff)
    client.cookies["django_language"] = "en"
    assert "No longer in force" not in links(client, one)
    in_force.withdraw(by=agency.director, reason="Эскирди", order_number="7")
    assert "No longer in force" in links(client, one)


def test_only_who_may_change_the_card_links_it(client, in_force, agency, stranger):
    other = document(agency, "ЛЧА-50")
    relation = DocumentRelation.put(in_force.document, other, "refers", by=agency.manager)
    url = reverse("documents:relation_remove", args=[in_force.document_id, relation.pk])
    for user, code in ((agency.staff, 403), (agency.director, 403)):
        client.force_login(user)
        assert add(client, in_force.document, kind="refers", other="ЛЧА-50").status_code == code
        assert client.post(url).status_code == code
        assert "data-confirm" not in links(client, in_force.document)
    client.force_login(stranger)
    assert add(client, in_force.document, kind="refers", other="ЛЧА-50").status_code == 404
    assert DocumentRelation.objects.count() == 1


@pytest.mark.core
def test_a_circle_of_replacements_is_refused_with_a_sentence(client, agency):
    client.cookies["django_language"] = "en"
    first, second, third = (document(agency, f"ЛЧА-5{n}") for n in range(3))
    Relation.put(first, second, "replaces", by=agency.manager)
    Relation.put(second, third, "replaces", by=agency.manager)
    client.force_login(agency.manager)

    page = add(client, third, kind="replaces", other=first.code)

    assert page.status_code == 422
    assert "itself replaces" in " ".join(page.context["form"].non_field_errors())
    with pytest.raises(ValidationError):
        Relation.put(second, first, "replaces", by=agency.manager)
    # Whoever refers back closes no circle.
    assert add(client, third, kind="refers", other=first.code).status_code == 302


@pytest.mark.core
def test_a_circle_of_bases_is_refused_by_link_and_by_card(client, agency):
    client.cookies["django_language"] = "en"
    first, second, third = (document(agency, f"ЛЧА-5{n}") for n in range(3))
    second.basis = first
    second.save()
    Relation.put(third, second, "basis", by=agency.manager)
    client.force_login(agency.manager)

    page = add(client, first, kind="basis", other=third.code)

    assert page.status_code == 422
    assert "itself rests on" in " ".join(page.context["form"].non_field_errors())
    card = {"type": agency.local_act.pk, "code": first.code, "title_ky": "Тартип"}
    card |= {"revision": first.revision, "basis": third.pk, "access": "staff"}
    page = client.post(reverse("documents:document_edit", args=[first.pk]), card)
    assert page.status_code == 422
    assert "itself rests on" in page.context["form"].errors["basis"][0]
    assert add(client, first, kind="refers", other=third.code).status_code == 302


def test_the_same_link_twice_and_a_link_to_itself_are_refused(client, agency):
    first, second = document(agency, "ЛЧА-50"), document(agency, "ЛЧА-51")
    client.force_login(agency.manager)
    assert add(client, first, kind="refers", other=second.code).status_code == 302
    assert add(client, first, kind="refers", other=second.code).status_code == 422
    assert add(client, first, kind="refers", other=first.code).status_code == 422
    assert add(client, first, kind="refers", other="ЖОК-1").status_code == 422
    assert add(client, first, kind="зыян", other=second.code).status_code == 422
    assert DocumentRelation.objects.count() == 1


@pytest.mark.core
def test_codes_in_the_text_are_offered_and_taken_with_one_press(client, draft, agency):
    named = [document(agency, code) for code in ("ДЖ-02", "РИ-05", "СМС НП.УН-2.20")]
    document(agency, "ДЖ-2026")
    longer = document(agency, "РИ-05-1")
    text = draft.texts.get()
    text.html = (
        "<p>1.1. Иш ДЖ 02ге ылайык, ри05 нускамасы боюнча, СМС НП УН-2.20 негизинде.</p>"
        "<p>1.2. Дагы бир жолу ДЖ-02; андан тышкары РИ-05-1 колдонулат. ДЖ. Мындан ары 2026.</p>"
    )
    text.save()
    factories.put_in_force(draft, agency)
    client.force_login(agency.manager)

    page = client.get(f"{draft.document.get_absolute_url()}?tab=links")
    offered = page.context["proposals"]

    assert {one.document for one in offered} == {*named, longer}
    assert add(client, draft.document, kind="refers", other="ДЖ-02").status_code == 302
    relation = DocumentRelation.objects.get()
    first = next(one for one in offered if one.document == named[0])
    assert relation.block == first.block != ""
    page = client.get(f"{draft.document.get_absolute_url()}?tab=links")
    assert named[0] not in {one.document for one in page.context["proposals"]}


def test_the_restricted_is_never_told(client, draft, agency):
    secret = document(agency, "ӨК-01", access="top")
    secret.title = {"ky": "Купуя концепция"}
    secret.save()
    text = draft.texts.get()
    text.html = "<p>1.1. Бул иш ӨК-01 боюнча жүрөт.</p>"
    text.save()
    factories.put_in_force(draft, agency)
    Relation.put(draft.document, secret, "basis", by=agency.director)
    Relation.put(secret, draft.document, "refers", by=agency.director)
    client.force_login(agency.manager)  # keeps documents, yet is not of the top management

    for tab in ("links", "history", "requests", "sheet", "reviews"):
        page = client.get(f"{draft.document.get_absolute_url()}?tab={tab}").content.decode()
        assert "ӨК-01" not in page
        assert "Купуя" not in page
    assert add(client, draft.document, kind="refers", other="ӨК-01").status_code == 422
    relation = Relation.objects.get(other=secret)
    url = reverse("documents:relation_remove", args=[draft.document_id, relation.pk])
    assert client.post(url).status_code == 404
    client.force_login(agency.director)
    assert "Купуя" in links(client, draft.document)


@pytest.mark.core
@pytest.mark.clause("004-2-terms", "003-3")
def test_codes_are_told_apart_by_pattern_and_the_next_follows_it(client, agency):
    old = document(agency, "ЛЧА-7")
    odd = document(agency, "Эреже 12")
    agency.local_act.code_mask = "ЛА-{n:03}"
    agency.local_act.save()
    client.force_login(agency.manager)

    found = client.get("/documents/", {"codes": "off"}).context["rows"]
    assert {row.cells[0].text for row in found} == {old.code, odd.code}
    url = reverse("documents:document_add")
    client.post(url, {"type": agency.local_act.pk, "title_0": "Жаңы", "title_ky": "Жаңы"})
    new = Document.objects.exclude(pk__in=[old.pk, odd.pk]).get()
    assert new.code == "ЛА-001"
    assert follows(new)
    assert not follows(Document.objects.get(pk=old.pk))
    assert Document.objects.filter(code="ЛЧА-7").exists()


def test_loading_a_profile_notes_codes_that_are_not_by_the_new_pattern(agency):
    from documents.codes import note_strange_codes

    document(agency, "ЛЧА-7")
    agency.local_act.code_mask = "ЛА-{n:03}"
    plan = Plan()
    note_strange_codes(agency.local_act, plan)
    assert len(plan.left) == 1
    assert "ЛЧА-7" in plan.left[0]
    agency.local_act.code_mask = "ЛЧА-{n:02}"
    plan = Plan()
    note_strange_codes(agency.local_act, plan)
    assert not plan.left


@pytest.mark.core
@pytest.mark.parametrize("typed", ["ДЖ-02", "дж 02", "ДЖ2", "дж-2", "  ДЖ–02 "])
def test_a_code_is_understood_as_people_type_it(agency, typed):
    wanted = document(agency, "ДЖ-02")
    document(agency, "ДЖ-20")
    assert find_by_code(Document.objects.all(), typed) == wanted
    assert find_by_code(Document.objects.all(), "ДЖ-0") is None
    assert find_by_code(Document.objects.all(), "") is None
