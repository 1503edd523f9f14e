"""What the year 2027 of the sample agency must bring: 47 duties, worked out by hand.

Written from section 5 of the requirements (C-01 to C-47) with a paper calendar, before and without
the code that opens duties: where the two differ, this table is right until a person has looked.

The calendar it was worked out with. 1 January 2027 is a Friday; the months begin on: January Fri,
February Mon, March Mon, April Thu, May Sat, June Tue, July Thu, August Sun, September Wed,
October Fri, November Mon, December Wed; 31 December is a Friday.
Off, of working weekdays: 1 January and 4-7 January; 8 March (Mon); 9 March (Tue, Orozo ait,
expected); 3-7 May; 31 August (Tue). Days off on a weekend are not moved: 2-3 January, 21 March,
1-2, 8 and 9 May, 16 May (Kurman ait, expected). Short, but worked: 23 February, 7 April, 30 April,
31 December. 8 November is worked. In 2028: off 1-7 January.

``due``     days in 2027 by which it is done. For what follows another duty: when that one is done
            on its own day. For what is done per project or process: for each of them.
``opens``   of what comes once a year: the day it opens (its day less the days of lead).
``owner``   the position in the sample agency; "subject": whoever answers for the one thing it is about.
``starts``  "date", or what it follows: "after:CODE", "event:NAME".
``pairs``   of what follows: (the day of the other, the day due), also with days off in between.
"""

from typing import NamedTuple

YEAR = 2027

HOLIDAYS = {
    "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04", "2027-01-05", "2027-01-06", "2027-01-07",
    "2027-03-08", "2027-03-09", "2027-03-21",
    "2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04", "2027-05-05", "2027-05-06", "2027-05-07",
    "2027-05-08", "2027-05-09", "2027-05-16", "2027-08-31",
    "2028-01-01", "2028-01-02", "2028-01-03", "2028-01-04", "2028-01-05", "2028-01-06", "2028-01-07",
}  # fmt: skip
SHORT_DAYS = {"2027-02-23", "2027-04-07", "2027-04-30", "2027-12-31"}

# Every Friday but two. Friday 1 January is off: the duty of that week (28 December to 3 January) was due
# on Thursday 31 December 2026. The week of 3 to 9 May has no working day: nothing is opened in it.
# The week of 4 to 10 January has one working day, Friday the 8th. No other Friday of the year is off.
FRIDAYS = [
    "2027-01-08", "2027-01-15", "2027-01-22", "2027-01-29",
    "2027-02-05", "2027-02-12", "2027-02-19", "2027-02-26",
    "2027-03-05", "2027-03-12", "2027-03-19", "2027-03-26",
    "2027-04-02", "2027-04-09", "2027-04-16", "2027-04-23", "2027-04-30",
    "2027-05-14", "2027-05-21", "2027-05-28",
    "2027-06-04", "2027-06-11", "2027-06-18", "2027-06-25",
    "2027-07-02", "2027-07-09", "2027-07-16", "2027-07-23", "2027-07-30",
    "2027-08-06", "2027-08-13", "2027-08-20", "2027-08-27",
    "2027-09-03", "2027-09-10", "2027-09-17", "2027-09-24",
    "2027-10-01", "2027-10-08", "2027-10-15", "2027-10-22", "2027-10-29",
    "2027-11-05", "2027-11-12", "2027-11-19", "2027-11-26",
    "2027-12-03", "2027-12-10", "2027-12-17", "2027-12-24", "2027-12-31",
]  # fmt: skip

# The last working day of each month: 31 January, 28 February and 31 October are Sundays, 31 July is a
# Saturday (back to the Friday), 31 August is Independence day (back to Monday the 30th).
MONTH_ENDS = [
    "2027-01-29", "2027-02-26", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30",
    "2027-07-30", "2027-08-30", "2027-09-30", "2027-10-29", "2027-11-30", "2027-12-31",
]  # fmt: skip

# 31 March Wed, 30 June Wed, 30 September Thu, 31 December Fri: all worked.
QUARTER_ENDS = ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]

