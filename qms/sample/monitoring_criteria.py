"""Criteria of the internal monitoring of the sample: of last year and of this, approved (000/3)."""

from datetime import date

from django.utils.timezone import localdate

from common.models import deed, record
from monitoring.models import AssessmentKind, CriteriaSet, Direction
from monitoring.models.criteria_filling import fill

POINTS = {
    1: {"ky": "Аткарылган эмес", "ru": "Не выполнено", "en": "Not done"},
    2: {"ky": "Айрым гана иш бар", "ru": "Есть отдельные работы", "en": "Single pieces of work"},
    3: {"ky": "Негизинен аткарылган", "ru": "В основном выполнено", "en": "Mostly done"},
    4: {"ky": "Толук аткарылган", "ru": "Выполнено полностью", "en": "Fully done"},
    5: {
        "ky": "Башкаларга үлгү боло алат",
        "ru": "Может служить примером",
        "en": "An example to others",
    },
}
COURSES = {
    1: {"ky": "Окуудан өткөн эмес", "ru": "Обучения не проходил", "en": "No training"},
    3: {
        "ky": "Бир курс, күбөлүгү бар",
        "ru": "Один курс с удостоверением",
        "en": "One course, certified",
    },
    5: {
        "ky": "Эки курс жана билгенин бөлүштү",
        "ru": "Два курса, передал знания коллегам",
        "en": "Two courses, and taught colleagues",
    },
}
#: Direction, criterion, its indicators: words, weight in thousandths, what to bring, own points.
LAST_YEAR = (
    (
        "legal_acts",
        {
            "ky": "Ченемдик база менен иштөө",
            "ru": "Работа с нормативной базой",
            "en": "Work with legal acts",
        },
        (
            (
                {
                    "ky": "Тышкы актылардын өзгөрүшүн өз убагында эске алуу",
                    "ru": "Своевременный учёт изменений внешних актов",
                    "en": "Changes of external acts are taken up in time",
                },
                *(100, {"ky": "Сунуштардын тизмеси", "ru": "Перечень предложений"}, {}),
            ),
            (
                {
                    "ky": "Ички документтерди иштеп чыгууга катышуу",
                    "ru": "Участие в разработке внутренних документов",
                    "en": "Taking part in drafting internal documents",
                },
                *(100, {"ky": "Документтердин коддору", "ru": "Коды документов"}, {}),
            ),
        ),
    ),
    (
        "quality",
        {
            "ky": "Аккредитациялоонун сапаты",
            "ru": "Качество аккредитации",
            "en": "Quality of accreditation",
        },
        (
            (
                {
                    "ky": "Долбоорлордун мөөнөтүндө бүтүшү",
                    "ru": "Завершение проектов в срок",
                    "en": "Projects completed in time",
                },
                *(150, {"ky": "Долбоорлордун тизмеси", "ru": "Список проектов"}, {}),
            ),
            (
                {
                    "ky": "Тапшырыкчылардын канааттануусу",
                    "ru": "Удовлетворённость заказчиков",
                    "en": "Satisfaction of clients",
                },
                *(150, {"ky": "Анкеталардын жыйынтыгы", "ru": "Итоги анкетирования"}, {}),
            ),
            (
                {
                    "ky": "Шайкеш келбөөлөрсүз ички аудит",
                    "ru": "Внутренний аудит без несоответствий",
                    "en": "Internal audit without nonconformities",
                },
                *(100, {}, {}),
            ),
        ),
    ),
    (
        "people",
        {"ky": "Кесиптик өсүү", "ru": "Профессиональный рост", "en": "Professional growth"},
        (
            (
                {
                    "ky": "Квалификацияны жогорулатуу",
                    "ru": "Повышение квалификации",
                    "en": "Further training",
                },
                *(125, {"ky": "Күбөлүктөр", "ru": "Удостоверения"}, COURSES),
            ),
            (
                {
                    "ky": "Кесиптештерге насаатчылык",
                    "ru": "Наставничество",
                    "en": "Mentoring of colleagues",
                },
                *(75, {}, {}),
            ),
        ),
    ),
    (
        "international",
        {
            "ky": "Кызматташуу жана изилдөө",
            "ru": "Сотрудничество и исследования",
            "en": "Cooperation and research",
        },
        (
            (
                {
                    "ky": "Чет өлкөлүк уюмдар менен биргелешкен иш",
                    "ru": "Совместная работа с зарубежными организациями",
                    "en": "Joint work with organisations abroad",
                },
                *(100, {"ky": "Келишимдер, иш-чаралар", "ru": "Договоры, мероприятия"}, {}),
            ),
            (
                {
                    "ky": "Макалалар жана усулдук колдонмолор",
                    "ru": "Статьи и методические пособия",
                    "en": "Articles and methodical guides",
                },
                *(100, {"ky": "Басылмалардын тизмеси", "ru": "Список публикаций"}, {}),
            ),
        ),
    ),
)
DIGITAL = {
    "ky": "Санариптик куралдарды ишке киргизүү",
    "ru": "Внедрение цифровых инструментов",
    "en": "Introducing digital tools",
}
TRAINING = {
    "ky": "Квалификацияны жогорулатуу жана билимин бөлүшүү",
    "ru": "Повышение квалификации и передача знаний",
    "en": "Further training, shared with colleagues",
}
FIRST = "Критерийлер биринчи жолу иштелип чыкты: төрт багыт, тогуз көрсөткүч."
SECOND = (
    "Санариптик куралдар жөнүндө көрсөткүч кошулду, насаатчылык квалификацияны жогорулатууга "
    "бириктирилди, тапшырыкчылардын канааттануусунун салмагы көбөйтүлдү."
)


