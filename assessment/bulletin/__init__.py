"""The bulletin of a year's results: Chinese first, English below, as PDF or as an editable document."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.letters import demonstration_mark, in_language
from assessment.models import Cycle, PublishedRank, Seal
from assessment.models.cycle import SHANGHAI
from assessment.publication_policies import notice_until
from assessment.selectors.plan import plain_number
from assessment.selectors.ranking.rows import BY_RANK, verdict_sign
from core.docx import Paragraph, Table, document
from core.pdf import render
from core.templatetags.date_text import day_text
from core.templatetags.number_text import DASH, number_text
from parks.models import Organisation, OrganisationKind

TEMPLATE = Path(__file__).with_name("bulletin.typ")
LANGUAGES = (("zh-hans", "zh-CN"), ("en", "en-GB"))
WIDTHS = (1, 4, 2, 2)


@dataclass(frozen=True)
class Part:
    """The bulletin in one language."""

    language: str
    title: str
    lines: list[str]
    heads: list[str]
    rows: list[list[str]]
    foot: list[str]


def parts_of(cycle: Cycle) -> list[Part]:
    """What the rows that the reader may see amount to, in each language."""
    ranks = list(PublishedRank.objects.filter(cycle=cycle).select_related("park").order_by(*BY_RANK))
    seal = Seal.objects.filter(run=cycle.released_run).first()
    return [in_language(code, lambda code=tag: part_of(code, cycle, ranks, seal)) for code, tag in LANGUAGES]


def part_of(language: str, cycle: Cycle, ranks: list[PublishedRank], seal: Seal | None) -> Part:
    title = _("Bulletin on the assessment of the parks, %(year)s") % {"year": cycle.year}
    heads = [_("Rank"), _("Park"), _("Total"), _("Verdict")]
    return Part(
        language, title, list(lines_of(cycle, ranks)), heads, [row_of(each) for each in ranks], foot_of(cycle, seal)
    )


def lines_of(cycle: Cycle, ranks: list[PublishedRank]) -> Iterable[str]:
    """The outcome, and what anybody may do about it until when."""
    if settings.DEMO:
        yield demonstration_mark()
    qualified = sum(rank.verdict == "qualified" for rank in ranks)
    yield _("Of %(count)s parks %(qualified)s are qualified; the pass line is %(line)s.") % {
        "count": len(ranks),
        "qualified": qualified,
        "line": plain_number(cycle.plan.pass_line),
    }
    yield _(
        "Public notice until %(day)s: objections with their reasons reach the zone through its portal until the end of"
        " that day. Nothing follows from the results before it, nor before every objection is answered."
    ) % {"day": day_text(notice_until(cycle))}


def row_of(rank: PublishedRank) -> list[str]:
    place = DASH if rank.rank is None else str(rank.rank)
    return [place, rank.park.name, number_text(rank.total, 2), verdict_sign(rank.verdict).text]


def foot_of(cycle: Cycle, seal: Seal | None) -> list[str]:
    """Who says it, since when, and by which hashes it is checked."""
    zone = Organisation.objects.get(kind=OrganisationKind.ZONE)
    run = cycle.released_run
    assert run is not None  # noqa: S101  asked for released years alone
    found = [
        zone.name,
        day_text(cycle.opens_at),
        _("Run %(number)s, inputs") % {"number": run.number} + f" {run.inputs_sha256}",
    ]
    return found if seal is None else [*found, _("Seal %(number)s") % {"number": seal.number} + f" {seal.sha256}"]


def as_pdf(cycle: Cycle) -> bytes:
    return render(TEMPLATE, {"parts": [asdict(part) for part in parts_of(cycle)]})


def as_docx(cycle: Cycle) -> bytes:
    """The same words, for whoever goes on editing them; the same bytes whenever it is asked for."""
    assert cycle.opens_at is not None  # noqa: S101  asked for released years alone
    parts = parts_of(cycle)
    body = [piece for part in parts for piece in pieces_of(part)]
    return document(title=parts[0].title, day=cycle.opens_at.astimezone(SHANGHAI).date(), parts=body)


def pieces_of(part: Part) -> Iterable[Paragraph | Table]:
    yield Paragraph(part.title, "Title", "center", part.language)
    yield from (Paragraph(line, language=part.language) for line in part.lines)
    yield Table(part.heads, part.rows, WIDTHS, part.language)
    yield from (Paragraph(line, "Small", "end", part.language) for line in part.foot)
