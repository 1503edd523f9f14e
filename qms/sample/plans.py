"""Work plans of the sample: the year's plan with lines in all states and an amendment, the plan of
the development of the system, a unit's draft (PK-04; 004/5.2, 5.4.2; 000/2.6).
"""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate

from common.models import deed, record
from people.models import Position, Unit
from planning.models import (
    AmendmentRow,
    EstimateRow,
    PlanAmendment,
    PlanKind,
    PlanLine,
    WorkPlan,
)
from planning.models.plan_data import data_of
from planning.plan_sweep import ask_for_lines

ACCREDITATION = {"ky": "Аккредитация", "ru": "Аккредитация", "en": "Accreditation"}
QUALITY = {"ky": "Сапат системасы", "ru": "Система качества", "en": "Quality system"}
STAFF = {"ky": "Кызматкерлер", "ru": "Персонал", "en": "Staff"}

#: Of the year's plan: section, measure, result, who answers, days from today, resources.
YEAR = (
    (
        ACCREDITATION,
        {
            "ky": "Аккредитациялоо стандарттарынын жаңы басылмасына өтүү",
            "ru": "Перейти на новую редакцию стандартов аккредитации",
            "en": "Move to the new edition of the accreditation standards",
        },
        {"ky": "Жаңыртылган стандарттар", "ru": "Обновлённые стандарты"},
        *("project_head", -40, "Эксперттердин эмгек акысы"),
    ),
    (
        ACCREDITATION,
        {
            "ky": "Билим берүү уюмдары үчүн түшүндүрүү семинарларын өткөрүү",
            "ru": "Провести разъяснительные семинары для образовательных организаций",
            "en": "Hold explanatory seminars for educational organisations",
        },
        {"ky": "Үч семинар, катышуучулардын тизмеси", "ru": "Три семинара, списки участников"},
        *("training_head", -9, "Залдын ижарасы, таратма материал"),
    ),
    (
        QUALITY,
        {
            "ky": "Ички аудиттин корутундуларын сайттын ички бетинде жарыялоо",
            "ru": "Публиковать заключения внутренних аудитов на внутренней странице сайта",
            "en": "Publish the conclusions of internal audits on the internal page",
        },
        {"ky": "Барак, ар бир аудиттен кийин", "ru": "Страница, после каждого аудита"},
        *("quality_manager", 4, ""),
    ),
    (
        QUALITY,
        {
            "ky": "Жарандардын кайрылууларын каттоонун электрондук журналын киргизүү",
            "ru": "Ввести электронный журнал обращений граждан",
            "en": "Introduce the electronic register of appeals",
        },
        {"ky": "Журнал, нускама", "ru": "Журнал, инструкция"},
        *("office_manager", 20, "Программалык камсыздоо"),
    ),
    (
        STAFF,
        {
            "ky": "Эксперттердин базасын кеңейтүү: эки жаңы багыт",
            "ru": "Расширить базу экспертов: два новых направления",
            "en": "Widen the base of experts: two new fields",
        },
        {"ky": "Кеминде он жаңы эксперт", "ru": "Не менее десяти новых экспертов"},
        *("deputy_director", 30, ""),
    ),
    (
        STAFF,
        {
            "ky": "Кызматкерлердин англис тили боюнча курсун уюштуруу",
            "ru": "Организовать курсы английского языка для сотрудников",
            "en": "Organise an English course for employees",
        },
        {"ky": "Он эки кызматкер", "ru": "Двенадцать сотрудников"},
        *("training_head", 35, "Окутуу кызматы"),
    ),
)
COSTS = (
    (1, {"ky": "Залдын ижарасы", "ru": "Аренда зала", "en": "Rent of a hall"}, "күн", "3", "12500"),
    (1, {"ky": "Таратма материал", "ru": "Раздаточный материал"}, "топтом", "120", "185.50"),
    (3, {"ky": "Программалык камсыздоо", "ru": "Программное обеспечение"}, "жыл", "1", "84000"),
    (5, {"ky": "Окутуу кызматы", "ru": "Услуги обучения"}, "саат", "48", "1450"),
)
DEVELOPMENT = (
    (
        {
            "ky": "Процесстердин карталарын жаңы талаптарга келтирүү",
            "ru": "Привести карты процессов к новым требованиям",
            "en": "Bring the process cards in line with the new requirements",
        },
        *("quality_manager", 25),
    ),
    (
        {
            "ky": "Керектөөчүлөрдүн канааттануусун сурамжылоону электрондук түргө өткөрүү",
            "ru": "Перевести анкетирование потребителей в электронный вид",
            "en": "Move the surveys of consumers to electronic form",
        },
        *("quality_specialist", 33),
    ),
)


def add_plans(users: dict) -> None:
    """The lines are dated from the day of loading: some are late, some near, none past the year."""
    year = _year_plan(users)
    _carry_out(year, users)
    _amend(year, users)
    _development(users)
    _draft_of_unit(users)
    ask_for_lines()


def _period() -> tuple[date, date]:
    """The year of loading."""
    year = localdate().year
    return date(year, 1, 1), date(year, 12, 31)


def begin(user, code: str, **values) -> WorkPlan:
    """A draft of the year of loading, unless it says its days."""
    since, until = _period()
    with deed(by=user):
        made = WorkPlan.objects.create(
            **{"kind": PlanKind.objects.get(code=code), "author": user.person}
            | {"since": since, "until": until}
            | values
        )
        record(made, "create", by=user)
    return made


