"""Words that the regulations use for one thing (education A-14, agency A-15, A-16).

The program says the first; whoever types another finds the same. The keys are those of the term
map of the profile, whose words join the others.
"""

from common.search.synonyms import call_alike

call_alike(
    "nonconformity",
    *("шайкеш келбөө", "шайкеш келбестик", "дал келбөө", "дал келбестик"),
    *("туура келбөө", "туура келбөөчүлүк", "ылайык келбөө", "несоответствие", "nonconformity"),
)
call_alike(
    "corrective_action",
    *("тууралоочу аракет", "түзөтүүчү аракет", "коррекциялык аракет", "коррекциялоочу аракет"),
    *("корректирующее действие", "corrective action"),
)
call_alike("corrective", "тууралоочу", "түзөтүүчү", "коррекциялык", "коррекциялоочу")
call_alike("preventive", "алдын алуучу", "алдын ала эскертүүчү", "эскертүүчү", "профилактикалык")
call_alike("client", "тапшырыкчы", "кардар", "клиент")
call_alike("consumer", "керектөөчү", "кардар")
call_alike("meeting", "кеңешме", "жыйын", "жолугушуу")
call_alike("general_meeting", "жалпы чогулуш", "жалпы жыйын")
call_alike("organisation", "уюм", "мекеме", "ишкана", "компания")
call_alike("analysis", "анализ", "талдоо")
call_alike("self_assessment", "өздүк баалоо", "өзүн-өзү баалоо", "ички баалоо", "самооценка")
call_alike(
    "process_owner",
    *("процесстин ээси", "процесстин жетекчиси", "процесс менеджери", "владелец процесса"),
)
call_alike(
    "quality_manual",
    *("сапат боюнча колдонмо", "сапат боюнча жетектеме", "сапат колдонмосу"),
    *("руководство по качеству", "quality manual"),
)
call_alike(
    "management_review",
    "СМС анализи",
    "жетекчилик тарабынан анализ",
    "анализ со стороны руководства",
)
call_alike("quality_management_system", "сапат менеджмент системасы", "СМС", "СМК")
