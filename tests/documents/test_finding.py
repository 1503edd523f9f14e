"""One search over codes, titles, texts and files: forgiving, and never past anybody's right."""

import io
import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from docx import Document as Word

from common import lights
from common.models import Attachment, Blob, Check, FileText, SavedView, SearchEntry, SearchTask
from common.printing import html_to_pdf
from common.search import files, index
from common.search.query import parse
from common.search.tasks import NAME, check_index
from documents.models import Document, Standard, StandardClause, VersionText
from tests import factories
from tests.factories import DocumentFactory, VersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.core]


IN_FORCE = {
    "state": "in_force",
    "in_force_from": "2026-01-01",
    "order_number": "1",
    "order_date": "2025-12-30",
}
LATER = IN_FORCE | {"state": "approved", "in_force_from": "2028-01-01"}


def found(user, words, **more):
    asked = parse(words)
    rows = SearchEntry.objects.visible_to(user).matching(asked).ranked(asked)
    return [(row.kind, row.object_id) for row in rows.filter(**more)]


def documents(user, words):
    return [key for kind, key in found(user, words) if kind == "document"]


def shown(client, **asked):
    page = client.get(reverse("search"), asked)
    assert page.status_code == 200
    return [str(hit["title"]) for hit in page.context["hits"]]


def words_of_a_page(*lines: str) -> bytes:
    made = Word()
    for line in lines:
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def attach(version, name, data, kind="attachment"):
    return Attachment.objects.create(owner=version, blob=Blob.store([data]), name=name, kind=kind)


@pytest.fixture
def archive(agency):
    return DocumentFactory(
        code="ДЖ-21",
        title={"ky": "Архивди сактоо тартиби", "ru": "Порядок хранения архива"},
        type=agency.procedure,
        aliases="Кагаздарды көмүү",
    )


# Forgiving --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["архив сактоо", "АРХИВДЕРДИН тартиптери", "дж21", "ДЖ 21", "дж-21", "хранение архивов",
     "тартипке", "архи", "көмүү", "комуу", "кагаз"],
)  # fmt: skip
def test_a_title_is_found_at_once_in_any_form(archive, agency, words):
    DocumentFactory(code="ДЖ-22", title={"ky": "Башка иш"}, type=agency.procedure)

    assert documents(agency.staff, words) == [archive.pk]


def test_what_holds_goes_before_the_version_that_will_hold(agency):
    document = DocumentFactory(code="СС-41", title={"ky": "Зымырык саясат"}, type=agency.procedure)
    now = VersionFactory(document=document, issue=1, **IN_FORCE)
    later = VersionFactory(document=document, issue=2, **LATER)
    index.catch_up()

    assert found(agency.staff, "зымырык саясат") == [
        ("document", document.pk),
        ("version", later.pk),
    ]
    assert now.pk != later.pk


def test_the_place_shown_is_of_the_text_that_holds_most_of_the_words(archive, agency, client):
    version = VersionFactory(document=archive, html="<p>Документ сакталат.</p>", **IN_FORCE)
    VersionText.objects.create(
        version=version, language="ru", html="<p>Документ хранится под замком.</p>"
    )
    index.catch_up()
    client.force_login(agency.staff)
    client.cookies["django_language"] = "ky"

    page = client.get(reverse("search"), {"q": "документ хранится "})
    assert "замком" in page.context["hits"][0]["place"]


def test_the_empty_search_says_what_is_searched(archive, agency, client):
    VersionFactory(document=archive, **IN_FORCE)
    index.catch_up()
    client.force_login(agency.staff)

    page = client.get(reverse("search"))

    assert [str(hit["code"]) for hit in page.context["newest"]] == ["ДЖ-21"]
    assert page.context["searched"]
    assert "Search in this list" not in page.content.decode()


def test_a_new_title_is_found_at_once_and_the_old_one_no_more(archive, agency):
    index.catch_up()
    archive.title = {"ky": "Китепкана жөнүндө"}
    archive.save()

    assert documents(agency.staff, "китепканага") == [archive.pk]
    assert documents(agency.staff, "сактоо") == []


