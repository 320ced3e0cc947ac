"""Addresses of the pages that combine apps; /parks/ is joined here because a park's page is one of them."""

from django.urls import include, path, re_path

from assessment.views.plan import MethodPage
from coordination import imports, inbox, jobs, saved_views, views
from coordination.targets.views import TargetPage, TargetsPage
from enterprises.views import EnterpriseImport
from parks.views import IndustryDeclare, IndustryEnd, ParkList

CODE = r"(?P<code>[A-Z]{3,4})"

park_patterns = [
    path("", ParkList.as_view(), name="list"),
    re_path(rf"^{CODE}/$", views.ParkPage.as_view(), name="park"),
    re_path(rf"^{CODE}/enterprises/import/$", EnterpriseImport.as_view(), name="enterprise-import"),
    re_path(rf"^{CODE}/industries/new/$", IndustryDeclare.as_view(), name="industry-declare"),
    re_path(rf"^{CODE}/industries/(?P<pk>[0-9]{{1,18}})/end/$", IndustryEnd.as_view(), name="industry-end"),
]

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("work/", views.MyWork.as_view(), name="my-work"),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/topics/", inbox.Topics.as_view(), name="inbox-topics"),
    path("inbox/<uuid:pk>/", inbox.InboxOpen.as_view(), name="inbox-open"),
    path("imports/<uuid:pk>/", imports.ImportPage.as_view(), name="import"),
    path("jobs/", jobs.JobList.as_view(), name="jobs"),
    path("jobs/<uuid:pk>/", jobs.JobPage.as_view(), name="job"),
    path("exports/<uuid:pk>/", jobs.ExportDownload.as_view(), name="export"),
    path("views/save/", saved_views.SaveView.as_view(), name="view-save"),
    path("views/<int:pk>/remove/", saved_views.RemoveView.as_view(), name="view-remove"),
    path("overview/", views.OverviewPage.as_view(), name="overview"),
    path("targets/", TargetsPage.as_view(), name="targets"),
    path("targets/<slug:target>/<int:version>/", TargetPage.as_view(), name="target"),
    path("workdays/", views.Workdays.as_view(), name="workdays"),
    path("workdays/notices/new/", views.NoticeLoad.as_view(), name="holiday-notice-load"),
    path("accessibility/", views.Accessibility.as_view(), name="accessibility"),
    path("gallery/", views.Gallery.as_view(), name="gallery"),
    path("method/", MethodPage.as_view(), name="method"),
    path("audit/", include("coordination.audit.urls")),
    path("parks/", include((park_patterns, "parks"))),
]
