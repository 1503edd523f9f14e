"""The clause library: dated editions, mappings, what does not apply, what has ended."""

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Todo
from common.trail import chain, fields
from documents.library_loading import FOLDER, LibraryError, known, load_library, parent_of
from documents.models import ClauseMapping, Standard, StandardClause
from documents.standards_tasks import look_at_editions
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db
OLD, NEW = "iso-9001-2008", "iso-9001-2015"


def clause(number: str, standard: str = NEW) -> StandardClause:
    return StandardClause.objects.get(standard__code=standard, number=number)


@pytest.fixture
def library(agency):
    return load_library([OLD, NEW])


def leaves(code: str) -> set[str]:
    numbers = {row[0] for row in known()[code]["clauses"]}
    return {n for n in numbers if not any(parent_of(m, numbers) == n for m in numbers)}


# The files ------------------------------------------------------------------------------------


@pytest.mark.core
def test_every_file_is_dated_has_a_source_and_three_languages():
    files = [yaml.safe_load(path.read_text()) for path in FOLDER.glob("*.yaml")]
    editions = [data for data in files if "code" in data]

    assert len(editions) == 11
    for data in editions:
        assert all(set(data[key]) >= {"ky"} for key in ("designation", "title"))
        assert set(data["title"]) == set(data["source"]) == {"ky", "ru", "en"}
        for number, *words in data["clauses"]:
            assert [bool(word) for word in words] == [True] * 3, (data["code"], number)
            assert max(map(len, words)) < 110, "a heading, not a sentence of the text"
    for data in files:
        assert data["as_of"]
        assert data["source"]


@pytest.mark.core
@pytest.mark.clause("003-2")
def test_the_mapping_of_the_two_editions_leaves_no_clause_out():
    rows = yaml.safe_load((FOLDER / "map-9001-2008-2015.yaml").read_text())["rows"]

    assert {row[0] for row in rows if row[0]} == leaves(OLD)
    assert {row[1] for row in rows if row[1]} == leaves(NEW)
    answers = {(row[0], row[1]) for row in rows}
    assert answers >= {
        *{("4.2.2", ""), ("4.2.3", "7.5.3.1"), ("4.2.4", "7.5.3.2"), ("5.4.1", "6.2.1")},
        *{("5.5.2", "5.3"), ("5.6.1", "9.3.1"), ("6.2.2", "7.2"), ("7.2.1", "8.2.2")},
        *{("7.4.1", "8.4.1"), ("7.5.1", "8.5.1"), ("8.2.1", "9.1.2"), ("8.2.2", "9.2.2")},
        *{("8.2.3", "9.1.1"), ("8.2.4", "8.6"), ("8.3", "8.7.1"), ("8.4", "9.1.3")},
        *{("8.5.2", "10.2.1"), ("8.5.3", "6.1.1"), ("", "4.1")},
    }


@pytest.mark.core
def test_the_coming_edition_is_named_and_nothing_is_invented(agency):
    load_library(["iso-9001-2026"])

    coming = Standard.objects.get()
    assert (coming.status, coming.clauses.count()) == ("draft", 0)


# Loading --------------------------------------------------------------------------------------


@pytest.mark.core
def test_loading_twice_changes_nothing_and_the_trail_holds(library):
    rows = JournalEntry.objects.count()
    made = StandardClause.history.count()

    assert not load_library([OLD, NEW])

    assert JournalEntry.objects.count() == rows
    assert StandardClause.history.count() == made == StandardClause.objects.count()
    assert Standard.objects.get(code=OLD).replaced_by.code == NEW
    assert clause("7.5.3.1").parent == clause("7.5.3")
    assert clause("7.5").is_requirement is False
    assert not list(chain.faults())
    assert not list(fields.faults())


