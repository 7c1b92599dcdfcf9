"""The addresses of the register: for the people who buy, and for the inspector general."""

from __future__ import annotations

from buyfair.web.core.access import Find, Route, View, route
from buyfair.web.core.roles import BUYERS, Role
from buyfair.web.risks import answering, composing, opening, systematic, views
from buyfair.web.risks.flow import LEAD, OFFICER

MAY = BUYERS | {Role.INSPECTOR_GENERAL}
MOVERS = frozenset({LEAD, OFFICER})


def _of_risk(path: str, name: str, view: View, *, post: bool = False, only_post: bool = False, thing: str = "risk",
             find: Find = views.find) -> Route:  # fmt: skip
    """An address that opens a risk, or something of one."""
    return route(f"risks/<str:reference>/{path}", name, view, MAY, post=post, only_post=only_post, thing=thing, find=find,
                 flow=True)  # fmt: skip


ROUTES = [
    route("risks/", "risks", views.register, MAY),
    route("risks/new/", "risk_new", opening.new, MOVERS, post=True),
    route("risks/systematic/", "risks_systematic", systematic.systematic, MAY),
    route("risks/systematic.<str:form>", "risks_copy", systematic.copied, MAY),
    route("risks/register.<str:form>", "risks_table", systematic.table, MAY),
    _of_risk("", "risk", views.risk),
    _of_risk("respond/", "risk_respond", answering.respond, post=True),
    _of_risk("message/", "risk_message", composing.compose, post=True),
    _of_risk("messages/<int:number>/send/", "risk_send", composing.try_again, only_post=True, thing="risk message",
             find=views.find_message),
]
