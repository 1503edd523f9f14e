"""The statement of a person who will sign electronically, as it is shipped; each organisation may
put its own words in their place (its text is data: `people.models.StatementText`).
"""

WORDS = {
    "ky": (
        "Мен бул системада өзүмдүн аккаунтум менен берген, сырсөзүм же кирүү ачкычым менен "
        "ырасталган электрондук кол тамгамды уюмдун документтеринде кагазга өз колум менен "
        "койгон кол тамгама теңдеш деп тааныйм.\n\n"
        "Сырсөзүмдү жана түзмөгүмдү башкаларга бербейм, менин ордума эч кимге кол койдурбайм. "
        "Аларды башка бирөө билип калды деп шектенсем, администраторго дароо билдирем.\n\n"
        "Бул арызды кайтарып алууга укугум бар; ага чейин коюлган кол тамгалар күчүндө калат."
    ),
    "ru": (
        "Я признаю электронную подпись, которую ставлю в этой системе под своей учётной записью и "
        "подтверждаю паролем или ключом входа, равнозначной моей собственноручной подписи на "
        "бумаге в документах организации.\n\n"
        "Свой пароль и своё устройство я никому не передаю и никому не позволяю подписывать "
        "вместо меня. Если их мог узнать кто-то другой, я сразу сообщаю администратору.\n\n"
        "Это заявление я вправе отозвать; подписи, поставленные до этого, остаются в силе."
    ),
    "en": (
        "I accept the electronic signature that I give in this system under my own account, "
        "confirmed by my password or passkey, as equal to my signature by hand on paper in the "
        "documents of the organisation.\n\n"
        "I give my password and my device to nobody and let nobody sign in my place. If another "
        "may have learned of them, I tell the administrator at once.\n\n"
        "I may withdraw this statement; what was signed before then stays signed."
    ),
}