@pytest.mark.core
def test_a_changed_file_is_brought_in_and_our_decisions_stay(library, agency, tmp_path):
    for path in FOLDER.glob("*9001*.yaml"):
        (tmp_path / path.name).write_text(path.read_text())
    clause("8.3").decide(by=agency.manager, applies=False, reason="Долбоорлоо жок")
    ours = Standard.objects.get(code=NEW)
    ours.is_followed, ours.valid_until = True, localdate()
    ours.save()
    path = tmp_path / "iso-9001-2015.yaml"
    data = yaml.safe_load(path.read_text())
    data["valid_until"] = "2030-01-01"
    for row in data["clauses"]:
        if row[0] == "8.3":
            row[2] = "Проектирование"
    data["clauses"].append(["11", "Жаңы бөлүм", "Новый раздел", "A new part"])
    path.write_text(yaml.safe_dump(data, allow_unicode=True))

    loaded = load_library([NEW], folder=tmp_path)

    assert loaded.changed
    assert not loaded.created
    changed = clause("8.3")
    assert changed.title["ru"] == "Проектирование"
    assert (changed.applies, changed.reason) == (False, "Долбоорлоо жок")
    assert clause("11").is_requirement
    ours.refresh_from_db()
    assert (ours.is_followed, ours.valid_until) == (True, localdate())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a list", "an edition or a mapping"),
        ("code: x\nclauses: []", "say as of when"),
        ("code: x\nclauses: [", "broken.yaml"),
    ],
)
def test_a_wrong_file_is_named(agency, tmp_path, text, says):
    (tmp_path / "broken.yaml").write_text(text)

    with pytest.raises(LibraryError, match=says):
        load_library(folder=tmp_path)


def test_a_mapping_to_nowhere_is_refused_whole(agency, tmp_path):
    (tmp_path / "a.yaml").write_text((FOLDER / "iso-9001-2008.yaml").read_text())
    (tmp_path / "b.yaml").write_text((FOLDER / "iso-9001-2015.yaml").read_text())
    (tmp_path / "map.yaml").write_text(
        f"from: {OLD}\nto: {NEW}\nas_of: 2026-01-01\nsource: ours\nrows: [['4.1', '99', same]]"
    )

    with pytest.raises(LibraryError, match="no such clause"):
        load_library(folder=tmp_path)
    assert not Standard.objects.exists()


def test_the_command_names_what_it_has(agency, capsys):
    call_command("load_library", "esg-2015")
    assert "esg-2015: 27 clauses" in capsys.readouterr().out
    call_command("load_library", "esg-2015")
    assert "Nothing to change" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no-such"):
        call_command("load_library", "no-such")


@pytest.mark.core
def test_a_mapping_has_both_ends_unless_dropped_or_new(library):
    one = {"from_standard": clause("4.1").standard, "to_standard": clause("4.1").standard}
    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseMapping.objects.create(kind="same", from_clause=clause("4.1"), **one)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClauseMapping.objects.create(kind="dropped", to_clause=clause("4.1"), **one)


# Pages ----------------------------------------------------------------------------------------


def test_staff_read_the_library_and_strangers_do_not(client, library, agency, stranger):
    pages = [
        reverse("documents:standards"),
        reverse("documents:clauses"),
        Standard.objects.get(code=NEW).get_absolute_url(),
        clause("7.5.2").get_absolute_url(),
    ]
    client.force_login(agency.staff)
    assert [client.get(page).status_code for page in pages] == [200] * 4
    assert client.get(reverse("documents:standard_add")).status_code == 403
    assert client.get(f"{clause('7.5.2').get_absolute_url()}off/").status_code == 403
    client.force_login(stranger)
    assert {client.get(page).status_code for page in pages} <= {403, 404}


