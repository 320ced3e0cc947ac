"""The Celery application: worker and beat."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhangjiang.settings")

app = Celery("zhangjiang")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["core"], related_name="jobs")
app.autodiscover_tasks(["core.attachments", "core.notifications", "core.imports"])
