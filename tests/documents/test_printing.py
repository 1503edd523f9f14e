"""Papers as they look: stamps in their places, the head on every page, the sheet last."""

import io
from datetime import date

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from documents.models import DocumentVersion
from documents.nomenclature_pdf import nomenclature_pdf
from documents.pdf import version_pdf
from people.models import EnablingOrder
from tests import factories

pytestmark = pytest.mark.django_db

LONG = factories.TEXT + "".join(
    f"<p>2.{n}. Кызматкердин милдети жана укугу жөнүндө {n}-тармак. {'Түшүндүрмө сөз. ' * 12}</p>"
    for n in range(1, 40)
)
TABLE = (
    "<table><thead><tr><th>Багыт</th><th>Салмагы</th></tr></thead><tbody>"
    + "".join(f"<tr><td>{n}-багыттын аталышы</td><td>{n}</td></tr>" for n in range(1, 90))
    + "</tbody></table>"
)


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def words(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def places(page) -> dict[str, float]:
    """Where each piece of a page's text begins, in millimetres from the left edge."""
    found: dict[str, float] = {}

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            left = text_matrix[4] * matrix[0] + matrix[4]
            found.setdefault(text.strip(), left / 72 * 25.4)

    page.extract_text(visitor_text=visit)
    return found


def version(agency, html=factories.TEXT, **fields) -> DocumentVersion:
    return factories.VersionFactory(
        document__type=agency.local_act, author=agency.manager.person, html=html, **fields
    )


# Stamps -------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("000-stamps", "001-approval-block", "003-approval-block")
def test_agreed_stands_at_the_left_and_approved_at_the_right(in_force, agency):
    page = read(version_pdf(in_force, "ky")).pages[0]

    where = places(page)
    assert where["«МАКУЛДАШЫЛДЫ»"] == pytest.approx(25, abs=1)
    assert where["Жалпы чогулуш"] == pytest.approx(25, abs=1)
    assert where["«БЕКИТИЛДИ»"] == pytest.approx(121, abs=1)
    assert where[agency.director.person.signature_name] > 120
    text = " ".join(page.extract_text().split())
    day = localdate()
    assert f"{day.year}-жылдын" in text
    assert "№ 12 протоколу" in text
    assert "№ 1/0104 буйругу" in text


@pytest.mark.clause("000-stamps")
def test_stamps_speak_the_language_of_the_text(in_force):
    in_force.texts.create(language="ru", html="<p>1.1. Правила.</p>")
    text = words(read(version_pdf(in_force, "ru")))[0]

    assert "«СОГЛАСОВАНО»" in text
    assert "«УТВЕРЖДЕНО»" in text
    assert "Приказ № 1/0104 от" in text


@pytest.mark.clause("000-stamps")
def test_nothing_is_stamped_before_it_is_decided(draft, agency):
    before = words(read(version_pdf(draft, "ky", preview=True)))
    assert "МАКУЛДАШЫЛДЫ" not in before[0]
    assert "БЕКИТИЛДИ" not in before[0]

    factories.agreed(draft, agency)
    between = words(read(version_pdf(draft, "ky", preview=True)))
    assert "«МАКУЛДАШЫЛДЫ»" in between[0]
    assert "БЕКИТИЛДИ" not in between[0]


def test_a_round_that_came_back_stamps_nothing(draft, agency):
    factories.agreed(draft, agency)
    draft.send_back(by=agency.director, remark="Толуктоо керек")

    text = " ".join(words(read(version_pdf(draft, "ky", preview=True))))
    assert "МАКУЛДАШЫЛДЫ" not in text
    assert "Толуктоо керек" not in text


def test_no_body_no_left_stamp(agency):
    made = version(agency, document__code="ДЖ-77")
    made.document.type = agency.procedure
    made.document.save()
    made.send(by=agency.manager, agreeing=[agency.staff.person])
    made.agree(by=agency.staff, seen=made.sheet.manifest_hash)
    factories.approve(made, agency)

    reader = read(version_pdf(made, "ky"))
    assert "«МАКУЛДАШЫЛДЫ»" not in words(reader)[0]
    assert places(reader.pages[0])["«БЕКИТИЛДИ»"] == pytest.approx(121, abs=1)
    assert agency.staff.person.signature_name in words(reader)[-2]


def test_without_an_order_on_electronic_signatures_there_is_a_line_for_the_hand(in_force, agency):
    assert "Электрондук кол" not in words(read(version_pdf(in_force, "ky")))[0]

    EnablingOrder.objects.create(number="2/0102", date=date(2025, 2, 3))
    pages = words(read(version_pdf(in_force, "ky")))
    assert "Электрондук кол" in pages[0]
    assert "03.02.2025" in pages[-2]
    assert "№ 2/0102" in pages[-2]


# Head, text, sheet --------------------------------------------------------------------------


@pytest.mark.clause("001-page-header-every-page")
def test_the_head_is_on_every_page(agency):
    made = factories.put_in_force(version(agency, LONG, issue=3, change=2), agency)

    pages = words(read(version_pdf(made, "ky")))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "«АК ӨЛЧӨМ» АГЕНТТИГИ" in text
        assert made.document.code in text
        assert made.document.title["ky"].upper() in text
        for cell in ("Чыгарылыш 3", "Өзгөртүү 2", "Электрондук түп нуска"):
            assert cell in text
        assert f"Барак {number}/{len(pages)}" in text


def test_a_long_title_pushes_the_text_down_and_nothing_overlaps(agency):
    title = "Кызматкерлерди сыйлоонун жана тартиптик жоопкерчиликке тартуунун тартиби " * 3
    agency.organisation.name = {"ky": "Билим берүү уюмдарын аккредитациялоо агенттиги " * 2}
    agency.organisation.address = {"ky": "720000, Бишкек ш., Кайберен көчөсү, 7, 3-кабат, 12-бөлмө"}
    agency.organisation.email, agency.organisation.phone = "office@example.kg", "+996312000000"
    agency.organisation.save()
    made = version(agency, LONG, document__title={"ky": title})

    tops = {}
    for page in read(version_pdf(made, "ky", preview=True)).pages[:2]:

        def visit(text, matrix, text_matrix, font, size, number=page.page_number):
            if text.strip():
                top = text_matrix[5] * matrix[3] + matrix[5]
                tops.setdefault(number, []).append((top, text))

        page.extract_text(visitor_text=visit)
    for pieces in tops.values():
        foot_of_head = min(top for top, text in pieces if "Эсепсиз" in text)
        below = [top for top, text in pieces if top < foot_of_head - 1]
        head = [top for top, text in pieces if text.strip().isupper() and top > foot_of_head]
        assert head
        assert foot_of_head - max(below) > 18  # points from line to line


def test_a_table_repeats_its_head(agency):
    pages = words(read(version_pdf(version(agency, factories.TEXT + TABLE), "ky", preview=True)))

    assert len(pages) > 2
    assert all("Багыт Салмагы" in text for text in pages if "-багыттын аталышы" in text)


@pytest.mark.clause("000-stamps")
def test_the_agreement_sheet_is_the_last_page_before_the_change_sheet(in_force, agency):
    last = words(read(version_pdf(in_force, "ky")))[-2]

    signature = in_force.sheet.lines.last().signature
    assert "МАКУЛДАШУУ БАРАКЧАСЫ" in last
    assert "№ 12" in last
    assert "№ 1/0104" in last
    assert agency.director.person.signature_name in last
    assert f"{signature.digest[:6]}…{signature.digest[-6:]}" in last
    assert in_force.sheet.manifest_hash in last.replace(" ", "")
    assert f"/v/{in_force.token}/" in last


def test_a_draft_says_so_across_every_page(draft):
    pages = words(read(version_pdf(draft, "ky", preview=True)))

    assert all("Иштелип чыгууда" in text for text in pages)
    assert all("Эсепсиз басма" in text for text in pages)
    assert not any("/v/" in text for text in pages)


def test_an_absent_patronymic_and_a_line_of_descent(agency):
    person = agency.director.person
    person.surname, person.given, person.patronymic = "", "Нурбек", "Жакшылык уулу"
    person.save()
    made = factories.put_in_force(version(agency), agency)

    assert "Нурбек Жакшылык уулу" in words(read(version_pdf(made, "ky")))[0]


def test_a_heading_that_repeats_the_title_is_printed_once(agency):
    made = version(
        agency, "<h2>БААЛОО ЭРЕЖЕСИ</h2><p>1. Сөз.</p>", document__title={"ky": "Баалоо эрежеси"}
    )

    text = words(read(version_pdf(made, "ky", preview=True)))[0]
    assert text.count("Баалоо эрежеси") == 1
    assert text.count("БААЛОО ЭРЕЖЕСИ") == 1  # the head


def test_the_title_stays_as_it_was_signed(in_force):
    document = in_force.document
    signed = document.title["ky"]
    document.title = {"ky": "Кийин өзгөргөн аталыш"}
    document.save()

    text = words(read(version_pdf(DocumentVersion.objects.get(pk=in_force.pk), "ky")))[0]
    assert signed in text
    assert "Кийин өзгөргөн" not in text


def test_the_nomenclature_goes_the_same_way(agency):
    made = factories.nomenclature(agency, cases=70)
    made.send(by=agency.office)
    made.agree(by=agency.manager, seen=made.sheet.manifest_hash)
    made.approve(
        by=agency.director,
        seen=made.sheet.manifest_hash,
        order_number="9/0104",
        order_date=localdate(),
    )

    pages = words(read(nomenclature_pdf(made, "ky")))
    assert "«БЕКИТИЛДИ»" in pages[0]
    assert "2027-жылга иштердин номенклатурасы" in pages[0]
    assert sum(text.count("Буйруктар") for text in pages) == 70
    assert all("Индекс" in text for text in pages[:-1])
    assert "МАКУЛДАШУУ БАРАКЧАСЫ" in pages[-1]
