"""What an outsider declares before the first mark: confidentiality and impartiality (000/2.2).

One text where persons are scored, one where anything else is; what was read and accepted is frozen
into the member.
"""

from monitoring.kind_words import scores_people

VERSION = 1
WORDS = {
    "ky": (
        "Мен эксперттик комиссиянын тышкы эксперти катары төмөнкүнү милдетиме алам:\n\n"
        "комиссиянын ишинде билген маалыматты, кызматкерлердин материалдарын, балдарды жана "
        "жыйынтыктарды эч кимге айтпайм, алардын көчүрмөсүн өзүмдө калтырбайм;\n\n"
        "ар бир кызматкерди бекитилген критерийлер боюнча, калыс жана көз карандысыз баалайм, "
        "балдарды башка мүчөлөр менен алдын ала макулдашпайм;\n\n"
        "баалана турган кызматкерлердин кимиси менен болбосун туугандык, кызматтык же мүлктүк "
        "байланышым болсо, аны дароо билдирем жана ал кызматкерди баалабайм."
    ),
    "ru": (
        "Как внешний эксперт экспертной комиссии я обязуюсь:\n\n"
        "никому не сообщать сведения, материалы сотрудников, баллы и итоги, которые стали мне "
        "известны в работе комиссии, и не оставлять у себя их копий;\n\n"
        "оценивать каждого сотрудника по утверждённым критериям беспристрастно и независимо, не "
        "согласовывать баллы заранее с другими членами комиссии;\n\n"
        "сразу сообщить о родственной, служебной или имущественной связи с кем-либо из "
        "оцениваемых сотрудников и не оценивать такого сотрудника."
    ),
    "en": (
        "As the external expert of the commission I undertake:\n\n"
        "to tell nobody what I learn in the work of the commission, neither material of employees "
        "nor marks nor results, and to keep no copies of them;\n\n"
        "to score every employee by the approved criteria, impartially and independently, and to "
        "agree on no mark with other members beforehand;\n\n"
        "to tell at once of any tie of kinship, work or property with an employee who is scored, "
        "and not to score that employee."
    ),
}
THINGS = {
    "ky": (
        "Мен эксперттик комиссиянын тышкы эксперти катары төмөнкүнү милдетиме алам:\n\n"
        "комиссиянын ишинде билген маалыматты, документтерди, балдарды жана жыйынтыктарды эч "
        "кимге айтпайм, алардын көчүрмөсүн өзүмдө калтырбайм;\n\n"
        "бекитилген критерийлер боюнча калыс жана көз карандысыз баалайм, балдарды башка мүчөлөр "
        "менен алдын ала макулдашпайм;\n\n"
        "баалана тургандардын кимиси менен болбосун кызматтык, мүлктүк же жеке байланышым болсо, "
        "аны дароо билдирем жана баалабайм."
    ),
    "ru": (
        "Как внешний эксперт экспертной комиссии я обязуюсь:\n\n"
        "никому не сообщать сведения, документы, баллы и итоги, которые стали мне известны в "
        "работе комиссии, и не оставлять у себя их копий;\n\n"
        "оценивать по утверждённым критериям беспристрастно и независимо, не согласовывать баллы "
        "заранее с другими членами комиссии;\n\n"
        "сразу сообщить о служебной, имущественной или личной связи с кем-либо из оцениваемых и "
        "не оценивать его."
    ),
    "en": (
        "As the external expert of the commission I undertake:\n\n"
        "to tell nobody what I learn in the work of the commission, neither papers nor marks nor "
        "results, and to keep no copies of them;\n\n"
        "to score by the approved criteria, impartially and independently, and to agree on no mark "
        "with other members beforehand;\n\n"
        "to tell at once of any tie of work, property or person with whoever is scored, and not "
        "to score them."
    ),
}


def words_for(kind, language: str) -> str:
    """The declaration of a commission that scores persons, or anything else."""
    return (WORDS if scores_people(kind) else THINGS)[language]
