"""The report: one self-contained page, no script, nothing from the network, the same bytes for the same input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessment.engine.html import causes, data, ranking, sheets
from assessment.engine.html.elements import Markup, el, join
from assessment.engine.html.style import STYLE

if TYPE_CHECKING:
    from assessment.engine.result import Result

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_html(result: Result, uncertainty: Any = None) -> str:
    """Write a result as a page: ranking, intervals, bands, what drives them, heat map, data, and a sheet per unit.

    Parameters
    ----------
    result : Result
        From `evaluate`.
    uncertainty : Uncertainty, optional
        From `uncertainty`; without it the page has no intervals, bands and drivers, and says how to get them.

    Returns
    -------
    str
        HTML in UTF-8. All text of the files is escaped; the page forbids itself scripts and addresses.
    """
    sections = [
        ("ranking", "Ranking", ranking.ranking(result, uncertainty)),
        ("certainty", "How certain the ranks are", ranking.certainty(result, uncertainty)),
        ("causes", "What moves the ranks", causes.causes(result, uncertainty)),
        ("heat", "Scores at a glance", ranking.heat(result)),
        ("weights", "Weights", data.weights(result)),
        ("data", "Data", data.data(result, uncertainty)),
        ("units", "Unit by unit", sheets.sheets(result)),
    ]
    links = el("ul", *(el("li", el("a", title, href=f"#{name}")) for name, title, _ in sections))
    body = join(
        [
            el("header", ranking.headline(result, uncertainty), el("nav", links, aria_label="Contents")),
            el("main", *(_section(name, title, content) for name, title, content in sections)),
            el("footer", data.colophon(result, uncertainty)),
        ]
    )
    return f"<!doctype html>\n{_page(f'Ranking: {result.index.system.root.code}', body)}\n"


def _section(name: str, title: str, content: Markup) -> Markup:
    return el("section", el("h2", title, id=name), content, aria_labelledby=name)


def _page(title: str, body: Markup) -> Markup:
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", title),
        el("style", Markup(STYLE)),
    )
    return el("html", head, el("body", body), lang="en")
