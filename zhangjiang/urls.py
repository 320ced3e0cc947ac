"""The portal's addresses."""

from django.urls import include, path

from core.attachments.views import AttachmentFile
from core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("files/<uuid:pk>/", AttachmentFile.as_view(), name="file"),
    path("people/", include("parks.urls")),
    path("enterprises/", include("enterprises.urls")),
    path("assessment/", include("assessment.urls")),
    path("services/", include("services.urls")),
    path("incubators/", include("incubators.urls")),
    path("api/", include("zhangjiang.api")),
    path("", include("coordination.urls")),
]

handler400 = "zhangjiang.api.bad_request"
handler403 = "zhangjiang.api.permission_denied"
handler404 = "zhangjiang.api.not_found"
handler500 = "zhangjiang.api.server_error"