def test_the_code_comes_first_then_titles_then_texts(agency):
    by_text = VersionFactory(
        document=DocumentFactory(title={"ky": "Үчүнчү"}, type=agency.local_act),
        author=agency.manager.person,
        html="<p>ПЛ-5 планы ушунда айтылат.</p>",
        state="in_force", in_force_from="2026-01-01", order_number="1",
    ).document  # fmt: skip
    by_title = DocumentFactory(title={"ky": "ПЛ-5 планы жөнүндө"}, type=agency.local_act)
    by_code = DocumentFactory(code="ПЛ-5", title={"ky": "Биринчи"}, type=agency.local_act)
    index.catch_up()

    assert documents(agency.staff, "пл-5") == [by_code.pk, by_title.pk, by_text.pk]


def test_synonyms_of_the_regulations_find_each_other(agency):
    one = DocumentFactory(title={"ky": "Шайкеш келбөөлөрдү жоюу"}, type=agency.local_act)

    assert documents(agency.staff, "дал келбестик") == [one.pk]
    assert documents(agency.staff, "туура келбөөчүлүктү жоюу") == [one.pk]
    assert documents(agency.staff, "дал") == []


def test_the_terms_of_the_organisation_are_synonyms_too(agency):
    one = DocumentFactory(title={"ky": "Кеңешменин тартиби"}, type=agency.local_act)
    agency.organisation.terms = {"meeting": {"ky": "Баш кошуу"}}
    agency.organisation.save()

    assert documents(agency.staff, "баш кошуунун тартиби") == [one.pk]


# Texts and rights -------------------------------------------------------------------------------


@pytest.mark.clause("004-4.2.3-c")
def test_staff_find_the_text_in_force_and_no_draft(draft, agency):
    index.catch_up()
    assert found(agency.staff, "тартибин белгилейт") == []
    assert found(agency.manager, "тартибин белгилейт") == [("version", draft.pk)]

    factories.put_in_force(draft, agency)
    index.catch_up()
    for user in (agency.staff, agency.manager):
        assert found(user, "тартиптерди белгилейт") == [("document", draft.document_id)]
    assert found(agency.staff, "жокмундай") == []


def test_strangers_find_nothing(stranger, in_force):
    index.catch_up()

    assert found(stranger, "баалоо") == []


def test_an_older_version_gives_way_and_stays_findable(in_force, agency, client):
    index.catch_up()
    newer = VersionFactory(document=in_force.document, author=agency.manager.person, issue=2,
                           html="<p>Жаңыча чечмелөө.</p>")  # fmt: skip
    factories.put_in_force(newer, agency)
    index.catch_up()

    assert documents(agency.staff, "чечмелөө") == [in_force.document_id]
    assert documents(agency.staff, "белгилейт") == []
    assert found(agency.staff, "белгилейт") == [("version", in_force.pk)]
    client.force_login(agency.staff)
    assert shown(client, q="белгилейт") == []
    assert len(shown(client, q="белгилейт", stage="all")) == 1


def test_what_is_restricted_is_not_even_counted(in_force, agency, client):
    index.catch_up()
    Document.objects.filter(pk=in_force.document_id).update(access="top")

    for user, count in ((agency.staff, 0), (agency.director, 1)):
        client.force_login(user)
        page = client.get(reverse("search"), {"q": "белгилейт", "stage": "all"})
        assert page.context["total"] == count
        assert sum(g["count"] for g in page.context["groups"][1:]) in (0, count)
        assert in_force.document.code not in page.content.decode() or count
        quick = client.get(reverse("search_quick"), {"q": in_force.document.code}).content.decode()
        assert (in_force.document.get_absolute_url() in quick) == bool(count)
        register = client.get("/documents/", {"q": "белгилейт"})
        assert register.context["total"] == count