@pytest.mark.parametrize("count", [3, 60])
def test_the_registers_cost_the_same_for_any_length(
    client, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        standard = Standard(code=f"s-{n}", designation={"ky": f"S {n}"}, title={"ky": "Стандарт"})
        standard.save()
        StandardClause(standard=standard, number="1", title={"ky": "Пункт"}).save()
    client.force_login(agency.staff)
    client.get("/documents/library/")

    with django_assert_max_num_queries(10):
        assert client.get("/documents/library/?per=100").context["total"] == count
    with django_assert_max_num_queries(11):
        assert client.get("/documents/clauses/?per=100").context["total"] == count


def test_a_clause_is_found_by_number_and_words(client, library, agency):
    client.force_login(agency.staff)

    def numbers(words):
        page = client.get("/documents/clauses/", {"q": words})
        return {row.cells[1].text for row in page.context["rows"]}

    assert "7.5.3.1" in numbers("жеткиликтуулук")
    assert "7.5.3.1" in numbers("7.5.3.1")


def test_what_does_not_apply_has_a_reason_and_a_day(client, library, agency, in_english):
    client.force_login(agency.manager)
    found = clause("7.1.5.2")
    url = f"{found.get_absolute_url()}off/"

    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Өлчөө аспабы жок"}).status_code == 302

    found.refresh_from_db()
    assert (found.applies, found.reason, found.decided_on) == (
        False,
        "Өлчөө аспабы жок",
        localdate(),
    )
    assert JournalEntry.objects.about(found).last().deed == "decide_clause"
    assert "Өлчөө аспабы жок" in client.get(found.get_absolute_url()).content.decode()
    assert client.post(f"{found.get_absolute_url()}on/").status_code == 302
    found.refresh_from_db()
    assert (found.applies, found.reason) == (True, "")
    assert client.post(f"{found.get_absolute_url()}on/").status_code == 404
    with pytest.raises(ValidationError):
        found.decide(by=agency.manager, applies=False, reason=" ")


def test_what_was_published_is_not_edited_what_is_ours_is(client, library, agency):
    client.force_login(agency.manager)
    iso = Standard.objects.get(code=NEW)
    page = client.get(f"{iso.get_absolute_url()}edit/")
    assert set(page.context["form"].fields) == {
        "is_followed",
        "document",
        "valid_until",
        "replaced_by",
    }
    answer = client.post(
        f"{iso.get_absolute_url()}edit/", {"revision": iso.revision, "is_followed": "on"}
    )
    assert answer.status_code == 302
    iso.refresh_from_db()
    assert iso.is_followed
    assert iso.title["en"]
    assert client.get(f"{clause('7.5.2').get_absolute_url()}edit/").status_code == 403
    assert client.get(reverse("documents:clause_add", args=[iso.pk])).status_code == 404


def test_a_standard_of_ones_own_with_clauses(client, agency):
    client.force_login(agency.manager)
    told = {"code": "mbbs", "designation_ky": "МББС", "title_ky": "Мамлекеттик стандарт"}

    assert client.post("/documents/library/add/", told | {"kind": "law"}).status_code == 302
    ours = Standard.objects.get()
    add = reverse("documents:clause_add", args=[ours.pk])
    assert client.post(add, {"number": "1", "title_ky": "Бөлүм"}).status_code == 302
    one = ours.clauses.get()
    again = client.post(add, {"number": "1", "title_ky": "Кайра"})
    assert again.status_code == 422
    assert ours.clauses.count() == 1
    told = {"number": "1", "title_ky": "Бөлүм", "parent": one.pk, "revision": one.revision}
    assert client.post(f"{one.get_absolute_url()}edit/", told).status_code == 422
    wrong = {"code": "x", "designation_ky": "X", "title_ky": "X", "kind": "law"}
    wrong |= {"valid_from": "2026-05-01", "valid_until": "2026-04-01"}
    assert client.post("/documents/library/add/", wrong).status_code == 422


def test_the_copy_of_a_standard_is_named_only_to_its_readers(client, library, agency):
    secret = DocumentFactory(code="КУПУЯ-1", type=agency.local_act, access="top")
    iso = Standard.objects.get(code=NEW)
    iso.document = secret
    iso.save()

    for user in (agency.staff, agency.manager):
        client.force_login(user)
        assert "КУПУЯ-1" not in client.get(iso.get_absolute_url()).content.decode()
    form = client.get(f"{iso.get_absolute_url()}edit/").context["form"]
    assert "document" not in form.fields
    client.force_login(agency.director)
    assert "КУПУЯ-1" in client.get(iso.get_absolute_url()).content.decode()


# Editions that end ----------------------------------------------------------------------------


@pytest.mark.core
def test_a_followed_edition_that_has_ended_is_told_to_the_manager_until_it_is_seen_to(
    client, library, agency
):
    old = Standard.objects.get(code=OLD)
    look_at_editions()
    assert not Todo.objects.filter(kind="documents.standard_ended").exists()

    old.is_followed = True
    old.save()
    look_at_editions()
    look_at_editions()

    asked = Todo.objects.waiting().get(kind="documents.standard_ended")
    assert (asked.person, asked.object) == (agency.manager.person, old)
    client.force_login(agency.manager)
    assert str(old) in client.get(reverse("my_work")).content.decode()
    told = {"revision": old.revision, "valid_until": "2018-09-14"}
    assert client.post(f"{old.get_absolute_url()}edit/", told).status_code == 302
    assert not Todo.objects.waiting().filter(kind="documents.standard_ended").exists()


@pytest.mark.core
def test_a_draft_edition_replaces_nothing_yet(agency):
    load_library([NEW, "iso-9001-2026"])
    iso = Standard.objects.get(code=NEW)
    iso.is_followed, iso.replaced_by = True, Standard.objects.get(code="iso-9001-2026")
    iso.save()

    look_at_editions()
    assert not Todo.objects.exists()

    Standard.objects.filter(code="iso-9001-2026").update(status="published")
    look_at_editions()
    assert Todo.objects.waiting().count() == 1
