"""The portal's addresses."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.generic import TemplateView

from core.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("assessment/", include("assessment.urls")),
]
if find_spec("services.urls"):
    urlpatterns.append(path("services/", include("services.urls")))
if find_spec("parks.urls"):
    urlpatterns.append(path("parks/", include("parks.urls")))
if find_spec("coordination.urls"):
    urlpatterns.append(path("", include("coordination.urls")))
if find_spec("zhangjiang.api"):
    urlpatterns.append(path("api/", include("zhangjiang.api")))
else:
    urlpatterns.append(path("api/docs/", TemplateView.as_view(template_name="core/gallery.html"), name="api-docs"))
if not find_spec("coordination.urls"):
    urlpatterns += [
        path(f"{name}/", TemplateView.as_view(template_name="core/gallery.html"), name=name)
        for name in ("home", "my-work", "method", "accessibility", "gallery", "overview")
    ]
