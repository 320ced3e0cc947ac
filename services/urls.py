"""The addresses of the services, under /services/."""

from django.urls import path

from services import views
from services.views import decisions, handling, offering, opening

app_name = "services"

urlpatterns = [
    path("", views.Catalogue.as_view(), name="catalogue"),
    path("verify/", decisions.Verify.as_view(), name="verify"),
    path("verify/<slug:code>/", decisions.Verified.as_view(), name="verified"),
    path("items/<slug:code>/", views.ItemPage.as_view(), name="item"),
    path("items/<slug:code>/request/", views.RequestService.as_view(), name="request"),
    path("items/<slug:item>/parks/<slug:code>/", offering.VariantPage.as_view(), name="variant"),
    path("cases/", views.CaseList.as_view(), name="cases"),
    path("cases/<uuid:pk>/", views.CasePage.as_view(), name="case"),
    path("cases/<uuid:pk>/decision.pdf", decisions.DecisionPaper.as_view(), name="case-decision"),
    path("cases/<uuid:pk>/message/", handling.CaseMessage.as_view(), name="case-message"),
    path("cases/<uuid:pk>/correct/", handling.CaseCorrect.as_view(), name="case-correct"),
    path("cases/<uuid:pk>/answer/", handling.CaseAnswer.as_view(), name="case-answer"),
    path("cases/<uuid:pk>/lapse/", handling.CaseLapse.as_view(), name="case-lapse"),
    path("cases/<uuid:pk>/extend/", handling.CaseExtend.as_view(), name="case-extend"),
    path("cases/<uuid:pk>/settle/", handling.CaseSettle.as_view(), name="case-settle"),
    path("cases/<uuid:pk>/consult/", handling.CaseConsult.as_view(), name="case-consult"),
    path("cases/<uuid:pk>/revoke/", handling.CaseRevoke.as_view(), name="case-revoke"),
    path("opinions/<int:pk>/", handling.OpinionPage.as_view(), name="opinion"),
    path("cases/<uuid:pk>/documents/new/", views.DocumentAdd.as_view(), name="document-add"),
    path("documents/<int:pk>/remove/", views.DocumentRemove.as_view(), name="document-remove"),
    path("cases/<uuid:pk>/opening/", opening.CaseOpening.as_view(), name="case-opening"),
    path("cases/<uuid:pk>/opening/<int:grant>/close/", opening.CaseClosing.as_view(), name="case-closing"),
    path("cases/<uuid:pk>/accept/", views.CaseAccept.as_view(), name="case-accept"),
    path("cases/<uuid:pk>/refuse/", views.CaseRefuse.as_view(), name="case-refuse"),
    path("cases/<uuid:pk>/decide/", views.CaseDecide.as_view(), name="case-decide"),
    path("cases/<uuid:pk>/withdraw/", views.CaseWithdraw.as_view(), name="case-withdraw"),
    path("cases/<uuid:pk>/rate/", views.CaseRate.as_view(), name="case-rate"),
]
