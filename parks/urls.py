"""Addresses of people: /people/. The parks' own pages combine apps and stand in coordination."""

from django.urls import path

from parks.views import accounts, invitations, keys, me, memberships, system

app_name = "people"

urlpatterns = [
    path("", memberships.PeopleList.as_view(), name="list"),
    path("me/", me.Me.as_view(), name="me"),
    path("me/keys/", keys.Keys.as_view(), name="keys"),
    path("keys/<str:digest>/revoke/", keys.Revoke.as_view(), name="key-revoke"),
    path("accounts/", accounts.AccountList.as_view(), name="accounts"),
    path("accounts/<int:account>/", accounts.AccountPage.as_view(), name="account"),
    path("accounts/<int:account>/<slug:keeping>/", accounts.AccountAct.as_view(), name="account-act"),
    path("system/", system.SystemPage.as_view(), name="system"),
    path("system/jobs/<uuid:pk>/<slug:keeping>/", system.JobAct.as_view(), name="job-act"),
    path("<int:body>/", memberships.OrganisationPeople.as_view(), name="organisation"),
    path("<int:body>/invite/", memberships.Invite.as_view(), name="invite"),
    path("<int:body>/give/", memberships.Give.as_view(), name="give"),
    path("<int:body>/mandates/new/", memberships.Mandate.as_view(), name="mandate"),
    path("mandates/<int:pk>/end/", memberships.MandateEnd.as_view(), name="mandate-end"),
    path("memberships/<int:pk>/end/", memberships.End.as_view(), name="end"),
    path("memberships/<int:pk>/hand-over/", memberships.HandOver.as_view(), name="hand-over"),
    path("memberships/<int:pk>/substitute/", me.NameSubstitute.as_view(), name="substitute"),
    path("memberships/<int:pk>/return/", me.Return.as_view(), name="return"),
    path("invitations/<uuid:pk>/withdraw/", memberships.Withdraw.as_view(), name="withdraw"),
    path("invitations/<str:link>/", invitations.accept, name="accept"),
]
