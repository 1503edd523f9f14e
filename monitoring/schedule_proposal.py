"""The usual stages of a commission's work, between the days of a campaign (000/4.1)."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from common.models import deed, record
from common.working_days import working_days
from monitoring.models import Campaign, ScheduleLine

DAY = timedelta(days=1)
CRITERIA = {
    "ky": "Критерийлер жана баалоо тартиби менен таанышуу",
    "ru": "Ознакомление с критериями и порядком оценивания",
    "en": "Getting to know the criteria and the way of scoring",
}
MATERIAL = {
    "ky": "Кызматкерлердин материалдарын жыйноо",
    "ru": "Сбор материалов сотрудников",
    "en": "Collecting the material of employees",
}
SCORING = {
    "ky": "Ар бир мүчөнүн өз алдынча баалоосу",
    "ru": "Самостоятельное оценивание каждым членом комиссии",
    "en": "Independent scoring by each member",
}
MEETING = {
    "ky": "Комиссиянын жыйыны: талкуу, орундар, номинациялар, сунуштар",
    "ru": "Заседание комиссии: обсуждение, места, номинации, предложения",
    "en": "Meeting of the commission: discussion, places, nominations, proposals",
}
DISCUSSION = {
    "ky": "Комиссиянын жыйыны: талкуу, жыйынтыктар, сунуштар",
    "ru": "Заседание комиссии: обсуждение, итоги, предложения",
    "en": "Meeting of the commission: discussion, results, proposals",
}
RESULTS = {
    "ky": "Жыйынтык чыгаруу жана протоколго кол коюу",
    "ru": "Подведение итогов и подписание протокола",
    "en": "Results and signing of the protocol",
}


def usual_stages(campaign) -> list[tuple[dict, object, object]]:
    """Stage, first and last day; all within the days of the campaign. One meets on working days."""
    days = working_days()
    first, scored, told = campaign.starts_on, campaign.scoring_until, campaign.results_on
    begins = first
    found = [(CRITERIA, first, first)]
    if campaign.kind.collects_material:
        last = min(campaign.material_until or first, scored)
        found.append((MATERIAL, first, max(last, first)))
        begins = min(last + DAY, scored)
    found.append((SCORING, begins, scored))
    if told > scored:
        since = min(days.shift(scored + DAY, "next"), told)
        until = max(days.shift(told, "previous"), since)
        found.append((MEETING if campaign.kind.is_contest else DISCUSSION, since, until))
    found.append((RESULTS, told, told))
    return found


def propose(campaign: Campaign, *, by) -> int:
    """Put the usual stages into an empty schedule; each may be changed then."""
    with deed(by=by):
        campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
        if not by.has_perm("monitoring.change_schedule", campaign):
            raise PermissionDenied
        if campaign.schedule.exists():
            raise ValidationError(_("There are stages already: change them."))
        chair = campaign.members.active().filter(is_chair=True).first()
        for order, (stage, since, until) in enumerate(usual_stages(campaign), 1):
            ScheduleLine(
                campaign=campaign,
                order=order,
                stage=stage,
                since=since,
                until=until,
                responsible=chair.person if chair else None,
            ).save()
        record(campaign, "propose_schedule", by=by)
    return campaign.schedule.count()
