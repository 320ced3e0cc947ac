"""The page of a list: what every list has in common, behind the gate. A list declares columns, orders and filters."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed
from core.exports.answers import CONTENT_TYPES, file_answer
from core.exports.extract import Column, Extract, facts_of
from core.jobs import enqueue
from core.lists.columns import BulkAct, ListColumn
from core.lists.keyset import COUNTED, KeysetPage, NoSuchPage, Order, counted, read_page
from core.lists.models import SavedView
from core.plain_text import PlainText
from parks.access import access_of
from parks.bulk import MOST_ROWS, Skipped, sort_out, take
from parks.gate import Page, PublicPage, TenantListPage

DIRECT_ROWS = COUNTED  # more go through a job
NUMBERED = {True: "", False: "?"}  # an address with another page's number leads to no page: pages have cursors


class ListState(forms.Form):
    """The part of the address that is no filter: order, columns, place."""

    sort = forms.ChoiceField(label=_("Order"), required=False)
    columns = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple)
    cursor = PlainText(required=False, widget=forms.HiddenInput)
    export = forms.ChoiceField(required=False, choices=[(name, name) for name in CONTENT_TYPES])

    def __init__(self, *args: Any, orders: Sequence[Order], columns: Sequence[ListColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sort"].choices = [(order.code, order.label) for order in orders]  # type: ignore[attr-defined]
        self.fields["columns"].choices = [(column.code, column.label) for column in columns]  # type: ignore[attr-defined]


class ListMixin(Page):
    """Filter, order, page, columns, saved views and files of one list."""

    is_list = True
    columns: Sequence[ListColumn]
    orders: Sequence[Order]
    acts: Sequence[BulkAct] = ()
    filterset_class: Any
    page_size = 25
    caption: Any
    nothing: Any = _("Nothing here yet.")
    what_comes: Any = ""
    api_name = ""

    def get_rows(self) -> QuerySet[Any]:
        """Every row of the list that the reader may see, before the filter."""
        raise NotImplementedError

    def drawn(self, rows: list[Any]) -> Iterable[Any]:
        """The rows of a page with whatever else they show; at most a few queries, whatever their number."""
        return rows

    def empty(self) -> dict[str, Any]:
        """What is said where there is no row at all: title, text, and the next step as url and label."""
        return {"title": self.nothing, "text": self.what_comes}

    def get_orders(self) -> Sequence[Order]:
        return self.orders

    def read(self, request: HttpRequest) -> None:
        """Settle filter, order and columns from the address."""
        self.chosen = self.filterset_class(request.GET or None, queryset=self.get_rows(), request=request)
        self.state = ListState(request.GET, orders=self.get_orders(), columns=self.columns)
        self.is_clean = self.state.is_valid() and (not request.GET or self.chosen.is_valid())
        picked = self.state.cleaned_data.get("columns") or [each.code for each in self.columns if each.shown]
        self.picked = [each for each in self.columns if each.code in picked] or list(self.columns)
        wanted = self.state.cleaned_data.get("sort")
        self.order = next((order for order in self.get_orders() if order.code == wanted), self.get_orders()[0])
        self.words = self.chosen.words()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        self.read(request)
        if self.is_clean and (form := self.state.cleaned_data["export"]):
            return self.file(request, form)
        cursor = self.state.cleaned_data.get("cursor") or NUMBERED[request.GET.get("page", "1") in {"", "1"}]
        try:
            page = read_page(self.chosen.qs, self.order, cursor=cursor, size=self.page_size)
        except NoSuchPage:
            return self.answer(KeysetPage([]), status=404, missing=True)
        return self.answer(page, status=200 if self.is_clean else 400)

    def answer(self, page: KeysetPage, *, status: int, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(list=self.describe(page, **context)), status=status)

    def describe(self, page: KeysetPage, *, missing: bool = False) -> dict[str, Any]:
        """Everything that ``_components/list.html`` shows."""
        rows = [] if missing else list(self.drawn(page.rows))
        return {
            "caption": self.caption,
            "filter": self.chosen.form,
            "state": self.state,
            "order": self.order,
            "orders": self.get_orders(),
            "heads": [{"label": each.label, "num": each.num} for each in self.picked],
            "picked": {each.code for each in self.picked},
            "columns": self.columns,
            "rows": [self.cells_of(row) for row in rows],
            "count": self.count(page),
            "words": self.words,
            "missing": missing,
            "links": self.links(page),
            "views": self.views(),
            "acts": self.acts_here(),
            "empty": self.empty(),
            "address": self.request.path,
            "query": self.request.GET.urlencode(),
            "api": self.api_name,
        }

    def count(self, page: KeysetPage) -> int:
        """The rows of the filter; those of one page are not asked for again."""
        if page.next or page.previous:
            return counted(self.chosen.qs)
        return len(page.rows)

    def cells_of(self, row: Any) -> list[Any]:
        cells = [column.cell(row) for column in self.picked]
        if self.acts_here():
            first = cells[0] if isinstance(cells[0], dict) else {"text": cells[0]}
            cells[0] = first | {"box": str(self.key_of(row))}
        return cells

    @staticmethod
    def key_of(row: Any) -> Any:
        return row.pk

    def links(self, page: KeysetPage) -> dict[str, str]:
        """Addresses of the neighbours, the first page, and the files, each with the same filter."""
        wanted = {"first": "", "next": page.next, "previous": page.previous}
        found = {name: self.address(cursor=cursor) for name, cursor in wanted.items() if cursor or name == "first"}
        return found | {form: self.address(export=form) for form in CONTENT_TYPES}

    def address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name in ("cursor", "page", "export"):
            query.pop(name, None)
        query.update({name: value for name, value in changes.items() if value})
        return f"?{query.urlencode()}"

    def views(self) -> list[SavedView]:
        """The reader's own views of this list and those shared with them."""
        if not self.request.user.is_authenticated:
            return []
        views = list(SavedView.objects.filter(path=self.request.path).order_by("name", "pk")[:50])
        for view in views:
            view.is_own = view.user_id == self.request.user.pk
        return views

    def acts_here(self) -> list[BulkAct]:
        """The acts on many that the reader's role includes somewhere."""
        return [act for act in self.acts if access_of(self.request.user).holds(act.permission)]

    # -- Acts on many ------------------------------------------------------------------------------------------------
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say first what the act would do and leave out; confirmed, do it and say the same."""
        self.read(request)
        act = next((act for act in self.acts_here() if act.code == request.POST.get("act")), None)
        if act is None or not self.is_clean:
            raise PermissionDenied
        try:
            rows, skipped = sort_out(act, self.chosen_rows(request), request.user)
        except NotAllowed as refusal:
            return self.told(act, problem=str(refusal), status=422)
        if not request.POST.get("confirmed"):
            return self.told(act, rows=rows, skipped=skipped)
        done, meanwhile = take(act, rows, by=request.user, at=now())
        return self.told(act, done=done, skipped=[*skipped, *meanwhile])

    def chosen_rows(self, request: HttpRequest) -> list[Any]:
        """The rows that were ticked, or all of the filter; one more than the limit at most."""
        found = self.order.apply(self.chosen.qs)
        if not request.POST.get("all"):
            found = found.filter(pk__in=[key for key in request.POST.getlist("row") if self.is_key(key)])
        return list(found[: MOST_ROWS + 1])

    def is_key(self, text: str) -> bool:
        try:
            self.chosen.queryset.model._meta.pk.to_python(text)
        except ValidationError:
            return False
        return True

    def told(self, act: BulkAct, *, status: int = 200, skipped: Sequence[Skipped] = (), **context: Any) -> HttpResponse:
        query = self.request.GET.urlencode()
        address = f"{self.request.path}?{query}" if query else self.request.path
        table = [[str(each.row), each.reason] for each in skipped]
        shared = {"act": act, "caption": self.caption, "address": address, "back": address, "skipped": skipped}
        shared |= {"columns": [_("Row"), _("Why it is left out")], "table": table, "done": None, "rows": []}
        return render(self.request, "lists/bulk.html", shared | context, status=status)

    # -- Files -------------------------------------------------------------------------------------------------------
    def file(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The rows as a file at once, or the job that makes it when there are many."""
        if counted(self.chosen.qs) > DIRECT_ROWS and request.user.is_authenticated:
            return self.file_by_job(request, form)
        rows = self.drawn(list(self.order.apply(self.chosen.qs)))
        return file_answer(self.extract(rows, at=now()), form, by=request.user, at=now())

    def file_by_job(self, request: HttpRequest, form: str) -> HttpResponse:
        asked: dict[str, Any] = {
            "path": request.path,
            "query": self.address()[1:],
            "form": form,
            "language": request.LANGUAGE_CODE,
        }  # type: ignore[attr-defined]
        at = now()
        run_key = f"export:{request.user.pk}:{at.isoformat()}"
        job = enqueue("parks.export_list", run_key=run_key, by=request.user, **asked)
        return redirect("job", pk=job.pk)

    def extract(self, rows: Iterable[Any], *, at: Any) -> Extract:
        columns = [Column(column.label, column.file_value) for column in self.picked]
        facts = facts_of(by=self.request.user, at=at, filters=self.words)
        return Extract(str(self.caption), columns, rows, facts)


class ListPage(ListMixin, TenantListPage):
    """A list of tenants' rows."""

    def get_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.get_queryset()
        return rows


class PublicListPage(ListMixin, PublicPage):
    """A list that anybody reads."""
