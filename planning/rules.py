"""Who may do what with the year: read this file as the matrix of powers (PK-04)."""

import rules

from people.rules import holds, is_employee

# Announcements: all employees read them, whoever informs writes and sends them (004/5.5.3).
informs = holds("quality.inform")


@rules.predicate
def is_draft(user, thing):
    return thing is not None and thing.state == "draft"


@rules.predicate
def is_sent(user, thing):
    return thing is not None and thing.state == "sent"


rules.add_perm("planning.view_announcement", is_employee)
rules.add_perm("planning.add_announcement", informs)
rules.add_perm("planning.change_announcement", informs & is_draft)
rules.add_perm("planning.announce_announcement", informs)
rules.add_perm("planning.drop_announcement", informs)
rules.add_perm("planning.correct_announcement", informs)
rules.add_perm("planning.add_correction", informs & is_sent)
rules.add_perm("planning.view_announcement_log", informs)
