"""Letters and papers of others of the sample: come, resolved, answered, received, demanded back."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.timezone import localdate

from common.models import Blob, deed
from documents.models import Correspondence, HeldPaper, MailTerm
from people.models import Party, Position

from . import scan

PAGE = "<!doctype html><html lang='ky'><title>{title}</title><h1>{title}</h1><p>{words}</p>"
ASKED = "Институттук аккредитациянын шарттары жана мөөнөттөрү жөнүндө маалымат берүүңүздү өтүнөбүз."


def play_mail(users) -> None:
    """What the office, the director and the referent did with them."""
    office, director, referent = users["office"], users["director"], users["referent"]
    university = Party.objects.filter(tax_number="").order_by("pk").first()
    others = list(Party.objects.exclude(pk=university.pk).order_by("pk"))
    answered = _come(
        office,
        party=university,
        subject="Аккредитациянын шарттары жөнүндө",
        summary=ASKED,
        their_number="01-12/45",
        their_date=localdate() - timedelta(days=3),
        kind="request",
        sheet_count=1,
    )
    _answer(answered, users)
    at_work = _come(
        office,
        words="Билим берүү министрлиги",
        subject="Көз карандысыз аккредитация боюнча маалымат берүү",
        their_number="02-7/318",
        their_date=localdate() - timedelta(days=1),
        kind="request",
        sheet_count=2,
        annex="Таблица, 3 барак",
    )
    at_work.resolve(
        by=director,
        text="Карап чыгып, жооп даярдаңыз.",
        executors=[users["staff"].person, users["head"].person],
        due=localdate() + timedelta(days=5),
    )
    _come(
        office,
        party=others[0],
        subject="Программалык аккредитацияга арыз",
        their_number="17",
        their_date=localdate(),
        kind="application",
        sheet_count=1,
        annex="Программалардын тизмеси, 2 барак",
    )
    _come(
        office,
        words="Жумабаева А. С.",
        subject="Эксперттердин курамына кирүү жөнүндө арыз",
        kind="application",
        access="named",
    )
    _write(
        users["staff"],
        "internal",
        subject="Басма кагазы түгөнүп калды",
        summary="Кеңсеге 5 пачка кагаз сатып алууну сурайм.",
        kind=_term("memo"),
        addressee=Position.objects.get(code="director"),
    ).register(by=users["staff"])
    waits = _write(
        referent,
        "outgoing",
        party=others[0],
        words="Колледждин директоруна",
        subject="Документтердин тизмеси",
        text={"ky": "Аккредитацияга керектүү документтердин тизмесин жиберебиз."},
        annex="Тизме, 2 барак",
        kind=_term("letter"),
    )
    waits.send(by=referent)
    _keep(referent, users, university, answered)


def _come(office, *, kind: str, **fields) -> Correspondence:
    addressee = Position.objects.get(code="director")
    letter = _write(
        office, "incoming", addressee=addressee, kind=_term(kind), way=_term("post"), **fields
    )
    with deed(by=office):
        letter.attach((f"{letter.subject[:40]}.pdf", _scan(letter)), by=office, kind="scan")
        letter.register(by=office)
    return letter


def _write(user, direction: str, **fields) -> Correspondence:
    with deed(by=user):
        return Correspondence.objects.create(direction=direction, author=user.person, **fields)


def _answer(letter: Correspondence, users) -> None:
    """Resolved, answered on paper, sent, taken off control."""
    referent, office = users["referent"], users["office"]
    letter.resolve(
        by=users["director"], text="Карап чыгып, жооп даярдаңыз.", executors=[referent.person]
    )
    answer = _write(
        referent,
        "outgoing",
        party=letter.party,
        subject="Аккредитациянын шарттары жөнүндө",
        text={
            "ky": "Сиздин катыңызга жооп катары институттук аккредитациянын шарттарын жиберебиз.",
            "ru": "В ответ на Ваше письмо направляем условия институциональной аккредитации.",
        },
        answers=letter,
        annex="Шарттар, 4 барак",
        kind=_term("reply"),
    )
    answer.sign_on_paper(by=office, signer=users["director"].person, signed_on=localdate())
    answer.dispatch(
        by=office,
        sent_on=localdate(),
        way=_term("courier"),
        note="Кол койду: Асанов",
        settles=letter.resolutions.get().assignments.all(),
    )
    letter.refresh_from_db()
    letter.close(by=office, outcome=f"Жооп № {answer.number}")


def _keep(referent, users, owner, letter) -> None:
    """Papers of a client: received, in use, demanded back, returned, damaged."""
    licence, charter, plan, disc = HeldPaper.objects.receive(
        [("Лицензиянын түп нускасы", 1), ("Устав", 24), ("Окуу план", 12), ("Диск", None)],
        by=referent,
        party=owner,
        letter=letter,
        received_on=localdate(),
        handed_by="Асанов Б. К.",
        keeper=referent.person,
        place="Сейф, 2-текче",
        project="Институттук аккредитация",
        handling="Эксперттерге гана көрсөтүлөт; көчүрмө алынбайт.",
    )
    licence.demand(by=referent, demanded_on=localdate(), demanded_how="Телефон аркылуу")
    charter.use(by=referent, used_by=users["head"].person, used_from=localdate())
    plan.give_back(by=referent, returned_on=localdate(), returned_to="Асанов Б. К.")
    disc.damage(
        by=referent,
        harmed_on=localdate(),
        harm="Диск окулбай калды.",
        told_on=localdate(),
        told_how="Телефон аркылуу",
    )


def _term(code: str) -> MailTerm:
    return MailTerm.objects.get(code=code)


def _scan(letter) -> Blob:
    """A page in place of the picture of the letter."""
    page = format_html(PAGE, title=letter.subject, words=letter.summary or letter.correspondent)
    try:
        data = scan.html_to_pdf(page)
    except ImproperlyConfigured:  # the front-end files are not built: the story goes on without
        data = scan.empty_page()
    return Blob.store([data])
