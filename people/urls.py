"""Addresses of people."""

from django.urls import path

from people.views import person, signing, statement, substitution

app_name = "people"
urlpatterns = [
    path("", person.PersonList.as_view(), name="people"),
    path("me/", person.Me.as_view(), name="me"),
    path("me/password/", person.ChangePassword.as_view(), name="password"),
    path("me/statement/", statement.GiveStatement.as_view(), name="give_statement"),
    path("signing/", signing.Signing.as_view(), name="signing"),
    path("signing/text/", statement.ChangeStatementText.as_view(), name="statement_text"),
    path("signing/orders/", signing.EnablingOrders.as_view(), name="enabling_orders"),
    path("signing/orders/add/", signing.EnablingOrderAdd.as_view(), name="enabling_order_add"),
    path("signing/orders/<int:pk>/", signing.EnablingOrderDetail.as_view(), name="enabling_order"),
    path(
        "signing/orders/<int:pk>/end/",
        signing.EnablingOrderEnd.as_view(),
        name="enabling_order_end",
    ),
    path("statements/<int:pk>/", statement.StatementDetail.as_view(), name="statement"),
    path("statements/<int:pk>/paper/", statement.StatementPaper.as_view(), name="statement_paper"),
    path(
        "statements/<int:pk>/withdraw/",
        statement.WithdrawStatement.as_view(),
        name="statement_withdraw",
    ),
    path("substitutions/", substitution.Substitutions.as_view(), name="substitutions"),
    path("substitutions/add/", substitution.SubstitutionAdd.as_view(), name="substitution_add"),
    path("substitutions/<int:pk>/", substitution.SubstitutionDetail.as_view(), name="substitution"),
    path(
        "substitutions/<int:pk>/end/",
        substitution.SubstitutionEnd.as_view(),
        name="substitution_end",
    ),
    path("<int:pk>/statement/", statement.EnterStatement.as_view(), name="statement_enter"),
    path("<int:pk>/statement/blank/", statement.BlankStatement.as_view(), name="statement_blank"),
    path("<int:pk>/", person.PersonDetail.as_view(), name="person"),
]
