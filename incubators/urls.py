"""The addresses of the incubators, under /incubators/."""

from django.urls import path

from incubators import views

app_name = "incubators"

urlpatterns = [
    path("", views.IncubatorList.as_view(), name="list"),
    path("new/", views.IncubatorNew.as_view(), name="new"),
    path("<int:pk>/", views.IncubatorPage.as_view(), name="record"),
    path("<int:pk>/class/", views.ClassNew.as_view(), name="class-new"),
    path("<int:pk>/year/", views.YearKeep.as_view(), name="year"),
    path("<int:pk>/apply/", views.ApplicationNew.as_view(), name="apply"),
    path("<int:pk>/plan/", views.PlanNew.as_view(), name="plan-new"),
    path("incubatees/", views.IncubateeList.as_view(), name="incubatees"),
    path("incubatees/<uuid:pk>/", views.IncubateePage.as_view(), name="incubatee"),
    path("incubatees/<uuid:pk>/<slug:move>/", views.IncubateeMove.as_view(), name="incubatee-move"),
    path("relays/", views.RelayList.as_view(), name="relays"),
    path("relays/<uuid:pk>/", views.RelayPage.as_view(), name="relay"),
    path("relays/<uuid:pk>/<slug:move>/", views.RelayMove.as_view(), name="relay-move"),
    path("plans/", views.PlanList.as_view(), name="plans"),
    path("plans/<int:pk>/", views.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/<slug:move>/", views.PlanMove.as_view(), name="plan-move"),
    path("milestones/<int:pk>/<slug:move>/", views.MilestoneMove.as_view(), name="milestone-move"),
]