def add_criteria(users: dict) -> None:
    """Before the year is played: its duty then finds them approved, or opens the next ones."""
    year = localdate().year
    kind = AssessmentKind.objects.get(code="internal_monitoring")
    directions = dict(Direction.objects.values_list("code", "pk"))
    first = [
        {
            "key": None,
            "title": title,
            "direction": directions[code],
            "indicators": list(_lines(rows)),
        }
        for code, title, rows in LAST_YEAR
    ]
    _approve(_write(kind, year - 1, first, FIRST, users), users)
    with deed(by=users["manager"]):
        this = CriteriaSet.begin(kind=kind, year=year, author=users["manager"].person)
        record(this, "create", by=users["manager"])
    _approve(_revise(this, _this_year(this), SECOND, users), users)


def _lines(rows):
    for title, weight, material, points in rows:
        words = {"title": title, "material": material, "points": points}
        yield {"key": None, "weight": weight, **words}


def _write(kind, year, tree, words, users) -> CriteriaSet:
    with deed(by=users["manager"]):
        made = CriteriaSet.begin(kind=kind, year=year, author=users["manager"].person)
        record(made, "create", by=users["manager"])
    return _revise(made, tree, words, users)


def _revise(criteria, tree, words, users) -> CriteriaSet:
    """What the form of the page does: the tree, the scale, the recorded revision."""
    with deed(by=users["manager"]):
        criteria.revised_on = min(date(criteria.year, 4, 6), localdate())
        criteria.revised_by, criteria.revision_words = users["quality"].person, words
        criteria.revision += 1
        criteria.save()
        fill(criteria, POINTS, tree)
        record(criteria, "change", by=users["manager"], fields=["revision_words"])
    return criteria


def _this_year(criteria) -> list[dict]:
    """One indicator new, one dropped, one reworded, two weigh more."""
    tree = [
        {
            "key": row.key,
            "title": row.title,
            "direction": row.direction_id,
            "indicators": [
                {
                    "key": one.key,
                    "title": one.title,
                    "material": one.material,
                    "weight": one.weight,
                    "points": {said.point: said.words for said in one.points.all()},
                }
                for one in row.indicators.all()
            ],
        }
        for row in criteria.whole_tree()
    ]
    tree[1]["indicators"][1]["weight"] = 175
    training, _mentoring = tree[2]["indicators"]
    training["title"], training["weight"] = TRAINING, 125
    tree[2]["indicators"] = [training]
    new = {"key": None, "title": DIGITAL, "material": {}, "weight": 50, "points": {}}
    tree[1]["indicators"].append(new)
    return tree


def _approve(criteria, users) -> None:
    criteria.send(by=users["manager"])
    criteria.approve(by=users["director"], seen=criteria.sheet.manifest_hash)
