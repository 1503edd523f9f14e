"""Orders and memos of the sample: of every kind, in different states (RI-05)."""

from datetime import timedelta

from django.utils.timezone import localdate

from common.dates import numeric
from common.models import deed, record
from documents.models import Memo, Order, OrderAppendix, OrderKind, OrderPoint
from documents.models.order_filling import begin_order

from .scan import picture

WEEK = timedelta(days=7)


class Orders:
    """Written by the office manager, agreed by the lawyer, signed by the director."""

    def __init__(self, users):
        self.users, self.today = users, localdate()
        self.office, self.director = users["office"], users["director"]

    def person(self, login: str):
        return self.users[login].person

    def write(self, kind: str, title: dict, points: list[dict], **fields) -> Order:
        """A draft of one kind with its points."""
        people = {name: fields.pop(name, ()) for name in ("executors", "named")}
        with deed(by=self.office):
            order = begin_order(
                OrderKind.objects.get(code=kind), self.office.person, title=title, **fields
            )
            for name, logins in people.items():
                getattr(order, name).set([self.person(login) for login in logins])
            for place, given in enumerate(points, 1):
                values = dict(given)
                logins = values.pop("who", ())
                point = OrderPoint.objects.create(order=order, place=place, **values)
                point.responsible.set([self.person(login) for login in logins])
            record(order, "create", by=self.office)
        return order

    def sign(self, order: Order) -> Order:
        """Along its route to the director's hand."""
        order.send(by=self.office)
        for line in order.waiting_lines():
            if line.kind == "agree":
                holder = self.users["lawyer"]
                order.agree(by=holder, seen=order.sheet.manifest_hash)
        order.approve(by=self.director, seen=order.sheet.manifest_hash)
        return order

    def play(self) -> None:
        """A handful: signed, carried out in part, repealed, on its way, a draft, from paper."""
        self._commission()
        self._audit()
        self._personnel()
        self._on_paper()
        self._on_their_way()
        self._memos()

    def _commission(self) -> None:
        order = self.write(
            "commission",
            {
                "ky": "Ички мониторингдин эксперттик комиссиясын түзүү жөнүндө",
                "ru": "О создании экспертной комиссии внутреннего мониторинга",
            },
            [
                {
                    "text": {
                        "ky": "Эксперттик комиссия 1-тиркемеге ылайык курамда түзүлсүн.",
                        "ru": "Создать экспертную комиссию в составе согласно приложению 1.",
                    },
                },
                {
                    "text": {
                        "ky": "Комиссиянын иш графиги даярдалсын.",
                        "ru": "Подготовить график работы комиссии.",
                    },
                    "who": ["manager"],
                    "due": self.today + WEEK,
                },
            ],
            executors=["manager", "quality"],
            everyone=True,
            preamble={
                "ky": "Ички мониторингди өткөрүү максатында",
                "ru": "В целях проведения внутреннего мониторинга",
            },
        )
        with deed(by=self.office):
            OrderAppendix.objects.create(
                order=order,
                place=1,
                title={"ky": "Комиссиянын курамы", "ru": "Состав комиссии"},
                text={
                    "ky": "Үч кызматкер жана бир тышкы эксперт.",
                    "ru": "Три сотрудника и один внешний эксперт.",
                },
                pages=1,
            )
        self.sign(order)
        order.readings.get(person=self.person("quality")).confirm(by=self.users["quality"])

    def _audit(self) -> None:
        old = self.write(
            "core",
            {"ky": "Кеңсенин иш тартиби жөнүндө", "ru": "О режиме работы канцелярии"},
            [{"text": {"ky": "Кабыл алуу саат 9дан 12ге чейин болсун.", "ru": "Приём с 9 до 12."}}],
            named=["head", "accountant"],
        )
        self.sign(old)
        old.readings.get(person=self.person("accountant")).confirm(by=self.users["accountant"])
        new = self.write(
            "core",
            {"ky": "Кеңсенин жаңы иш тартиби жөнүндө", "ru": "О новом режиме работы канцелярии"},
            [
                {"repeals": old},
                {
                    "text": {
                        "ky": "Кабыл алуу саат 9дан 17ге чейин болсун.",
                        "ru": "Установить приём с 9 до 17 часов.",
                    },
                    "who": ["office"],
                    "due": self.today + WEEK,
                },
            ],
        )
        self.sign(new)
        point = new.points.get(place=2)
        point.report(by=self.office, result="Жаңы график эшикке илинди.")

    def _personnel(self) -> None:
        order = self.write(
            "personnel",
            {"ky": "Кошумча төлөм белгилөө жөнүндө", "ru": "Об установлении доплаты"},
            [
                {
                    "text": {
                        "ky": "Сапат боюнча адиске айлык кошумча төлөм белгиленсин.",
                        "ru": "Установить специалисту по качеству ежемесячную доплату.",
                    },
                    "who": ["accountant"],
                    "due": self.today + WEEK,
                }
            ],
            basis={"ky": "сапат менеджеринин сунушу", "ru": "представление менеджера по качеству"},
            named=["quality"],
        )
        self.sign(order)
        point = order.points.get()
        point.report(by=self.users["accountant"], result="Кошумча төлөм эсептелди.")
        point.confirm(by=self.director)

    def _on_paper(self) -> None:
        day = self.today - timedelta(days=20)
        order = self.write(
            "directive",
            {"ky": "Кампалык эсепти жүргүзүү жөнүндө", "ru": "О проведении складского учёта"},
            [
                {
                    "text": {
                        "ky": "Эсеп жүргүзүлүп, акт берилсин.",
                        "ru": "Провести учёт и представить акт.",
                    },
                    "who": ["accountant"],
                    "due": day + WEEK,
                }
            ],
        )
        name, number = self.director.person.signature_name, f"4-ж/{day:%y}"
        order.enter(
            by=self.office,
            approver=(name, self.director.person.appointment().position.name),
            scan=picture(order.title["ky"], "Жарлык", f"№ {number}, {numeric(day)}", name, "4-ж"),
            order_number=number,
            order_date=day,
        )

    def _on_their_way(self) -> None:
        waits = self.write(
            "assignment",
            {"ky": "Сайтты жаңыртуу жөнүндө", "ru": "Об обновлении сайта"},
            [
                {
                    "text": {"ky": "Сайттын маалыматы жаңыртылсын.", "ru": "Обновить сайт."},
                    "who": ["head"],
                    "due": self.today + WEEK,
                }
            ],
        )
        waits.send(by=self.office)
        self.write(
            "leave",
            {"ky": "Эмгек өргүүсүн берүү жөнүндө", "ru": "О предоставлении отпуска"},
            [{"text": {"ky": "Эмгек өргүүсү берилсин.", "ru": "Предоставить отпуск."}}],
            named=["head"],
        )

    def _memos(self) -> None:
        self._memo("quality", "Журналдар үчүн шкаф керек", "Текчелер толуп калды.").send(
            by=self.users["quality"]
        )
        given = self._memo("accountant", "Принтер бузулду", "Оңдоо же алмаштыруу керек.")
        given.send(by=self.users["accountant"])
        given.assign(
            by=self.director,
            to=self.person("office"),
            due=self.today + WEEK,
            resolution="Оңдотуу жагын карагыла.",
        )

    def _memo(self, author: str, title: str, text: str) -> Memo:
        user = self.users[author]
        with deed(by=user):
            memo = Memo.objects.create(
                author=user.person, addressee=self.director.person, title=title, text=text
            )
            record(memo, "create", by=user)
        return memo


def add_orders(users) -> None:
    """Their letters are written by the worker, as those of any other."""
    Orders(users).play()
