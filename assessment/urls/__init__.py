from importlib import import_module
from importlib.util import find_spec

app_name = "assessment"
urlpatterns = [
    pattern
    for name in ("ranking", "standing", "runs", "plan", "returns")
    if find_spec(f"assessment.urls.{name}")
    for pattern in import_module(f"assessment.urls.{name}").urlpatterns
]
