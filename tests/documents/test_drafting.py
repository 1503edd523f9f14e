"""Drafting: texts from files and from the editor, cards, files; two writers, wrong files."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from docx import Document as Word

from common.models import Attachment, Blob, JournalEntry
from documents import tasks
from documents.forms.copies import MakeForm
from documents.models import Document, DocumentVersion, VersionText
from documents.pdf import PAPER, paper_languages
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, agency):
    client.force_login(agency.manager)
    return client


def word_file() -> SimpleUploadedFile:
    book = Word()
    book.add_heading("I. Жалпы жоболор", 1)
    book.add_paragraph("1.1. Бул жобо өзгөчө ишти жөнгө салат.")
    table = book.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Багыт"
    table.rows[0].cells[1].text = "Салмак"
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("жобо.docx", out.getvalue())


@pytest.mark.core
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (word_file, ["<h2", "1.1. Бул жобо өзгөчө", "<table"]),
        (
            lambda: SimpleUploadedFile(
                "жобо.txt",
                "I. Жалпы жоболор\n\n1.1. Бул жобо өзгөчө\nишти жөнгө салат.\n".encode(),
            ),
            ["<h2", "1.1. Бул жобо өзгөчө ишти жөнгө салат."],
        ),
        (
            lambda: SimpleUploadedFile("жобо.md", "## I. Жалпы\n\n- бир\n- эки\n".encode()),
            ["<h2", "<ul", "<li>"],
        ),
    ],
)
def test_a_text_is_brought_in_from_a_file(writer, draft, file, expected):
    url = reverse("documents:text_import", args=[draft.pk])

    response = writer.post(url, {"language": "ru", "file": file()})

    assert response.status_code == 302
    html = draft.texts.get(language="ru").html
    assert all(part in html for part in expected), html
    assert not draft.texts.get(language="ru").is_original
    assert draft.texts.get(language="ky").is_original


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("бош.docx", b""),
        ("сүрөт.docx", b"\x89PNG\r\n\x1a\n" + b"0" * 50),
        ("эски.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600),
        ("бузук.docx", b"PK\x03\x04" + b"0" * 50),
        ("кагаз.docx", b"%PDF-1.7\n" + b"0" * 50),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence_and_changes_nothing(writer, draft, name, data):
    before = draft.texts.get().html
    url = reverse("documents:text_import", args=[draft.pk])

    page = writer.post(url, {"language": "ky", "file": SimpleUploadedFile(name, data)})

    assert page.status_code == 422
    assert page.context["form"].errors["file"]
    assert draft.texts.get().html == before


def test_a_file_over_the_limit_is_refused(writer, draft, settings):
    settings.MAX_UPLOAD = 1024
    for address in ("import/", "attach/"):
        file = SimpleUploadedFile("чоң.txt", b"0" * 2000)
        url = draft.get_absolute_url() + address
        page = writer.post(url, {"language": "ky", "file": file})
        assert page.status_code == 422
        assert page.context["form"].errors["file"]
    assert not Blob.objects.exists()


@pytest.mark.core
def test_what_is_typed_is_sanitised(writer, draft):
    url = reverse("documents:text_edit", args=[draft.pk, "ky"])
    html = '<p onclick="x()">Салам<script>alert(1)</script></p><img src="https://x.example/a.png">'

    writer.post(url, {"html": html, "revision": draft.texts.get().revision})

    kept = draft.texts.get().html
    assert "Салам" in kept
    assert "script" not in kept
    assert "onclick" not in kept
    assert "img" not in kept


@pytest.mark.core
def test_the_second_of_two_writers_is_told_and_loses_nothing(writer, draft, agency):
    url = reverse("documents:text_edit", args=[draft.pk, "ky"])
    opened = draft.texts.get().revision
    writer.post(url, {"html": "<p>Биринчи.</p>", "revision": opened})

    page = writer.post(url, {"html": "<p>Экинчи.</p>", "revision": opened})

    assert page.status_code == 409
    assert agency.manager.person.short_name in str(page.context["form"].non_field_errors())
    assert page.context["form"]["html"].value() == "<p>Экинчи.</p>"
    assert "Биринчи" in draft.texts.get().html

    page = writer.post(url, {"html": "<p>Экинчи.</p>", "revision": page.context["revision"]})
    assert page.status_code == 302
    assert "Экинчи" in draft.texts.get().html


def test_what_is_on_its_route_is_not_edited(writer, draft, agency):
    revision = draft.texts.get().revision
    draft.send(by=agency.manager)

    for address in ("text/ky/", "import/", "edit/", "attach/"):
        url = draft.get_absolute_url() + address
        assert writer.post(url, {"html": "<p>x</p>", "revision": revision}).status_code == 409
    assert "x" not in draft.texts.get().html


def test_who_could_write_a_draft_is_told_that_it_is_none_any_more(client, draft, agency):
    draft.send(by=agency.manager)
    url = draft.get_absolute_url() + "edit/"
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    page = client.get(url)
    assert page.status_code == 409
    assert "no longer a draft" in page.content.decode()
    client.force_login(agency.director)  # who sees it and may not write it
    assert client.get(url).status_code == 403


def test_a_card_on_its_route_stays_as_it_was_frozen(writer, draft, agency):
    draft.send(by=agency.manager)
    document = draft.document
    url = reverse("documents:document_edit", args=[document.pk])

    page = writer.post(url, card(document) | {"revision": document.revision, "title_ky": "Башка"})

    assert page.status_code == 422
    document.refresh_from_db()
    assert document.title["ky"] != "Башка"


def card(document) -> dict:
    return {
        "type": document.type_id,
        "code": document.code,
        "title_ky": document.title["ky"],
        "access": document.access,
    }


@pytest.mark.core
@pytest.mark.clause("004-2-terms", "000-1.1", "000-1.2")
def test_a_document_gets_the_next_code_of_its_type_and_a_basis(writer, agency):
    charter = factories.DocumentFactory(code="УС-01", type=agency.procedure)
    factories.DocumentFactory(code="ЛЧА-04", type=agency.local_act)

    writer.post(
        reverse("documents:document_add"),
        {"type": agency.local_act.pk, "title_ky": "Мониторинг эрежеси", "basis": charter.pk},
    )

    made = Document.objects.get(code="ЛЧА-05")
    assert (made.basis, made.type, made.access) == (charter, agency.local_act, "staff")
    assert made.author == agency.manager.person


@pytest.mark.clause("004-2-terms")
def test_a_code_is_given_once(writer, agency, draft):
    page = writer.post(
        reverse("documents:document_add"),
        {"type": agency.local_act.pk, "title_ky": "Экинчи", "code": draft.document.code},
    )

    assert page.status_code == 422
    assert page.context["form"].errors["code"]


@pytest.mark.clause("004-2-terms")
@pytest.mark.parametrize("typed", ["ск-07", "СК 07", "ск–07", "CK-07"])  # the last one is Latin
def test_a_code_that_cannot_be_told_from_another_is_refused(writer, agency, typed):
    there = factories.DocumentFactory(code="СК-07", type=agency.local_act)

    page = writer.post(
        reverse("documents:document_add"),
        {"type": agency.local_act.pk, "title_ky": "Экинчи", "code": typed},
    )

    assert page.status_code == 422
    assert there.code in page.context["form"].errors["code"][0]
    hidden = factories.DocumentFactory(code="ЖШ-01", type=agency.local_act, access="top")
    page = writer.post(
        reverse("documents:document_add"),
        {"type": agency.local_act.pk, "title_ky": "Экинчи", "code": "жш 01"},
    )
    assert page.status_code == 422
    assert hidden.code not in page.context["form"].errors["code"][0]


def test_the_next_version_begins_with_the_texts_of_the_one_before(writer, in_force):
    url = reverse("documents:version_add", args=[in_force.document_id])

    writer.post(url, {"kind": "issue", "summary": "Мөөнөттөр өзгөрдү"})

    new = DocumentVersion.objects.get(issue=2)
    assert new.texts.get().html == in_force.texts.get().html
    assert new.state == "draft"


def test_issues_are_counted_from_one_and_a_new_year_is_a_new_issue(writer, agency, in_force):
    document = factories.DocumentFactory(type=agency.local_act)
    url = reverse("documents:version_add", args=[document.pk])
    page = writer.post(url, {"issue": 0, "change": 0})
    assert page.status_code == 422
    assert page.context["form"].errors["issue"]
    again = reverse("documents:version_add", args=[in_force.document_id])
    assert writer.get(again).context["form"]["kind"].value() == "change"
    agency.local_act.is_yearly = True
    agency.local_act.save()
    assert writer.get(again).context["form"]["kind"].value() == "issue"


def test_one_version_at_a_time_is_on_its_way(writer, draft):
    url = reverse("documents:version_add", args=[draft.document_id])

    page = writer.post(url, {"kind": "issue"})

    assert page.status_code == 422
    assert str(draft) in " ".join(page.context["form"].non_field_errors())
    page = writer.get(url)
    assert page.status_code == 409
    assert draft.get_absolute_url() in page.content.decode()
    assert DocumentVersion.objects.count() == 1


def test_the_manifest_covers_attached_files(writer, draft):
    before = draft.manifest()
    url = draft.get_absolute_url() + "attach/"
    writer.post(url, {"file": SimpleUploadedFile("тиркеме.xlsx", b"PK invented")})

    attachment = Attachment.objects.of(draft).get()
    assert draft.manifest()["files"] == [{"name": "тиркеме.xlsx", "sha256": attachment.blob.sha256}]
    writer.post(reverse("documents:detach", args=[draft.pk, attachment.pk]))
    assert draft.manifest() == before


@pytest.mark.core
def test_the_card_of_an_approved_document_changes_with_a_reason(writer, in_force, agency):
    document = in_force.document
    url = reverse("documents:document_edit", args=[document.pk])
    form = card(document) | {"title_ky": "Тактоо", "revision": document.revision}

    page = writer.post(url, form)
    assert page.status_code == 422
    assert page.context["form"].errors["reason"]

    assert writer.post(url, form | {"reason": "Аталышы такталды"}).status_code == 302
    newest = document.history.first()
    assert newest.history_change_reason == "Аталышы такталды"
    assert newest.history_user == agency.manager
    assert newest.title["ky"] == "Тактоо"
    history = writer.get(f"{document.get_absolute_url()}?tab=history").context["items"]
    told = {change.field for change in history[0]["changes"]}
    assert str(Document._meta.get_field("title").verbose_name) in told


def test_field_history_outside_a_request_names_the_doer(in_force, agency):
    newest = in_force.history.filter(history_change_reason="approve").get()

    assert newest.history_user == agency.director


@pytest.mark.core
@pytest.mark.parametrize(
    ("kind", "expected"), [("change", (3, 2)), ("issue", (4, 0)), ("", (3, 2))]
)
def test_the_numbers_of_a_further_version_follow_from_what_it_is(writer, draft, kind, expected):
    DocumentVersion.objects.filter(pk=draft.pk).update(
        issue=3, change=1, state="in_force", in_force_from="2026-01-01", order_number="1"
    )
    url = reverse("documents:version_add", args=[draft.document_id])
    assert "issue" not in writer.get(url).context["form"].fields

    assert writer.post(url, {"kind": kind, "valid_until": ""}).status_code == 302

    new = DocumentVersion.objects.get(state="draft")
    assert (new.issue, new.change) == expected


def test_a_term_of_validity_is_signed_with_the_text_and_cannot_be_past(writer, draft):
    url = f"{draft.get_absolute_url()}edit/"
    form = {"issue": 1, "change": 0, "revision": draft.revision}
    before = draft.manifest()
    assert "valid_until" not in before  # what was signed before there were terms stays whole
    assert writer.post(url, form | {"valid_until": "2020-01-01"}).status_code == 422
    assert writer.post(url, form | {"valid_until": "2090-01-01"}).status_code == 302
    draft.refresh_from_db()
    assert draft.manifest()["valid_until"] == "2090-01-01"


# A language that is not needed --------------------------------------------------------------


@pytest.fixture
def bilingual(draft):
    """A draft whose second text says nothing but what a template left to be filled in."""
    VersionText.objects.create(version=draft, language="ru", html="<p>2.1. Срок: …</p>")
    return draft


def emptied(version, language="ru") -> None:
    """A row as it was kept when an emptied text still stayed."""
    text = version.texts.get(language=language)
    text.html = ""
    text.save()


def test_a_manager_empties_a_text_and_it_counts_nowhere(writer, bilingual, agency):
    writer.cookies["django_language"] = "en"
    send = bilingual.get_absolute_url() + "send/"
    edit = reverse("documents:text_edit", args=[bilingual.pk, "ru"])
    page = writer.post(send)
    assert page.status_code == 422
    (sentence,) = page.context["form"].non_field_errors()
    assert sentence == "Russian: these places of the text are not filled in yet: 2.1."
    assert f'href="{edit}"' in page.content.decode()
    assert f'href="{edit}away/"' in page.content.decode()

    answer = writer.post(edit, {"html": "<p><br></p>", "revision": 1}, follow=True)

    assert "The text is taken away: Russian." in answer.content.decode()
    assert [text.language for text in bilingual.texts.all()] == ["ky"]
    assert VersionText.history.filter(language="ru").first().history_type == "-"
    said = JournalEntry.objects.about(bilingual).filter(deed="take_text_away").get()
    assert said.details["language"] == "ru"
    assert writer.post(send).status_code == 302

    version = DocumentVersion.objects.get(pk=bilingual.pk)
    version.record_decision(by=agency.office, number="12", date=localdate())
    factories.approve(version, agency)
    tasks.print_papers()
    assert list(version.manifest()["texts"]) == ["ky"]
    assert [paper.language for paper in Attachment.objects.filter(kind=PAPER)] == ["ky"]
    public = Client(headers={"cookie": "django_language=en"}).get(f"/v/{version.token}/")
    assert "Kyrgyz" in public.content.decode()
    assert "Russian" not in public.content.decode()


@pytest.mark.core
def test_an_empty_text_that_was_kept_counts_nowhere(writer, bilingual, agency):
    emptied(bilingual)
    version = DocumentVersion.objects.get(pk=bilingual.pk)
    assert paper_languages(version) == ["ky"]
    assert version.text_in("ru").language == "ky"
    page = writer.get(version.get_absolute_url())
    assert [one["code"] for one in page.context["languages"]] == ["ky"]

    factories.put_in_force(version, agency)

    assert [text.language for text in version.texts.all()] == ["ky"]
    assert JournalEntry.objects.about(version).filter(deed="take_text_away").count() == 1
    assert list(version.sheet.manifest["texts"]) == ["ky"]


@pytest.mark.core
def test_an_empty_text_of_what_is_in_force_counts_nowhere(writer, in_force, agency):
    # What went along its route before an emptied text was taken away.
    VersionText.objects.create(version=in_force, language="ru", html="")
    tasks.print_papers()

    assert [paper.language for paper in Attachment.objects.filter(kind=PAPER)] == ["ky"]
    assert tasks.papers_to_make() == []
    form = MakeForm(version=in_force)
    assert [code for code, _name in form.fields["language"].choices] == ["ky"]
    compared = writer.get(reverse("documents:compare", args=[in_force.document.pk]))
    assert compared.context["language"] == "ky"
    assert [code for code, _name in compared.context["form"].fields["lang"].choices] == ["ky"]
    writer.post(
        reverse("documents:version_add", args=[in_force.document.pk]),
        {"issue": 1, "change": 1, "summary": "Мөөнөт өзгөрдү."},
    )
    new = DocumentVersion.objects.get(document=in_force.document, change=1)
    assert [text.language for text in new.texts.all()] == ["ky"]


@pytest.mark.core
def test_a_text_that_is_not_needed_is_taken_away_by_a_button(writer, client, bilingual, agency):
    writer.cookies["django_language"] = "en"
    away = reverse("documents:text_away", args=[bilingual.pk, "ru"])
    edit = reverse("documents:text_edit", args=[bilingual.pk, "ru"])
    assert f'href="{away}"' in writer.get(edit).content.decode()

    page = writer.get(away).content.decode()
    assert "The version goes without this language" in page
    assert bilingual.texts.count() == 2
    assert writer.post(away).url == bilingual.get_absolute_url()

    assert [text.language for text in bilingual.texts.all()] == ["ky"]
    assert writer.post(away).status_code == 404
    # Who had it open meanwhile is told, and finds what was typed.
    late = writer.post(edit, {"html": "<p>Сөз.</p>", "revision": 1})
    assert late.status_code == 409
    assert late.context["form"]["html"].value() == "<p>Сөз.</p>"
    assert bilingual.texts.count() == 1


@pytest.mark.core
@pytest.mark.parametrize("html", ["", "<p> </p>", "<h2></h2>"])
def test_the_original_cannot_be_emptied_or_taken_away(writer, bilingual, agency, html):
    writer.cookies["django_language"] = "en"
    url = reverse("documents:text_edit", args=[bilingual.pk, "ky"])
    before = bilingual.original.html

    page = writer.post(url, {"html": html, "revision": 1})

    assert page.status_code == 422
    assert len(page.context["form"].errors["html"]) == 1
    assert "This is the original: a version cannot be without it." in page.content.decode()
    assert writer.post(url + "away/").status_code == 409
    assert f"{url}away/" not in writer.get(url).content.decode()
    with pytest.raises(ValidationError):
        bilingual.take_text_away("ky", by=agency.manager)
    assert bilingual.texts.get(language="ky").html == before


@pytest.mark.core
def test_a_new_text_is_not_begun_empty(writer, draft):
    url = reverse("documents:text_edit", args=[draft.pk, "en"])

    page = writer.post(url, {"html": "<p></p>", "revision": 0})

    assert page.status_code == 422
    assert page.context["form"].errors["html"]
    assert draft.texts.count() == 1


def test_a_version_whose_original_is_empty_is_not_sent(bilingual, agency):
    emptied(bilingual, "ky")

    with pytest.raises(ValidationError, match="There is no text yet|текст жок"):
        DocumentVersion.objects.get(pk=bilingual.pk).send(by=agency.manager)


@pytest.mark.core
def test_who_may_take_a_text_away(client, bilingual, agency, stranger):
    away = reverse("documents:text_away", args=[bilingual.pk, "ru"])
    for user, status in ((stranger, 404), (agency.staff, 404), (agency.director, 404)):
        client.force_login(user)
        assert client.post(away).status_code == status, user
    bilingual.texts.get(language="ru").delete()
    VersionText.objects.create(version=bilingual, language="ru", html="<p>2.1. Срок: 5 дней.</p>")
    bilingual.send(by=agency.manager)
    client.force_login(agency.director)
    assert client.post(away).status_code == 403
    client.force_login(agency.manager)
    assert client.post(away).status_code == 409
    assert bilingual.texts.count() == 2
    with pytest.raises(ValidationError):
        bilingual.take_text_away("ru", by=agency.manager)


@pytest.mark.core
def test_each_language_that_is_not_filled_in_is_named(bilingual, agency):
    text = bilingual.texts.get(language="ky")
    text.html += "<p>9.1. Мөөнөтү: …</p>"
    text.save()

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        DocumentVersion.objects.get(pk=bilingual.pk).send(by=agency.manager)

    assert [message.split(":")[0] for message in refused.value.messages] == ["Kyrgyz", "Russian"]
    assert "9.1" in refused.value.messages[0]
