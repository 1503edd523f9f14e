"""What the gallery of components shows: each in every state, with the longest words there are."""

from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.conf import settings

from common.forms import HouseForm, TranslatedInput

LONG = "Жетекчилик тарабынан СМСти анализдөө жана жакшыртуу иш-чараларынын планын түзүү тартиби"
PERSON, LONG_PERSON = "Осмоналиева Н. К.", "Бейшеналиева-Токтогулова Г. Ж."
POSITION = "Сапат боюнча менеджер"
STATES = [
    ("Иштелип чыгууда", "grey"),
    ("Макулдашууда", "blue"),
    ("Күчүндө", "green"),
    ("Кайра кароо жакындады", "amber"),
    ("Мөөнөтү өттү", "red"),
]
COLUMNS = ["Белгиси", "Аталышы", "Абалы", "Ээси", "Күчүнө кирген күнү", "Нускасы"]
KINDS = ["code", "text", "state", "person", "date", "number"]


class Example(HouseForm, forms.Form):
    """Every kind of field."""

    title = forms.CharField(label="Аталышы", widget=TranslatedInput(settings.LANGUAGES))
    kind = forms.ChoiceField(
        label="Түрү",
        choices=[("", "Тандаңыз"), ("1", "Документтештирилген жол-жобо")],
        help_text="Түрүнө жараша белгиси жана макулдашуу жолу тандалат.",
    )
    basis = forms.CharField(label="Негизи", widget=forms.Textarea, required=False)
    day = forms.DateField(label="Күчүнө кире турган күн")
    access = forms.ChoiceField(
        label="Ким көрө алат",
        widget=forms.RadioSelect,
        choices=[("1", "Баары"), ("2", "Бардык кызматкерлер"), ("3", "Жетекчилик гана")],
    )
    units = forms.MultipleChoiceField(
        label="Тааныша турган бөлүмдөр",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Аккредитация бөлүмү"), ("2", "Бухгалтерия")],
        required=False,
    )
    scan = forms.FileField(label="Скан-көчүрмөсү", help_text="PDF", required=False)
    normative = forms.BooleanField(label="Бул ченемдик документ", required=False)
    password = forms.CharField(label="Сырсөз", widget=forms.PasswordInput)


def demo() -> dict:
    """The context ``demo`` of ``gallery.html``."""
    lines = [
        {"who": PERSON, "position": POSITION, "word": "Макул", "tone": "green",
         "when": "11.06.2027 16:40"},
        {"who": LONG_PERSON, "position": POSITION, "word": "Кайтарды", "tone": "red",
         "when": "11.06.2027 17:05", "remark": "5.2-пунктта жооптуу адам көрсөтүлгөн эмес."},
        {"who": PERSON, "position": "", "word": "Күтүлүүдө", "tone": "grey", "when": ""},
    ]  # fmt: skip
    return {
        "states": STATES,
        "notices": [(LONG, tone) for _word, tone in STATES],
        "person": LONG_PERSON,
        "position": POSITION,
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "steps": [
            {"label": "Бекитүү", "url": "#", "primary": True},
            {"label": "Ондоого кайтаруу", "url": "#"},
            {"label": "Күчүнөн ажыратуу", "url": "#", "danger": True},
        ],
        "tiles": [
            {"label": word, "number": number, "url": "#", "tone": tone, "hint": ""}
            for number, (word, tone) in enumerate(STATES)
        ],
        "agenda": [
            {"title": LONG, "sub": "ДЖ-03", "url": "#", "due": "12.06.2027", "tone": tone}
            for _word, tone in [*STATES[3:], ("", "")]
        ],
        "nothing": [],
        "hint": "Биринчи документти кошуңуз же кагаздан киргизиңиз.",
        "empty_text": "Азырынча бир да документ жок.",
        "empty_label": "Жаңы документ",
        "route": [
            {"label": "Автор жиберди", "state": "done", "lines": lines[:1]},
            {"label": "Макулдашуу", "state": "now", "lines": lines},
            {"label": "Кайтарылды", "state": "back", "lines": lines[1:2]},
            {"label": "Бекитүү", "state": "later", "lines": lines[2:]},
        ],
        "history": [
            {"text": "Директор бекитти.", "when": "12.06.2027 14:03", "who": PERSON},
            {
                "text": "Картаны өзгөрттү.",
                "when": "02.06.2027 09:15",
                "changes": [{"field": "телефон", "before": "+996 555 111 222", "after": ""}],
            },
            {"text": "Долбоор түзүлдү.", "when": "01.06.2027 11:30", "who": LONG_PERSON},
        ],
        "files": [{"name": f"{LONG}.pdf", "url": "#", "size": 286_000, "note": "12.06.2027"}],
        "facts": [("Түрү", "Документтештирилген жол-жобо"), ("Ээси", PERSON, "#"), ("Буйрук", "")],
        "tabs": [
            {"slug": "a", "label": "Макулдашуу барагы", "url": "#", "active": True, "count": 4},
            {"slug": "b", "label": "Тарыхы", "url": "#", "active": False, "count": None},
        ],
        "progress": "Таанышкандар",
        "columns": [
            {"label": c, "numeric": k == "number"} for c, k in zip(COLUMNS, KINDS, strict=True)
        ],
        "rows": [row(*state) for state in STATES],
        "pages": [{"number": n, "url": "#", "current": n == 2} for n in (1, 2, 3, None, 63)],
        "sizes": [{"number": n, "url": "#", "current": n == 25} for n in (25, 50, 100)],
        "form": Example(auto_id="whole_%s"),
        "refused": Example({}, auto_id="refused_%s"),
        "icons": icons(),
    }


def row(word: str, tone: str) -> SimpleNamespace:
    """One row of a register in the given state."""
    texts = ["ДЖ-03", LONG, word, LONG_PERSON, "12.06.2027", "2.0"]
    cells = [
        SimpleNamespace(label=label, text=text, kind=kind, tone=tone if kind == "state" else "")
        for label, text, kind in zip(COLUMNS, texts, KINDS, strict=True)
    ]
    return SimpleNamespace(url="#", cells=cells)


def icons() -> list[str]:
    """The names in the sprite, as ``static/src/icons.txt`` has them."""
    path = Path(settings.BASE_DIR) / "static" / "src" / "icons.txt"
    names = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
    return [name for name in names if name and not name.startswith("#")]
