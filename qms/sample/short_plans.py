"""Plans of the sample for less than a year: the half-year of a unit, the month of an employee
(PK-04; 003/9.1).
"""

from datetime import timedelta

from django.utils.timezone import localdate

from people.models import Unit
from planning.models import WorkPlan
from planning.plan_sweep import ask_for_lines

from .plans import add_line, begin

SEMINAR = {
    "ky": "Семинарлардын программасын даярдоо",
    "ru": "Подготовить программу семинаров",
    "en": "Prepare the programme of the seminars",
}
VISITS = {
    "ky": "Эксперттик комиссиялардын баруу графигин түзүү",
    "ru": "Составить график выездов экспертных комиссий",
    "en": "Draw up the schedule of visits of the expert commissions",
}
LETTERS = {
    "ky": "Билим берүү уюмдарынын өтүнмөлөрүн кароо",
    "ru": "Рассмотреть заявки образовательных организаций",
    "en": "Look through the applications of educational organisations",
}
HALF = 6  # months


def add_short_plans(users: dict) -> None:
    """Both are in force; the half-year carries out the plan of the year."""
    _half_year_of_unit(users, WorkPlan.objects.get(kind__code="year_plan"))
    _month_of_employee(users)
    ask_for_lines()


def _half_year_of_unit(users, year: WorkPlan) -> None:
    """What the department of accreditation does of the year's plan in this half of the year."""
    author, serves = users["head"], year.lines.get(number="2")
    begun = localdate().month > HALF
    since = year.since.replace(month=HALF + 1) if begun else year.since
    until = year.until if begun else year.since.replace(month=HALF, day=30)
    unit = Unit.objects.get(code="accreditation_department")
    days = {"unit": unit, "since": since, "until": until, "follows": year}
    plan = begin(author, "unit_half_year_plan", **days)
    add_line(plan, author, "1", "project_manager", 10, measure=SEMINAR, serves=serves)
    add_line(plan, author, "2", "specialist", 18, measure=VISITS, resources="Кызматтык унаа")
    plan.send(by=author)
    plan.approve(by=users["director"], seen=plan.sheet.manifest_hash)


def _month_of_employee(users) -> None:
    """What an employee does this month; the head of the department approves it."""
    author, first = users["staff"], localdate().replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    plan = begin(author, "person_month_plan", person=author.person, since=first, until=until)
    add_line(plan, author, "1", "specialist", 3, measure=VISITS)
    add_line(plan, author, "2", "specialist", 7, measure=LETTERS)
    plan.send(by=author)
    plan.agree(by=users["head"], seen=plan.sheet.manifest_hash)