def test_the_register_finds_what_the_search_finds(in_force, archive, agency, client):
    index.catch_up()
    client.force_login(agency.staff)

    for words in ("тартиптерге", "эрежелерин", "архивдер", "жокмундай"):
        register = client.get("/documents/", {"q": words})
        keys = {int(row.url.rstrip("/").rpartition("/")[2]) for row in register.context["rows"]}
        assert keys == set(documents(agency.staff, words))


def test_what_holds_no_more_is_offered_beside_what_is_found(client, in_force, agency):
    index.catch_up()
    client.force_login(agency.staff)
    asked = {"q": in_force.document.code}
    for more, offered in (({}, True), ({"stage": "all"}, False)):
        page = client.get(reverse("search"), asked | more)
        assert page.context["hits"]
        link = f'href="{escape(page.context["everywhere_url"])}"'
        assert (link in page.content.decode()) == offered


def test_a_clause_of_the_library_is_found_by_its_number_and_words(agency, client):
    standard = Standard.objects.create(
        code="t-1", designation={"ky": "ИСО 77", "en": "ISO 77"}, title={"ky": "Талаптар"}
    )
    clause = StandardClause.objects.create(
        standard=standard, number="6.2.1", title={"ky": "Максаттар", "ru": "Цели"}
    )
    index.catch_up()
    for words in ("6.2.1", "ISO 77 6.2.1", "максаттарды", "цель"):
        assert ("clause", clause.pk) in found(agency.staff, words), words
    client.force_login(agency.staff)
    assert client.get(reverse("search"), {"q": "6.2.1"}).context["hits"][0]["url"] == (
        clause.get_absolute_url()
    )


def test_people_are_found_by_name_and_by_what_they_are(agency):
    index.catch_up()
    person = agency.director.person

    assert ("person", person.pk) in found(agency.staff, person.surname)
    assert ("person", person.pk) in found(agency.staff, "director")
    person.appointments.update(until="2020-01-01", since="2019-01-01")
    person.save()
    index.catch_up()
    assert ("person", person.pk) in found(agency.staff, person.surname, stage="past")


def test_an_erased_person_is_found_no_more(agency):
    index.catch_up()
    person, surname = agency.office.person, agency.office.person.surname
    assert found(agency.staff, surname)
    person.surname, person.erased_at = "Өчүрүлгөн", "2026-01-01T00:00+06:00"
    person.save()

    assert found(agency.staff, surname) == []
    assert not SearchEntry.objects.filter(kind="person", text__contains=surname).exists()


def test_cases_of_the_nomenclature_follow_its_state(agency):
    year = factories.nomenclature(agency)
    index.catch_up()

    assert found(agency.office, "01-02") == [("case", year.items.get(index="01-02").pk)]
    assert found(agency.staff, "01-02") == []


# Files ------------------------------------------------------------------------------------------


def test_words_inside_pdf_and_docx_are_found(in_force, agency, client):
    attach(in_force, "тиркеме.docx", words_of_a_page("Кашкулактын жолдору", "экинчи сап"))
    pdf = html_to_pdf("<html><body><p>Туюктагы көпүрөлөр жөнүндө узун маалымат ушунда турат, "
                      "аны ар ким окуй алат.</p></body></html>")  # fmt: skip
    attach(in_force, "скан.pdf", pdf, kind="scan")
    assert files.read_files() == 2
    index.catch_up()

    for words in ("кашкулак", "көпүрөнүн"):
        assert found(agency.staff, words) == [("document", in_force.document_id)]
    client.force_login(agency.staff)
    page = client.get(reverse("search"), {"q": "кашкулак"})
    assert page.context["hits"][0]["file"] == "тиркеме.docx"
    assert "<mark>Кашкулактын</mark>" in page.content.decode()
    assert files.read_files() == 0


def test_a_file_is_found_in_each_place_it_hangs_on(in_force, agency):
    data = words_of_a_page("Кашкулактын жолдору")
    attach(in_force, "бир.docx", data)
    files.read_files()
    index.catch_up()
    other = VersionFactory(
        document=DocumentFactory(type=agency.local_act),
        author=agency.manager.person,
        html="<p>x</p>",
    )
    attach(other, "эки.docx", data)
    index.catch_up()

    assert set(found(agency.manager, "кашкулак")) == {
        ("document", in_force.document_id), ("version", other.pk)
    }  # fmt: skip


