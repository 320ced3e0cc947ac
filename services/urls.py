"""The addresses of the services, under /services/."""

from django.urls import path

from services import views
from services.views import opening

app_name = "services"

urlpatterns = [
    path("", views.Catalogue.as_view(), name="catalogue"),
    path("items/<slug:code>/", views.ItemPage.as_view(), name="item"),
    path("items/<slug:code>/request/", views.RequestService.as_view(), name="request"),
    path("cases/", views.CaseList.as_view(), name="cases"),
    path("cases/<uuid:pk>/", views.CasePage.as_view(), name="case"),
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
