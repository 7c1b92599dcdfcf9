"""The addresses of the accounts, and who may open them."""

from __future__ import annotations

from buyfair.web.core.access import route
from buyfair.web.core.accounts import entering, mine, passwords, people_pages, single_pages
from buyfair.web.core.roles import EVERYBODY, Role

SOMEBODY = EVERYBODY - {Role.PUBLIC}
RUNS = frozenset({Role.ADMINISTRATOR})

ROUTES = [
    route("account/login/", "account_login", entering.log_in, post=True),
    route("account/code/", "account_code", entering.code, post=True),
    route("account/second-step/", "account_set_up", entering.set_up, post=True),
    route("account/sso/", "account_single", single_pages.go),
    route("account/sso/back/", "account_single_back", single_pages.back),
    route("account/joining/<str:token>/", "account_join", passwords.join, post=True),
    route("account/password/forgotten/", "account_forgotten", passwords.forgotten, post=True),
    route("account/password/new/<str:uid>/<str:token>/", "account_new_password", passwords.renew, post=True),
    route("account/logout/", "account_logout", entering.log_out, only_post=True),
    route("account/", "account", mine.account, account=True),
    route("account/password/", "account_password", passwords.change, post=True, account=True),
    route("account/recovery-codes/", "account_recovery", mine.recovery, only_post=True, account=True),
    route("account/sessions/end/", "account_end_others", mine.end_others, only_post=True, account=True),
    route("account/sessions/<int:key>/end/", "account_end_session", mine.end_session, only_post=True, account=True,
          thing="session", find=mine.find_session, personal=True),
    route("account/people/", "account_people", people_pages.listed, SOMEBODY),
    route("account/people/invite/", "account_invite", people_pages.invite, RUNS, post=True),
    route("account/people/<int:key>/", "account_person", people_pages.person, SOMEBODY, send=RUNS, thing="person",
          find=people_pages.find_person, owners=people_pages.owners_of_person, across=RUNS),
    route("account/log-ins/", "account_logins", people_pages.logins, RUNS),
    route("account/refusals/", "account_refusals", people_pages.refusals, RUNS),
]  # fmt: skip