# Each working day: Monday to Friday without the days off named above.
WORKING_DAYS_BY_MONTH = {
    "2027-01": [8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29],
    "2027-02": [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26],
    "2027-03": [1, 2, 3, 4, 5, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 29, 30, 31],
    "2027-04": [1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30],
    "2027-05": [10, 11, 12, 13, 14, 17, 18, 19, 20, 21, 24, 25, 26, 27, 28, 31],
    "2027-06": [1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30],
    "2027-07": [1, 2, 5, 6, 7, 8, 9, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30],
    "2027-08": [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20, 23, 24, 25, 26, 27, 30],
    "2027-09": [1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29, 30],
    "2027-10": [1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29],
    "2027-11": [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26, 29, 30],
    "2027-12": [1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29, 30, 31],
}  # fmt: skip
WORKING_DAYS = [
    f"{month}-{day:02}" for month, days in WORKING_DAYS_BY_MONTH.items() for day in days
]


class Expected(NamedTuple):
    """One obligation of the table of the requirements, and what the year brings of it."""

    id: str
    code: str
    source: str
    due: list[str]
    owner: str
    opener: str = ""
    starts: str = "date"
    opens: str = ""
    per: str = ""
    pairs: list[tuple[str, str]] = []
    requires: list[str] = []


EXPECTED = [
    # 25 May is a Tuesday: the end of the school year, the day set by the agency itself.
    Expected("C-01", "internal_monitoring", "000/1.3, 2.1", ["2027-05-25"], "director", opens="2027-04-25", opener="monitoring.campaign"),
    # 5 working days before C-03 (Tue 18 May): 17, 14, 13, 12, 11 May.
    Expected("C-02", "monitoring_criteria", "000/3.2, 3.3", ["2027-05-11"], "quality_manager", opener="monitoring.criteria", opens="2027-04-11"),
    # 5 working days before C-01 (Tue 25 May): 24, 21, 20, 19, 18 May.
    Expected("C-03", "monitoring_commission", "000/2.2, 4.1", ["2027-05-18"], "director", opens="2027-04-27", opener="monitoring.commission"),
    # The window is 1 to 30 June: 30 June is a Wednesday, and it opens 29 days before, on the 1st.
    Expected("C-04", "monitoring_results", "000/4.1, 4.4, 2.4", ["2027-06-30"], "quality_manager", opens="2027-06-01", opener="monitoring.results"),
    # 14 days after the results: Wed 30 June -> Wed 14 July; Fri 18 June -> Fri 2 July;
    # Tue 22 June -> Tue 6 July.
    Expected(
        "C-05", "monitoring_meeting", "000/2.5", ["2027-07-14"], "director", starts="after:monitoring_results",
        opener="planning.meeting",
        pairs=[("2027-06-30", "2027-07-14"), ("2027-06-18", "2027-07-02"), ("2027-06-22", "2027-07-06")],
    ),
    # Within one month after the meeting: Wed 14 July -> 14 August is a Saturday -> Fri 13 August;
    # Fri 30 July -> Mon 30 August; Fri 2 July -> Mon 2 August.
    Expected(
        "C-06", "work_plan_corrections", "000/2.6", ["2027-08-13"], "executive_director", starts="after:monitoring_meeting",
        opener="planning.amendment",
        pairs=[("2027-07-14", "2027-08-13"), ("2027-07-30", "2027-08-30"), ("2027-07-02", "2027-08-02")],
    ),
    # 10 working days after the meeting of Wed 14 July: 15, 16, 19, 20, 21, 22, 23, 26, 27, 28 July.
    Expected(
        "C-07", "monitoring_rewards", "000/2.3", ["2027-07-28"], "director", starts="after:monitoring_meeting",
        opener="monitoring.rewards",
        pairs=[("2027-07-14", "2027-07-28")],
    ),
    # Each month, by its last working day.
    Expected("C-08", "legal_acts", "000/1.4(1)", MONTH_ENDS, "quality_manager", opener="documents.channels"),
    # The year's last working day is Friday 31 December (short, but worked): the last working week
    # is Monday 27 December to Sunday 2 January, and its last working day is that Friday.
    Expected(
        "C-09", "annual_general_meeting", "004/5.5.3", ["2027-12-31"], "director", opens="2027-12-01",
        opener="planning.meeting",
        requires=["management_review_strategic"],
    ),
    # 10 working days before Fri 31 December: 30, 29, 28, 27, 24, 23, 22, 21, 20, 17 December.
    Expected(
        "C-10", "management_review_strategic", "004/5.5.3, 5.6", ["2027-12-17"], "director", opens="2027-11-17",
        requires=["self_assessment", "satisfaction_summary", "internal_audit", "qms_improvement_plan"],
    ),
    # Each calendar month, by its last working day.
    Expected("C-11", "management_review_operational", "004/5.6", MONTH_ENDS, "director", opener="planning.meeting"),
    # Each week that has a working day.
    Expected("C-12", "weekly_operational_meeting", "004/5.5.3", FRIDAYS, "director", opener="planning.meeting"),
    # Each week that has a working day, for each running project.
    Expected("C-13", "project_weekly_meeting", "004/5.2, 7.5.1, 7.5.3, 8.4, 8.5.1", FRIDAYS, "project_head", per="project", opener="planning.meeting"),
    # Set by the agency: the 15th of the month. 15 May is a Saturday, 15 August a Sunday: the Friday before.
    Expected(
        "C-14", "project_status_meeting", "004/5.2, 7.3.7, 7.5.1, 8.4",
        [
            "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15", "2027-05-14", "2027-06-15",
            "2027-07-15", "2027-08-13", "2027-09-15", "2027-10-15", "2027-11-15", "2027-12-15",
        ],
        "project_head", opener="planning.meeting", per="project",
    ),
    # Each week, for each running project, as C-13.
    Expected("C-15", "project_plan_update", "004/7.5.3", FRIDAYS, "accreditation_referent", per="project"),
    # One month after the yearly review. Done on its day, Fri 17 December: Mon 17 January 2028, so none in
    # 2027. A review held late on Fri 29 January: 29 February does not exist, 28 is a Sunday -> Fri 26.
    Expected(
        "C-16", "quality_manual_review", "004/4.2.2", [], "director", opener="documents.reviews",
        starts="after:management_review_strategic",
        pairs=[("2027-12-17", "2028-01-17"), ("2027-01-29", "2027-02-26")],
    ),
    # The same day as C-16.
    Expected(
        "C-17", "approved_suppliers", "004/7.4", [], "quality_manager", starts="after:management_review_strategic",
        pairs=[("2027-12-17", "2028-01-17"), ("2027-01-29", "2027-02-26")],
    ),
    # The end of each quarter.
    Expected("C-18", "approved_lecturers", "004/7.4", QUARTER_ENDS, "director"),
    # 10 working days before C-10 (Fri 17 December): 16, 15, 14, 13, 10, 9, 8, 7, 6, 3 December.
    Expected("C-19", "self_assessment", "004/8.4", ["2027-12-03"], "quality_manager", opens="2027-11-03"),
    # 5 working days before C-10 (Fri 17 December): 16, 15, 14, 13, 10 December.
    Expected("C-20", "satisfaction_summary", "004/8.2.1", ["2027-12-10"], "quality_manager", opens="2027-11-10"),
    # 15 January is a Friday. It closes the year 2026, and opens 30 days before, on 16 December 2026.
    Expected(
        "C-21", "development_concept_review", "004/7.1", ["2027-01-15"], "director", opener="documents.reviews",
        opens="2026-12-16", requires=["management_review_strategic"],
    ),
    # 31 December is a Friday, worked.
    Expected("C-22", "quality_policy", "004/5.3", ["2027-12-31"], "director", opener="documents.yearly", opens="2027-12-01"),
    # 5 working days before C-09 (Fri 31 December): 30, 29, 28, 27, 24 December.
    Expected("C-23", "quality_objectives", "004/5.4.1", ["2027-12-24"], "director", opens="2027-11-24"),
    # Drawn up at the review: the day of C-10.
    Expected(
        "C-24", "qms_improvement_plan", "004/5.4.2, 5.5.3, 8.5.1", ["2027-12-17"], "quality_manager", opens="2027-11-17",
        opener="planning.plan",
    ),
    # 31 January is a Sunday: Friday the 29th; it opens 21 days before.
    Expected("C-25", "annual_audit_programme", "004/8.1, 8.2.2", ["2027-01-29"], "quality_manager", opens="2027-01-08"),
    # On the day of the plan: Tue 20 April.
    Expected(
        "C-26", "internal_audit", "004/8.2.2", [], "quality_manager", starts="event:audit.planned",
        pairs=[("2027-04-20", "2027-04-20")],
    ),
    # On the day of the item: Thu 30 September.
    Expected(
        "C-27", "action_items", "004/5.4.2, 8.5.2, 8.5.3", [], "quality_manager", starts="event:capa.item",
        pairs=[("2027-09-30", "2027-09-30")],
    ),
    # Each week that has a working day.
    Expected("C-28", "feedback_review", "004/7.2.3", FRIDAYS, "quality_specialist"),
    # Before each quarter begins: by the last day of the one before.
    Expected("C-29", "training_plan", "004/7.5.1", QUARTER_ENDS, "training_head"),
    # The training day itself, also when it is a Saturday (12 June).
    Expected(
        "C-30", "topic_marks", "004/7.5.3", [], "trainer", starts="event:seminar.day",
        pairs=[("2027-06-11", "2027-06-11"), ("2027-06-12", "2027-06-12")],
    ),
    # 5 working days after a seminar that ended on Fri 30 April: 10, 11, 12, 13, 14 May (3 to 9 May are off).
    Expected(
        "C-31", "seminar_evaluation", "004/8.2.1, 7.5.2", [], "trainer", starts="event:seminar.ended",
        pairs=[("2027-04-30", "2027-05-14")],
    ),
    # 10 working days after Mon 1 March: 2, 3, 4, 5, 10, 11, 12, 15, 16, 17 March (8 and 9 are off).
    Expected(
        "C-32", "project_evaluation", "004/8.2.1", [], "project_head", starts="event:project.ended",
        pairs=[("2027-03-01", "2027-03-17")],
    ),
    # The working day after a status meeting: Fri 15 January -> Mon 18; Fri 30 April -> Mon 10 May.
    Expected(
        "C-33", "satisfaction_watch", "004/8.2.1",
        [
            "2027-01-18", "2027-02-16", "2027-03-16", "2027-04-16", "2027-05-17", "2027-06-16",
            "2027-07-16", "2027-08-16", "2027-09-16", "2027-10-18", "2027-11-16", "2027-12-16",
        ],
        "accreditation_referent", starts="after:project_status_meeting",
        per="project", pairs=[("2027-01-15", "2027-01-18"), ("2027-04-30", "2027-05-10")],
    ),
    # The end of each quarter, for each process; whoever answers for the process.
    Expected("C-34", "process_indicators", "004/8.2.3", QUARTER_ENDS, "subject", per="process"),
    # On the day of the objective: Wed 30 June.
    Expected(
        "C-35", "objective_indicators", "004/8.2.3, 8.2.4", [], "quality_manager", starts="event:objective.due",
        pairs=[("2027-06-30", "2027-06-30")],
    ),
    # 30 November is a Tuesday.
    Expected("C-36", "staff_attestation", "004/6.2", ["2027-11-30"], "director", opens="2027-10-31"),
    # One month after the attestation: Tue 30 November -> Thu 30 December; Fri 29 October -> Mon 29 November.
    Expected(
        "C-37", "staff_training_plan", "004/6.2", ["2027-12-30"], "director", starts="after:staff_attestation",
        pairs=[("2027-11-30", "2027-12-30"), ("2027-10-29", "2027-11-29")],
    ),
    # The first working day: Mon 1 March; of whoever is hired from Mon 8 March on (off, and so is the 9th): Wed 10 March.
    Expected(
        "C-38", "induction", "004/6.2", [], "director", opener="people.induction", starts="event:person.hired",
        pairs=[("2027-03-01", "2027-03-01"), ("2027-03-08", "2027-03-10")],
    ),
    # Each week that has a working day.
    Expected("C-39", "external_documents_watch", "004/4.2.3", FRIDAYS, "quality_manager", opener="documents.channels"),
    # 5 working days after Fri 5 March: 10, 11, 12, 15, 16 March.
    Expected(
        "C-40", "new_document_notice", "004/4.2.3, 5.5.3", [], "quality_manager", opener="documents.readings",
        starts="event:documents.in_force", pairs=[("2027-03-05", "2027-03-16")],
    ),
    # 31 October is a Sunday: Friday the 29th.
    Expected("C-41", "procedures_currency", "004/7.3.7", ["2027-10-29"], "quality_manager", opener="documents.reviews", opens="2027-09-29"),
    # 30 November is a Tuesday.
    Expected("C-42", "market_analysis", "004/5.2, 7.1", ["2027-11-30"], "director", opens="2027-10-31"),
    # As C-32.
    Expected(
        "C-43", "supplier_evaluation", "004/8.4", [], "project_head", starts="event:project.ended",
        pairs=[("2027-03-01", "2027-03-17")],
    ),
    # One month after the period ended: 1 January -> Mon 1 February.
    Expected(
        "C-44", "retention_expiry", "004/4.2.1, 4.2.4", [], "office_manager", starts="event:records.expired",
        opener="records.expiry",
        pairs=[("2027-01-01", "2027-02-01")],
    ),
    # Each working day: 248 of them.
    Expected("C-45", "backup", "004/7.5.5", WORKING_DAYS, "system_administrator", opener="common.backup"),
    # Each month, by its last working day.
    Expected("C-46", "site_content", "004/7.2.3", MONTH_ENDS, "deputy_director"),
    # 5 working days after Wed 25 August: 26, 27, 30 August, 1, 2 September (31 August is off).
    Expected(
        "C-47", "complaint_on_project", "004/8.2.1", [], "project_head", starts="event:complaint.on_project",
        pairs=[("2027-08-25", "2027-09-02")],
    ),
]  # fmt: skip

