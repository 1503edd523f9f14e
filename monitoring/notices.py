"""Whom we write to about a campaign: who brings material, who scores (000/4.1, 4.2)."""

from common.notices import Draft, after
from monitoring.campaign_tasks import waits_for_material
from monitoring.models import Campaign, Sheet


@after(Campaign, "collect")
def material_wanted(entry):
    """Every employee who takes part: what to bring, by which day."""
    campaign = entry.object
    for one in waits_for_material(campaign).exclude(person=None):
        told = {"campaign": campaign, "participant": one, "is_reminder": False}
        yield Draft(one.person, "monitoring_material", told)


@after(Campaign, "remind_material")
def material_soon(entry):
    """Those from whom it still waits, three days before the day."""
    campaign = entry.object
    if campaign.state == Campaign.State.COLLECTING:
        for one in waits_for_material(campaign).exclude(person=None):
            told = {"campaign": campaign, "participant": one, "is_reminder": True}
            yield Draft(one.person, "monitoring_material", told)


def open_sheets(campaign):
    """The sheets of the running round that are not signed, of members who serve."""
    rows = campaign.sheets().filter(state="open", member__left_on=None)
    return rows.select_related("member__person")


@after(Campaign, "begin_scoring")
@after(Campaign, "open_round")
@after(Campaign, "reopen")
def sheets_opened(entry):
    """Every member: the sheet is open; of another round also why."""
    campaign = entry.object
    if campaign.state == Campaign.State.SCORING:
        for sheet in open_sheets(campaign):
            yield Draft(
                sheet.member.person, "monitoring_score", {"campaign": campaign, "sheet": sheet}
            )


@after(Campaign, "remind_members")
def end_comes_near(entry):
    """Members who have not signed, three days before the scoring ends."""
    campaign = entry.object
    if campaign.state == Campaign.State.SCORING:
        for sheet in open_sheets(campaign):
            told = {"campaign": campaign, "sheet": sheet, "left": sheet.wanted() - sheet.filled()}
            yield Draft(sheet.member.person, "monitoring_score_soon", told)


@after(Sheet, "give_back")
def given_back(entry):
    """The member whose sheet the chair gave back, and why."""
    sheet = entry.object
    if sheet.state == Sheet.State.OPEN:
        told = {"sheet": sheet, "campaign": sheet.campaign, "why": sheet.given_back_because}
        yield Draft(sheet.member.person, "monitoring_given_back", told)


@after(Campaign, "announce")
def results_told(entry):
    """Members of the commission: the meeting heard what they found; employees are asked to look
    at their own result by the letter of that.
    """
    campaign = entry.object
    for member in campaign.members.active().outside().select_related("person"):
        yield Draft(member.person, "monitoring_told", {"campaign": campaign})
