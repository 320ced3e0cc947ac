"""The evaluation of incubators."""

from django.urls import path

from assessment.views.carriers import CarrierEvaluation

urlpatterns = [path("incubators/<int:year>/<slug:kind>/", CarrierEvaluation.as_view(), name="carriers")]
