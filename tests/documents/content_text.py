"""Plain texts for tests: brought in, and told block by block."""

from __future__ import annotations

from documents.content.blocks import blocks, sanitise
from documents.content.import_txt import TextResult, import_txt


def bring(text: str) -> TextResult:
    result = import_txt(text.encode())
    result.html = sanitise(result.html)
    return result


def shape(text: str) -> list[tuple[str, str]]:
    """Tag and words of each block."""
    return [
        (f"{b.tag}.clause" if "clause" in b.classes else b.tag, b.text)
        for b in blocks(bring(text).html)
    ]


STAMPED = """

«МАКУЛДАШЫЛДЫ»

«Жаңы өлчөм» агенттигинин
кызматкерлеринин
жалпы чогулушу

Протокол № 14-2, 03.02.2025-ж.

«БЕКИТИЛДИ»

«Жаңы өлчөм» агенттигинин
директору


Бекитилди А. Б. Сынакова
Буйрук № 7/03, 04.02.2025-ж.

Көчмө текшерүүлөрдү уюштуруунун тартиби

I. Негизги эрежелер

- 1.1. Бул тартип көчмө текшерүүнү даярдоонун кадамдарын белгилейт.
- 1.2. Текшерүүгө төмөнкүлөр даярдалат:

1. Маршрут
2. Суроолордун тизмеси
3. Жооптуулар

II.Топтун иши

- 2.1. Топ үч адамдан турат. Ар бир мүчө өз бөлүгүн текшерип, жыйынтык

барагына белги коюп, аны ошол эле күнү тапшырат.

2.2. Топ башчысы жыйынтыкты бир жумада чыгарат.
"""