def add_line(plan: WorkPlan, user, number: str, position: str, days: int, **values) -> PlanLine:
    """A line due so many days from today, within the plan."""
    due = min(max(localdate() + timedelta(days=days), plan.since), plan.until)
    with deed(by=user):
        made = PlanLine.objects.create(
            plan=plan,
            number=number,
            position=Position.objects.get(code=position),
            due=due,
            **values,
        )
        record(plan, "add_line", by=user, line=number)
    return made


def _approve(plan, users, *, author: str, agreeing=()) -> None:
    plan.send(by=users[author], agreeing=[users[name].person for name in agreeing])
    for name in ("manager", *agreeing):
        plan.agree(by=users[name], seen=plan.sheet.manifest_hash)
    plan.approve(by=users["director"], seen=plan.sheet.manifest_hash)


def _year_plan(users) -> WorkPlan:
    author = users["executive"]
    basis = "Кызматкерлердин жалпы чогулушунун чечими; өнүгүү концепциясы"
    plan = begin(author, "year_plan", basis=basis)
    lines = [
        add_line(plan, author, str(n), who, days, **told(section, measure, result, resources))
        for n, (section, measure, result, who, days, resources) in enumerate(YEAR, 1)
    ]
    with deed(by=author):
        for place, article, measure, quantity, price in COSTS:
            EstimateRow.objects.create(
                plan=plan,
                line=lines[place],
                article=article,
                measure=measure,
                quantity=Decimal(quantity),
                price=Decimal(price),
            )
        record(plan, "change_estimate", by=author)
    _approve(plan, users, author="executive", agreeing=["lawyer"])
    return plan


def told(section, measure, result, resources) -> dict:
    """The words of a line."""
    return {"section": section, "measure": measure, "result": result, "resources": resources}


def _carry_out(plan: WorkPlan, users) -> None:
    """One is done and confirmed, one waits to be confirmed; the second stays late."""
    lines = list(plan.lines.all())
    done = localdate() - timedelta(days=2)
    lines[0].report(
        by=users["head"],
        done_on=done,
        account="Стандарттардын жаңы басылмасы бекитилди жана сайтка коюлду.",
    )
    lines[0].confirm(by=users["manager"])
    lines[3].report(by=users["office"], done_on=done, account="Журнал иштей баштады.")


def _amend(plan: WorkPlan, users) -> None:
    """What the monitoring proposed: one line moved, one cancelled, one new; and what waits."""
    author, (five, six) = users["executive"], list(plan.lines.all())[4:6]
    with deed(by=author):
        amendment = PlanAmendment.objects.create(
            plan=plan,
            author=author.person,
            source="monitoring",
            source_words="Эксперттик комиссиянын 2-сунушу",
            source_on=localdate() - timedelta(days=6),
            reason="Жалпы чогулуш мониторингдин жыйынтыгын карап чыкты.",
        )
        record(amendment, "create", by=author)
        _row(amendment, "move", five, "Конкурстун мөөнөтү узартылды", days=50)
        _row(amendment, "cancel", six, "Каражат башка семинарга жумшалды")
        new = PlanLine(
            plan=plan,
            number="7",
            section=STAFF,
            position=Position.objects.get(code="quality_specialist"),
            measure={
                "ky": "Жаш эксперттер үчүн насаатчылык киргизүү",
                "ru": "Ввести наставничество для молодых экспертов",
                "en": "Introduce mentoring of young experts",
            },
            due=min(localdate() + timedelta(days=40), plan.until),
        )
        AmendmentRow.objects.create(amendment=amendment, kind="add", after=data_of(new))
    _approve(amendment, users, author="executive")
    staff = users["training"]
    third = plan.lines.get(number="3")
    with deed(by=staff):
        waits = PlanAmendment.objects.create(
            plan=plan,
            author=staff.person,
            source="other",
            reason="Барак даяр болгондо гана жарыялоого болот.",
        )
        record(waits, "create", by=staff)
        _row(waits, "move", third, "Сайт жаңыланып жатат", days=25)
    waits.send(by=staff)


def _row(amendment, kind: str, line: PlanLine, why: str, days: int = 0) -> None:
    before = data_of(line)
    due = min(localdate() + timedelta(days=days), amendment.plan.until)
    AmendmentRow.objects.create(
        amendment=amendment,
        kind=kind,
        line=line,
        before=before,
        after=before | {"due": due.isoformat()} if days else {},
        reason=why,
    )


def _development(users) -> None:
    """The plan that the yearly review draws up."""
    author = users["executive"]
    basis = "Жетекчилик тарабынан жылдык анализ"
    plan = begin(author, "qms_development", basis=basis)
    for n, (measure, who, days) in enumerate(DEVELOPMENT, 1):
        add_line(plan, author, str(n), who, days, measure=measure, section=QUALITY)
    _approve(plan, users, author="executive", agreeing=["lawyer"])


def _draft_of_unit(users) -> None:
    """A draft that its head has begun."""
    author = users["training"]
    plan = begin(author, "unit_plan", unit=Unit.objects.get(code="training_centre"))
    measure = {"ky": "Тренерлердин тизмесин жаңыртуу", "ru": "Обновить перечень тренеров"}
    add_line(plan, author, "1", "trainer", 28, measure=measure)
