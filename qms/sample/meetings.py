"""Meetings of the sample: two weekly ones with their decisions, a third planned, a general one."""

from datetime import date, time, timedelta

from django.utils.timezone import localdate

from planning.models import Decision, Meeting, MeetingKind

PLACE = "Чоң жыйын залы, 201-бөлмө"
WEEK = timedelta(days=7)
FRIDAY = 4

#: Heard, and what was decided: text, who, weeks from the meeting; by item.
FIRST = {
    "projects": (
        "Үч долбоордун жүрүшү: экспертиза бүтүп жаткан эки долбоор мөөнөтүндө, бирөө кечигүүдө.",
        [
            ("Кечиккен долбоор боюнча жаңы график түзүп, кардарга жөнөтүү.", ["head"], 1),
            ("Эксперттер менен келишимдердин баарын каттоо.", ["lawyer", "office"], 2),
        ],
    ),
    "quality": (
        "Ички аудиттин планы жана жаңы жол-жоболор менен таанышуунун абалы.",
        [("Тааныша элек кызматкерлердин тизмесин бөлүм башчыларына берүү.", ["manager"], 0)],
    ),
}
SECOND = {
    "projects": (
        "Кардарлардын сурамжылоосунун алдын ала жыйынтыгы: 42 анкета алынды.",
        [("Сурамжылоонун жыйынтыгын талдап, сунуштарды даярдоо.", ["head"], 3)],
    ),
    "quality": (
        "Архивдин тизмеси: өткөн жылдын иштери тапшырыла элек.",
        [("Өткөн жылдын иштерин архивге тапшыруу.", ["office"], 1)],
    ),
}


def add_meetings(users) -> None:
    """Played through the deeds of whoever keeps the minutes; their days are the true ones."""
    office = users["office"]
    today = localdate()
    friday = today - timedelta(days=(today.weekday() - FRIDAY) % 7 or 7)
    first = _held("weekly_operational", users, friday - WEEK, FIRST)
    done = Decision.objects.filter(item__meeting=first).order_by("pk")
    done[0].finish(by=users["head"], note="График жөнөтүлдү, кардар макул болду.")
    done[2].confirm(by=office, note="Тизме бөлүм башчыларына берилди.")
    _held("weekly_operational", users, friday, SECOND)
    _general(users, date(today.year - 1, 12, 26))
    coming = Meeting.objects.planned().filter(kind__code="weekly_operational").first()
    if coming:
        coming.invite(by=office)


def _begun(code: str, users, day: date) -> Meeting:
    """A meeting of that day, everybody on the list present but one."""
    office = users["office"]
    kind = MeetingKind.objects.get(code=code)
    meeting = Meeting.plan(by=office, kind=kind, day=day, starts=time(9, 30), place=PLACE)
    meeting.open(by=office)
    rows = {row.pk: {"presence": "present"} for row in meeting.attendance.all()}
    if last := meeting.attendance.exclude(person__in=[meeting.chair, meeting.secretary]).last():
        rows[last.pk] = {"presence": "absent", "reason": "Иш сапарында"}
    meeting.attendance.note(meeting, by=office, rows=rows)
    return meeting


def _held(code: str, users, day: date, told: dict) -> Meeting:
    meeting, office = _begun(code, users, day), users["office"]
    for item in meeting.items.all():
        heard, decisions = told.get(item.tag, ("Мурунку чечимдердин аткарылышы угулду.", []))
        item.write(by=office, revision=item.revision, heard=heard, outcome="considered")
        for text, names, weeks in decisions:
            people = [users[name].person for name in names]
            due = day + weeks * WEEK + timedelta(days=3)
            Decision.objects.decide(item, by=office, text=text, responsible=people, due=due)
    meeting.refresh_from_db()
    meeting.end(by=office, ends=time(10, 20))
    return meeting


def _general(users, day: date) -> None:
    """The general meeting of the year before, with its three items and their votes."""
    meeting, office = _begun("general_annual", users, day), users["office"]
    resolved = (
        "Жылдык отчет жактырылсын.",
        "СМСтин ишинин жыйынтыгы канааттандырарлык деп табылсын.",
        "Кийинки жылдын негизги максаттары жана иш пландары жактырылсын.",
    )
    for item, words in zip(meeting.items.all(), resolved, strict=True):
        told = {"heard": f"{meeting.chair.short_name} баяндады.", "resolved": words}
        voters = item.voters()
        item.write(
            by=office,
            revision=item.revision,
            outcome="considered",
            votes_for=voters - 1,
            votes_against=0,
            votes_abstained=1,
            **told,
        )
    meeting.refresh_from_db()
    meeting.end(by=office, ends=time(11, 45))
