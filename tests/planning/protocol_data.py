"""A protocol as plain data: what a signature covers, with invented people."""

from copy import deepcopy

POST = {"ky": "адис", "ru": "специалист", "en": "specialist"}


def someone(surname: str, position=POST, **more) -> dict:
    """A person as a manifest names one."""
    return {
        "who": surname,
        "name": f"А. Б. {surname}",
        "short": f"{surname} А. Б.",
        "position": position,
        **more,
    }


CHAIR = someone("Асанова", {"ky": "директор", "ru": "директор", "en": "director"})
SECRETARY = someone("Үсөнов", {"ky": "офис-менеджер", "ru": "офис-менеджер"})

PROTOCOL = {
    "kind": "protocol",
    "of": {"ky": "Аккредитациялык кеңештин жыйынынын", "ru": "заседания Аккредитационного совета"},
    "number": "3",
    "date": "2026-10-15",
    "place": {"ky": "Бишкек ш.", "ru": "г. Бишкек"},
    "starts": "10:00",
    "ends": "12:30",
    "form": "in_person",
    "layout": "full",
    "project": "",
    "chair": CHAIR,
    "secretary": SECRETARY,
    "present": [CHAIR, someone("Өмүров"), someone("Токтоева", left_at=2), SECRETARY],
    "absent": [someone("Шаршенов", reason="иш сапары")],
    "invited": [someone("Ким", {"ky": "«Сынак» коому", "ru": "ОсОО «Сынак»"})],
    "quorum": {"present": 7, "members": 9, "has": True},
    "items": [
        {
            "number": 1,
            "title": {"ky": "Окуу жайды аккредитациялоо жөнүндө", "ru": "Об аккредитации вуза"},
            "speaker": {"ky": "А. Б. Өмүров", "ru": "А. Б. Өмүров"},
            "heard": "Ал комиссиянын корутундусун баяндады.",
            "spoke": "Токтоева А. Б. мөөнөттү тактоону сунуштады.",
            "resolved": "Корутунду макулдансын.",
            "withdrawn": False,
            "recused": [{"name": "А. Б. Асанова", "reason": "окуу жайда сабак берген"}],
            "votes": {"for": 6, "against": 0, "abstained": 1, "secret": False},
            "decisions": [
                {
                    "number": "1.1",
                    "text": "Күбөлүк даярдалсын.",
                    "who": ["А. Б. Өмүров"],
                    "due": "2026-11-01",
                }
            ],
            "earlier": [],
            "files": [],
        },
        {
            "number": 2,
            "title": {"ky": "Бюджет жөнүндө", "ru": "О бюджете"},
            "speaker": "",
            "heard": "",
            "spoke": "",
            "resolved": "",
            "withdrawn": True,
            "recused": [],
            "votes": None,
            "decisions": [],
            "earlier": [],
            "files": [],
        },
    ],
    "files": [{"name": "корутунду.pdf", "sha256": "ab" * 32}],
    "where": "",
    "not_held": False,
    "corrects": None,
    "signers": [{**CHAIR, "role": "chair"}, {**SECRETARY, "role": "secretary"}],
}


def protocol(**changes) -> dict:
    """A protocol with some of its facts changed."""
    return deepcopy(PROTOCOL) | changes
