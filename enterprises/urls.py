"""Addresses of enterprises, under /enterprises/."""

from django.urls import path

from enterprises import claim_views as views

app_name = "enterprises"

urlpatterns = [
    path("claim/", views.claim, name="claim"),
    path("claims/", views.ClaimList.as_view(), name="claims"),
    path("claims/<uuid:pk>/confirm/", views.ClaimConfirm.as_view(), name="claim-confirm"),
    path("claims/<uuid:pk>/refuse/", views.ClaimRefuse.as_view(), name="claim-refuse"),
]
