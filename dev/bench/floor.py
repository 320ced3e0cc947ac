"""The floor S: a bare signed-in view under the real middleware, with a session, its user, one query, one template."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

LINES = engines["django"].from_string("<ul>{% for row in rows %}<li>{{ row.0 }}: {{ row.1 }}</li>{% endfor %}</ul>")
MIDDLEWARE = ["dev.bench.floor.own_addresses", *settings.MIDDLEWARE]  # real settings on both sides


def own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The floor's addresses by request, so that the portal's resolver keeps its caches between turns."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return middleware


@login_required
def floor(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, name_en FROM parks_park ORDER BY code LIMIT 25")
        rows = cursor.fetchall()
    return HttpResponse(LINES.render({"rows": rows}))


urlpatterns = [path("floor/", floor)]
