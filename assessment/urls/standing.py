"""Addresses of proposals about standing and of each decision."""

from django.urls import path

from assessment.views import letters, standing

urlpatterns = [
    path("<int:year>/standing/", standing.StandingOfYear.as_view(), name="standing"),
    path("letters/<int:pk>.pdf", letters.LetterPage.as_view(), name="letter"),
    path("letters/<int:pk>/receive/", letters.LetterReceipt.as_view(), name="letter-receive"),
    path("<int:year>/standing/<slug:code>/", standing.StandingOfPark.as_view(), name="proposal"),
    path("<int:year>/standing/<slug:code>/reinstate/", standing.Reinstate.as_view(), name="reinstate"),
    path("<int:year>/standing/<slug:code>/<slug:act>/", standing.ProposalAct.as_view(), name="proposal-act"),
]
