"""Liveness and readiness for whoever starts and watches the processes."""

from datetime import datetime

from django.core.cache import cache
from django.db import Error as DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from redis.exceptions import RedisError

from core.addresses import unscoped
from core.checks import faults_of_role
from core.jobs import WORKER_SEEN

STALE_WORKER_SECONDS = 60


@unscoped
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@unscoped
def readyz(request: HttpRequest) -> JsonResponse:
    """Database (with its restricted role), broker and worker answer; 503 names the one that does not."""
    parts = {"database": database_state(), "broker": broker_state(), "worker": worker_state()}
    ready = all(state["ok"] for state in parts.values())
    answer = JsonResponse({"status": "ok" if ready else "not ready", **parts}, status=200 if ready else 503)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  whoever asks is told; the log stays quiet
    return answer


def database_state() -> dict[str, object]:
    try:
        faults = faults_of_role()
    except DatabaseError:
        return {"ok": False, "reason": "no answer"}
    return {"ok": not faults, "reason": "; ".join(f"the role {fault}" for fault in faults)}


def broker_state() -> dict[str, object]:
    try:
        cache.set("portal-ready", "1", timeout=10)
    except (RedisError, OSError):
        return {"ok": False, "reason": "no answer"}
    return {"ok": True, "reason": ""}


def worker_state() -> dict[str, object]:
    try:
        seen = cache.get(WORKER_SEEN)
    except (RedisError, OSError):
        return {"ok": False, "reason": "the broker does not answer"}
    if seen is None:
        return {"ok": False, "reason": "no worker has answered in the last two minutes"}
    age = (timezone.now() - datetime.fromisoformat(seen)).total_seconds()
    return {"ok": age < STALE_WORKER_SECONDS, "reason": "", "age_seconds": round(age)}
