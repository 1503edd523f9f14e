"""Templates that new documents begin from, and the glossary."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from documents.models import DocumentTemplate, DocumentVersion, TemplateText, Term, VersionText
from documents.models.term import synonym_groups
from people.profile import ProfileError, load
from qms.profiles import FOLDER
from tests import factories

pytestmark = pytest.mark.django_db

HTML = (
    "<h2>1. Максаты</h2><p>1.1. {{code}} «{{title}}» тартиби {{year}}-жылдан колдонулат.</p>"
    "<p>1.2. {{organisation}} аны аткарат. {{nothing}}</p>"
)


@pytest.fixture
def template(agency):
    made = DocumentTemplate.objects.create(type=agency.local_act, name={"ky": "Акт үлгүсү"})
    TemplateText.objects.create(template=made, language="ky", html=HTML)
    TemplateText.objects.create(template=made, language="ru", html="<p>1.1. {{title}}</p>")
    return made


def begin(client, document, **fields):
    address = reverse("documents:version_add", args=[document.pk])
    return client.post(address, {"issue": 1, "change": 0, **fields})


@pytest.mark.core
def test_a_first_version_begins_from_a_template_with_its_places_filled(client, agency, template):
    document = factories.DocumentFactory(
        type=agency.local_act, code="ЛЧА-70", title={"ky": "Айлык & <үстөк>", "ru": "Правила"}
    )
    client.force_login(agency.manager)
    page = client.get(reverse("documents:version_add", args=[document.pk])).content.decode()
    assert "Акт үлгүсү" in page

    answer = begin(client, document, template=template.pk)

    version = DocumentVersion.objects.get(document=document)
    assert answer.url == version.get_absolute_url()
    texts = {text.language: text for text in version.texts.all()}
    assert {code: text.is_original for code, text in texts.items()} == {"ky": True, "ru": False}
    html = texts["ky"].html
    assert f"ЛЧА-70 «Айлык &amp; &lt;үстөк&gt;» тартиби {localdate().year}-жылдан" in html
    assert "«Ак өлчөм» агенттиги аны аткарат. {{nothing}}" in html
    assert "Правила" in texts["ru"].html
    # Its blocks are its own: no clause of it has the id of a clause of the template that was filled.
    filled = {i for i in html.split('"') if i.startswith("b")}
    assert len(filled) == len(set(filled))


def test_without_a_template_a_text_is_brought_in(client, agency, template):
    document = factories.DocumentFactory(type=agency.local_act)
    client.force_login(agency.manager)

    answer = begin(client, document)

    version = DocumentVersion.objects.get(document=document)
    assert answer.url == reverse("documents:text_import", args=[version.pk])
    assert not version.texts.exists()


def test_only_templates_of_the_type_are_offered_and_taken(client, agency, template):
    client.force_login(agency.manager)
    other = factories.DocumentFactory(type=agency.procedure, code="ДЖ-70")
    own = factories.DocumentFactory(type=agency.local_act)

    page = client.get(reverse("documents:version_add", args=[other.pk])).content.decode()
    assert "Акт үлгүсү" not in page
    begin(client, other, template=template.pk)
    assert not VersionText.objects.filter(version__document=other).exists()

    template.is_active = False
    template.save()
    page = client.get(reverse("documents:version_add", args=[own.pk])).content.decode()
    assert "Акт үлгүсү" not in page


def test_a_later_version_begins_from_the_one_before(client, agency, in_force, template):
    client.force_login(agency.manager)

    page = client.get(reverse("documents:version_add", args=[in_force.document.pk]))

    assert "Акт үлгүсү" not in page.content.decode()


def test_who_sees_templates_and_who_changes_them(client, agency, template, stranger):
    register, add = reverse("documents:templates"), reverse("documents:template_add")
    text = reverse("documents:template_text", args=[template.pk, "ky"])
    for user, seen, changed in (
        (stranger, 403, 403),
        (agency.staff, 403, 403),
        (factories.employee("writer", "documents.author"), 200, 403),
        (agency.manager, 200, 200),
    ):
        client.force_login(user)
        assert client.get(register).status_code == seen, user
        assert client.get(template.get_absolute_url()).status_code in (seen, 404), user
        assert client.get(add).status_code == changed, user
        assert client.get(text).status_code in (changed, 404), user
    assert (
        client.get(reverse("documents:template_text", args=[template.pk, "de"])).status_code == 404
    )


def test_a_template_is_made_and_written_on_screen(client, agency):
    client.force_login(agency.manager)
    answer = client.post(
        reverse("documents:template_add"),
        {"type": agency.local_act.pk, "name_ky": "Жаңы үлгү", "is_active": "on", "order": 2},
    )
    made = DocumentTemplate.objects.get()
    assert answer.url == made.get_absolute_url()

    address = reverse("documents:template_text", args=[made.pk, "ky"])
    page = client.post(address, {"html": "<p>1.1. Сөз<script>x</script></p>", "revision": 0})
    assert page.status_code == 302
    assert "script" not in made.texts.get().html
    # Somebody wrote meanwhile: what is typed is not put over theirs.
    stale = client.post(address, {"html": "<p>1.1. Башка</p>", "revision": 0})
    assert stale.status_code == 409
    assert "Сөз" in made.texts.get().html
    assert "1.1. Сөз" in client.get(made.get_absolute_url()).content.decode()


def test_templates_in_a_constant_number_of_queries(client, agency, django_assert_max_num_queries):
    client.force_login(agency.manager)

    def fill(count):
        for n in range(count):
            made = DocumentTemplate.objects.create(type=agency.local_act, name={"ky": f"Үлгү {n}"})
            TemplateText.objects.create(template=made, language="ky", html="<p>1.</p>")

    for count in (3, 57):
        fill(count)
        with django_assert_max_num_queries(14):
            assert client.get(reverse("documents:templates")).status_code == 200


# Glossary -----------------------------------------------------------------------------------


@pytest.fixture
def term(db):
    return Term.objects.create(
        word={"ky": "тууралоочу аракет", "ru": "корректирующее действие"},
        definition={"ky": "Себепти жоюу.", "ru": "Устранение причины."},
        synonyms={"ky": "түзөтүүчү аракет; коррекциялык аракет"},
        source="ISO 9000",
    )


@pytest.mark.core
@pytest.mark.clause("004-2-terms")
def test_every_employee_finds_a_word_by_its_synonym(client, agency, term):
    client.force_login(agency.staff)
    client.cookies["django_language"] = "ky"
    Term.objects.create(word={"ky": "сапат"}, definition={"ky": "Талапка туура келүү."})

    page = client.get(reverse("documents:glossary"), {"q": "ТУЗОТУУЧУ"}).content.decode()
    assert "тууралоочу аракет" in page
    assert "Талапка туура келүү." not in page
    assert client.get(term.get_absolute_url()).status_code == 200

    paper = client.get(reverse("documents:glossary"), {"as": "pdf"})
    assert paper["Content-Type"] == "application/pdf"


def test_synonyms_are_told_folded(term):
    assert frozenset({"тууралоочу аракет", "тузотуучу аракет", "коррекциялык аракет"}) in (
        synonym_groups()
    )


def test_who_sees_and_who_changes_the_glossary(client, agency, term, stranger):
    edit = reverse("documents:term_edit", args=[term.pk])
    client.force_login(stranger)
    assert client.get(reverse("documents:glossary")).status_code == 403
    client.force_login(agency.staff)
    assert client.get(edit).status_code == 403
    client.force_login(agency.manager)
    typed = {"word_ky": "тууралоо", "definition_ky": "Себепти жоюу.", "revision": 1}
    assert client.post(edit, typed).status_code == 302
    term.refresh_from_db()
    assert term.word["ky"] == "тууралоо"
    assert client.post(edit, typed).status_code == 409
    assert client.post(edit, {"word_ky": "", "revision": 2}).status_code == 422


def test_the_glossary_in_a_constant_number_of_queries(
    client, agency, django_assert_max_num_queries
):
    client.force_login(agency.staff)
    for count in (3, 57):
        for n in range(count):
            Term.objects.create(word={"ky": f"сөз {count} {n}"}, definition={"ky": "мааниси"})
        with django_assert_max_num_queries(14):
            assert client.get(reverse("documents:glossary")).status_code == 200


# From the profile ---------------------------------------------------------------------------


@pytest.mark.clause("004-2-terms")
def test_templates_and_words_come_with_the_profile():
    load(FOLDER / "agency.yaml")

    kinds = DocumentTemplate.objects.values_list("type__code", flat=True)
    assert {*kinds} == {
        *("documented_procedure", "division_regulation", "job_description", "quality_policy"),
    }
    for template in DocumentTemplate.objects.for_list():
        assert {text.language for text in template.texts.all()} == {"ky", "ru"}
    assert Term.objects.count() >= 25
    for term in Term.objects.all():
        assert all(term.word.get(code) for code in ("ky", "ru", "en")), term
        assert all(term.definition.get(code) for code in ("ky", "ru", "en")), term


def test_a_template_of_ones_own_stays_when_the_profile_is_loaded_again(agency, template):
    load(FOLDER / "school.yaml")

    plan = load(FOLDER / "school.yaml")

    assert DocumentTemplate.objects.filter(pk=template.pk).exists()
    assert not any("template" in line for line in plan.left)


@pytest.mark.parametrize("name", ["../secret.md", "/etc/hostname.md", "templates/none.md"])
def test_a_text_outside_the_folder_is_refused(tmp_path, name):
    base = (FOLDER / "school.yaml").read_text()
    own = base[: base.index("templates:")]
    row = '{code: x, type: plan, name: {ky: Үлгү}, texts: {ky: "' + name + '"}}'
    (tmp_path / "own.yaml").write_text(f"{own}templates:\n- {row}\n")

    with pytest.raises(ProfileError, match="there is no file"):
        load(tmp_path / "own.yaml")