BAD = {
    "damaged": b"%PDF-1.7\nnothing of the kind",
    "foreign": b"\x89PNG\r\n\x1a\n\0\0\0",
    "pictures": None,
    "locked": None,
}


@pytest.mark.parametrize("outcome", BAD)
def test_a_file_without_words_says_so_on_its_tab(in_force, agency, client, outcome):
    attach(in_force, "файл.bin", BAD[outcome] or made_pdf(outcome))
    files.read_files()
    kept = FileText.objects.get()
    assert (kept.outcome, kept.text) == (outcome, "")

    client.force_login(agency.staff)
    client.cookies["django_language"] = "en"
    tab = client.get(f"{in_force.get_absolute_url()}?tab=files").content.decode()
    with translation.override("en"):
        assert str(FileText.Outcome(outcome).label) in tab


def made_pdf(kind: str) -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if kind == "locked":
        writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_a_file_that_kills_its_reader_does_not_stop_the_others(in_force, agency, monkeypatch):
    attach(in_force, "биринчи.docx", words_of_a_page("Алгачкы"))
    attach(in_force, "экинчи.docx", words_of_a_page("Кийинки"))
    plain, seen = files.Reader.read, []

    def deadly(reader, path):
        seen.append(path)
        if len(seen) == 1:
            plain(reader, path)
            reader.process.kill()
            reader.process.wait()
            return plain(reader, path)
        return plain(reader, path)

    monkeypatch.setattr(files.Reader, "read", deadly)

    assert files.read_files() == 2
    assert sorted(FileText.objects.values_list("outcome", flat=True)) == ["damaged", "read"]


