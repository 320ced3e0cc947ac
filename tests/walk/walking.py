"""One person's walk over every address: each visit's effects are undone, its mails and its jobs looked at too."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve

from tests.walk.addresses import Address
from tests.walk.aftermath import Aftermath
from tests.walk.canaries import Reader
from tests.walk.reading import Form, Page, alike, sent_by
from tests.walk.routes import METHODS

# What a list, an export or a history might listen to: one by one where a page answers first, together elsewhere.
QUERIES = (
    "search=canary&q=canary&expand=all&page_size=200",
    "ordering=park&history=1&as_of=2025-06-01&autocomplete=canary",
    "run=1&section=industry&open=MHG&park=MHG&enterprise=1&year=2024",
    "format=json&feed=atom",
    "format=csv&export=csv",
    "format=xlsx&export=xlsx",
    "format=pdf&export=pdf",
    "page=2",
)
ALL_AT_ONCE = "&".join(QUERIES)
NOT_READY = "/readyz"  # 503 is its answer where no worker runs
FAULT = 500
SAFE = {"get", "head", "options"}


@dataclass
class Walk:
    """What one person met."""

    client: Client
    reader: Reader
    readers: Callable[[str], Reader]  # whoever has that mail address
    hidden: Callable[[Any, Any], bool]  # (model, pk): whether the database hides the row from this person
    is_thorough: bool = True  # else every address is read, and nothing sent
    visits: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    asked_alone: set[str] = field(default_factory=set)
    posted: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    forms: list[Form] = field(default_factory=list)

    def go(self, addresses: list[Address], parameters: dict[str, list[str]]) -> None:
        """First everything is read, then everything is sent: a file that a visit removes is not brought back."""
        self.known = {address.path for address in addresses}
        methods = methods_at(addresses) if self.is_thorough else {}
        for address in addresses:
            for method in SAFE & methods.get(address.path, set()):
                self.meet(method, address)
            if "get" in address.route.methods:
                self.ask(address, parameters.get(address.route.text, []))
        for link in sorted(self.links):
            self.visit("get", link)
        for address in addresses:
            for method in sorted(methods.get(address.path, set()) - SAFE):
                self.meet(method, address)
        for form in self.forms:
            self.visit("post", form.action, form=form)

    def meet(self, method: str, address: Address) -> None:
        """The address, and where its row is foreign the same address without a row: both must answer alike."""
        response = self.visit(method, address.path)
        if response is None or not address.nothing or not self.is_foreign(address):
            return
        other = self.visit(method, address.nothing)
        if other is not None and alike(response, address.key) != alike(other, address.key):
            answers = f"{response.status_code}, but {address.nothing} {other.status_code} or in other words"
            self.faults.append(f"{method} {address.path} tells that its row exists: it answers {answers}")

    def is_foreign(self, address: Address) -> bool:
        if address.model is not None:
            return self.hidden(address.model, address.pk)
        parks = self.reader.access.everything().get("park", ())
        return address.route.gate == "tenant" and bool(address.park) and self.reader.parks[address.park] not in parks

    def ask(self, address: Address, parameters: list[str]) -> None:
        """Every query by itself where a route answers for the first time, all at once elsewhere."""
        response = self.visit("get", address.path)
        answers = response is not None and response.status_code == 200
        alone = self.is_thorough and answers and address.route.text not in self.asked_alone
        queries = list(QUERIES) if alone else [ALL_AT_ONCE]
        if alone:
            self.asked_alone.add(address.route.text)
            queries += parameters
        if answers and "html" in response.get("Content-Type", ""):
            queries += self.read(address, response, alone=alone)
        for query in dict.fromkeys(queries):
            self.visit("get", f"{address.path}?{query}")

    def read(self, address: Address, response: Any, *, alone: bool) -> list[str]:
        """Note the page's links and forms, and return what its filters ask for."""
        page = Page(response.content, address.path)
        self.links |= {link for link in page.links if self.is_new(link)}
        for form in page.forms if self.is_thorough else ():
            asked = (urlsplit(form.action).path, tuple(sorted(form.values)))
            if form.method == "post" and asked not in self.posted:
                self.posted.add(asked)
                self.forms.append(form)
        return [f"{quote(name)}=canary" for name in page.asked()] if alone else []

    def is_new(self, link: str) -> bool:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("/static/"):
            return False
        if link in self.known or (parts.path in self.known and parts.query in QUERIES):
            return False
        try:
            resolve(parts.path)
        except Resolver404:
            self.faults.append(f"a page leads to {link}, where there is nothing")
            return False
        return True

    def visit(self, method: str, path: str, form: Form | None = None) -> Any:
        """One request, what it set going, and where it leads; then all of it is undone."""
        cookies = self.client.cookies.copy()
        response = None
        with transaction.atomic():
            try:
                response = self.answer(method, path, form)
            except DatabaseError as error:
                self.faults.append(f"{method} {path}: {error}")
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return response

    def answer(self, method: str, path: str, form: Form | None) -> Any:
        began = len(connection.run_on_commit)
        if form is not None:
            response = self.client.post(path, form.values)
        elif method in {"get", "head", "options"}:
            response = getattr(self.client, method)(path)
        else:
            response = getattr(self.client, method)(path, data=json.dumps({}), content_type="application/json")
        self.look(f"{method} {path}", response)
        if form is not None and response.status_code == 302:
            self.look(f"after {method} {path}", self.client.get(response["Location"]))
        if len(connection.run_on_commit) > began:
            self.let_happen(f"{method} {path}", began)
        return response

    def look(self, place: str, response: Any) -> None:
        self.visits += 1
        self.answers[response.status_code] = self.answers.get(response.status_code, 0) + 1
        if response.status_code >= FAULT and not place.startswith(f"get {NOT_READY}") and NOT_READY not in place:
            self.faults.append(f"{place}: {response.status_code}")
        self.faults += [f"{place} sends {canary}" for canary in self.reader.foreign_in(sent_by(response))]

    def let_happen(self, place: str, began: int) -> None:
        """Do what would happen after the commit: jobs run here, their results and every mail are looked at."""
        happened = Aftermath(self.client, self.reader, self.readers)
        for _sids, call, _robust in connection.run_on_commit[began:]:
            happened.after(call)
        self.visits += happened.visits
        self.faults += [f"after {place}: {fault}" for fault in happened.faults]


def methods_at(addresses: list[Address]) -> dict[str, set[str]]:
    """Every method at the first address of a route, at its others those that the view answers to."""
    first = {address.route.text: address.path for address in reversed(addresses)}
    return {
        address.path: set(METHODS if first[address.route.text] == address.path else address.route.methods)
        for address in addresses
    }