# Beyond the table of the requirements: the quarterly list of accounts (ISO 27001, A.5.18).
# 15 May is a Saturday, 15 August a Sunday: the Friday before.
BEYOND = [
    Expected(
        "C-48", "account_review", "ISO 27001 A.5.18", ["2027-02-15", "2027-05-14", "2027-08-13", "2027-11-15"],
        "system_administrator", opener="people.account_review",
    ),
]  # fmt: skip

# What no regulation states and the agency has set, row by row of the table ([P] and "not stated").
OWN = {
    "C-01": {"when", "owner"}, "C-02": {"when", "owner"}, "C-03": {"when"}, "C-04": {"owner"},
    "C-05": {"when", "owner"}, "C-06": {"owner"}, "C-07": {"when", "owner"}, "C-08": {"when", "owner"},
    "C-09": set(), "C-10": {"when", "requires"}, "C-11": set(), "C-12": set(), "C-13": set(),
    "C-14": {"when"}, "C-15": set(), "C-16": {"when"}, "C-17": {"when"}, "C-18": set(),
    "C-19": {"when", "owner"}, "C-20": {"when"}, "C-21": {"owner"}, "C-22": {"when"}, "C-23": {"when"},
    "C-24": {"when", "owner"}, "C-25": {"when", "owner"}, "C-26": {"owner"}, "C-27": {"owner"},
    "C-28": set(), "C-29": {"when", "owner"}, "C-30": set(), "C-31": {"when"}, "C-32": {"when"},
    "C-33": {"when"}, "C-34": {"when", "owner"}, "C-35": {"owner"}, "C-36": {"when", "owner"},
    "C-37": {"when", "owner"}, "C-38": {"when"}, "C-39": {"when", "owner"}, "C-40": {"when"},
    "C-41": {"when", "owner"}, "C-42": {"when", "owner"}, "C-43": {"when", "owner"},
    "C-44": {"when", "owner"}, "C-45": {"when", "owner"}, "C-46": {"when"}, "C-47": {"when", "owner"},
}  # fmt: skip