def test_an_endless_file_is_given_up(in_force, monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(files, "READING", slow)
    monkeypatch.setattr(files, "SECONDS", 0.3)
    attach(in_force, "чексиз.pdf", b"%PDF-1.7")

    files.read_files()

    assert FileText.objects.get().outcome == "damaged"


def test_a_killed_worker_leaves_nothing_half_read(in_force, agency, monkeypatch):
    attach(in_force, "тиркеме.docx", words_of_a_page("Кашкулактын жолдору"))

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(files.Reader, "read", killed)
        with pytest.raises(KeyboardInterrupt):
            files.read_files()
    assert FileText.objects.get().outcome == "reading"

    assert files.read_files() == 1
    index.catch_up()
    assert found(agency.staff, "кашкулак")


def test_a_file_that_ends_worker_after_worker_is_left(in_force):
    blob = attach(in_force, "жаман.docx", words_of_a_page("Алгачкы")).blob
    FileText.objects.create(blob=blob, tries=files.TRIES)

    files.read_files()

    assert FileText.objects.get().outcome == "damaged"


# The index --------------------------------------------------------------------------------------


def test_what_was_written_past_its_save_is_indexed_too(agency):
    made = Document(code="ДЖ-31", title={"ky": "Жашырылган"}, type=agency.local_act)
    made.fold_columns()
    Document.objects.bulk_create([made])
    assert found(agency.staff, "жашырылган") == []

    index.catch_up()

    assert documents(agency.staff, "жашырылган") == [made.pk]


def test_what_is_saved_while_it_is_read_is_read_again(in_force, agency, monkeypatch):
    index.catch_up()
    text = in_force.texts.get()
    text.html += "<p>Биринчи кошумча.</p>"
    text.save()
    plain = index._entry

    def meanwhile(*args, **kwargs):
        monkeypatch.setattr(index, "_entry", plain)
        text.html += "<p>Экинчи кошумча.</p>"
        text.save()
        return plain(*args, **kwargs)

    monkeypatch.setattr(index, "_entry", meanwhile)
    index.catch_up()
    assert SearchTask.objects.exists()
    index.catch_up()

    assert not SearchTask.objects.exists()
    assert documents(agency.staff, "экинчи кошумча") == [in_force.document_id]


def test_a_worker_killed_between_two_records_goes_on(agency, monkeypatch):
    for n in range(3):
        DocumentFactory(title={"ky": f"Китеп {n}"}, type=agency.local_act)
    VersionText.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(index, "read_in", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            index.catch_up()
    assert SearchTask.objects.exists()

    index.catch_up()

    assert not SearchTask.objects.exists()
    assert SearchEntry.objects.filter(kind="document").exclude(indexed_at=None).count() == 3


def test_the_rebuild_mends_what_is_not_as_its_record(in_force, agency, capsys):
    index.catch_up()
    SearchEntry.objects.filter(kind="document").update(body="", text="", digest="")
    SearchEntry.objects.create(kind="document", object_id=99_999, page_id=99_999)

    call_command("reindex", "--changed")

    assert documents(agency.staff, "белгилейт") == [in_force.document_id]
    assert not SearchEntry.objects.filter(object_id=99_999).exists()
    assert "2 entries were not" in capsys.readouterr().out


def test_the_night_compares_the_index_and_its_run_is_good(in_force):
    index.catch_up()
    SearchEntry.objects.filter(kind="document").update(digest="")

    check_index()

    run = Check.objects.get(kind="search")
    assert run.is_good
    assert run.remarks
    check_index()
    assert Check.objects.filter(kind="search", is_good=True).count() == 2


def test_what_waits_too_long_is_an_amber_light(in_force, clock):
    def said():
        return [light.sentence for light in lights.all_lights() if light.name == NAME]

    at_first = said()
    clock.shift(minutes=20)

    (more,) = set(said()) - set(at_first)
    assert str(index.waiting()) in more


@pytest.mark.django_db(transaction=True)
def test_people_search_while_the_index_is_rebuilt(agency):
    for n in range(120):
        VersionFactory(
            document=DocumentFactory(title={"ky": f"Китеп {n}"}, type=agency.local_act),
            author=agency.manager.person,
            html=f"<p>Бөркү сөз {n}.</p>",
            state="in_force", in_force_from="2026-01-01", order_number="1",
        )  # fmt: skip
    index.catch_up()
    before = set(documents(agency.staff, "бөрк"))
    assert len(before) == 120
    done, faults = threading.Event(), []

    def rebuild():
        try:
            for _ in range(2):
                index.rebuild(all_anew=True)
        except Exception as error:
            faults.append(error)
        finally:
            done.set()
            connections.close_all()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        answers = []
        index.rebuild(lambda n: answers.append(set(documents(agency.staff, "бөрк"))))
    else:
        worker = threading.Thread(target=rebuild)
        worker.start()
        answers = [set(documents(agency.staff, "бөрк"))]
        while not done.is_set():
            answers.append(set(documents(agency.staff, "бөрк")))
        worker.join()

    assert not faults
    assert len(answers) > 2
    assert all(answer == before for answer in answers)


# The pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 60])
def test_a_search_costs_the_same_queries_for_any_number_of_finds(
    client, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        VersionFactory(
            document=DocumentFactory(code=f"ЛЧА-{n:02}", type=agency.local_act),
            author=agency.manager.person,
            html=factories.TEXT,
            state="in_force", in_force_from="2026-01-01", order_number="1",
        )  # fmt: skip
    index.catch_up()
    client.force_login(agency.staff)
    client.get(reverse("search"), {"q": "x"})

    with django_assert_max_num_queries(12):
        page = client.get(reverse("search"), {"q": "тартибин", "per": 100})
    assert page.context["total"] == count
    with django_assert_max_num_queries(7):
        client.get(reverse("search_quick"), {"q": "тартибин"})


def test_the_page_shows_where_the_words_stand(client, in_force, agency):
    index.catch_up()
    client.force_login(agency.staff)

    html = client.get(reverse("search"), {"q": "тартиптерди белгилейт"}).content.decode()

    assert "<mark>тартибин</mark>" in html
    assert in_force.document.get_absolute_url() in html


def test_finds_are_told_apart_by_kind_and_language(client, in_force, agency):
    VersionText.objects.create(version=in_force, language="ru", html="<p>Правило оценивания</p>")
    DocumentFactory(title={"ky": "Тартиби жок"}, type=agency.local_act)
    index.catch_up()
    client.force_login(agency.staff)

    assert len(shown(client, q="баалоо", kind="document")) >= 1
    assert shown(client, q="баалоо", kind="person") == []
    assert shown(client, q="оценивание", language="ru") == shown(client, q="оценивание")
    assert shown(client, q="оценивание", language="en") == []
    assert shown(client, q="тартиби жок", stage="force") == []


@pytest.mark.parametrize(
    "words", ["'", '"*', "а & | !", "\\", "%", "х" * 3000, "<script>", "01 02 03"]
)
def test_odd_words_are_only_words(client, in_force, agency, words):
    index.catch_up()
    client.force_login(agency.staff)

    for name in ("search", "search_quick", "documents:documents"):
        page = client.get(reverse(name), {"q": words})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().replace("<script src", "")


def test_the_box_offers_only_what_its_reader_may_open(client, agency):
    add = reverse("documents:document_add")
    for user, offered in ((agency.manager, True), (agency.staff, False)):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        assert (add in client.get(reverse("search_quick")).content.decode()) == offered
        typed = client.get(reverse("search_quick"), {"q": "new doc"}).content.decode()
        assert (add in typed) == offered
        assert reverse("installation") not in typed


def test_the_box_answers_only_so_often(client, agency):
    client.force_login(agency.staff)

    answers = [client.get(reverse("search_quick"), {"q": "а"}).status_code for _ in range(152)]

    assert set(answers[:150]) == {200}
    assert answers[-1] == 429


def test_finds_leave_the_house_as_a_list(client, in_force, agency):
    index.catch_up()
    client.force_login(agency.staff)

    answer = client.get(reverse("search"), {"q": in_force.document.code, "as": "xlsx"})

    assert answer["Content-Type"].startswith("application/vnd.openxml")


# Kept views ---------------------------------------------------------------------------------------


def test_a_view_is_kept_renamed_shared_and_forgotten(client, agency):
    url = reverse("search") + "?q=тартип"
    client.force_login(agency.manager)
    client.post(url, {"name": "Тартиптер"})
    view = SavedView.objects.get()

    client.post(url, {"rename": view.pk, "name": "Бардык тартиптер"})
    client.post(url, {"share": view.pk})
    client.force_login(agency.staff)
    assert "Бардык тартиптер" in client.get(reverse("search")).content.decode()
    for asked in (
        {"forget": view.pk},
        {"rename": view.pk, "name": "Меники"},
        {"keep_own": view.pk},
    ):
        client.post(url, asked)
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Бардык тартиптер", True)

    client.force_login(agency.manager)
    client.post(url, {"keep_own": view.pk})
    client.force_login(agency.staff)
    assert "Бардык тартиптер" not in client.get(reverse("search")).content.decode()
    client.force_login(agency.manager)
    client.post(url, {"forget": view.pk})
    assert not SavedView.objects.exists()


def test_only_who_manages_documents_shares_a_view(client, agency):
    client.force_login(agency.staff)
    client.post(reverse("search") + "?q=а", {"name": "Меники"})
    view = SavedView.objects.get()

    client.post(reverse("search"), {"share": view.pk})

    view.refresh_from_db()
    assert not view.is_shared


def test_two_views_of_one_name_are_refused_with_a_sentence(client, agency):
    client.force_login(agency.staff)
    for name in ("Бир", "Эки"):
        client.post(f"{reverse('search')}?q={name}", {"name": name})
    view = SavedView.objects.get(name="Эки")

    page = client.post(
        f"{reverse('search')}?q=Эки", {"rename": view.pk, "name": "Бир"}, follow=True
    )

    view.refresh_from_db()
    assert view.name == "Эки"
    assert [str(m) for m in page.context["messages"]]
