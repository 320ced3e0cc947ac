"""What the clerk waits for: a cell saved, the largest section of the return opened, a workbook brought back."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from statistics import median

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from assessment.models import Cycle, Return
from assessment.workbook import FIGURES, FIRST_ROW
from assessment.workflow import ReturnStatus
from core.rowsecurity import scope
from dev.bench.reading import floor_page, portal_page, signed_in
from dev.bench.timing import Figure, compare
from parks.models import Park

SECTION = "industry"  # 20 figures by 4 years, the largest
BAD = 3  # cells of the workbook
CODE, CLERK = "JNQ", "clerk-jnq"


def figures(_year: int) -> Iterator[Figure]:
    """On the open year's draft, as its clerk."""
    year = open_year()
    bare = floor_page()
    address = f"/assessment/{year}/returns/{CODE}/"
    yield compare("cell_save", ours=cell_save(address), peer=bare, goal=3, times=100, of=median)
    yield compare("return_open", ours=portal_page(f"{address}?section={SECTION}", CLERK), peer=bare, goal=6, times=40)
    yield compare("workbook_in", ours=workbook_in(address), peer=bare, goal=10, times=20, of=median)


def open_year() -> int:
    park = Park.objects.get(code=CODE)
    with scope(park=[park.pk]):
        draft = Return.objects.filter(park=park, status=ReturnStatus.DRAFT).order_by("-cycle__year")[0]
    return Cycle.objects.get(pk=draft.cycle_id).year


def cell_save(address: str) -> Callable[[], None]:
    """Another value each time, so that every turn writes the figure and its event."""
    client, numbers = signed_in(CLERK), count(1)
    page = client.get(f"{address}?section=general").content.decode()
    (seen,) = re.findall(r'name="F004-was" value="([^"]*)"', page)
    typed = {"F004-missing": "", "F004-reason": "", "F004-document": "", "F004-was": seen}

    def save() -> None:
        answer = client.post(f"{address}cells/", typed | {"F004-value": str(20_000 + next(numbers))})
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{address}cells/ answers {answer.status_code}: {answer.content[:200]!r}")
        typed["F004-was"] = answer.json()["cells"]["F004"]["was"]

    return save


def workbook_in(address: str) -> Callable[[], None]:
    """From the upload to the page with all messages: a filled workbook, half of it changed, three cells bad."""
    client = signed_in(CLERK)
    page = f"{address}workbook/"
    content = refilled(client.get(f"{page}file/").content)

    def bring_back() -> None:
        answer = client.post(page, {"file": SimpleUploadedFile("return.xlsx", content)})
        if answer.status_code != 422 or answer.content.count(b"figures!") < BAD:  # noqa: PLR2004
            raise RuntimeError(f"{page} answers {answer.status_code}")

    return bring_back


def refilled(content: bytes) -> bytes:
    """The workbook written again with other values, as Excel would."""
    source, buffer = CalamineWorkbook.from_filelike(BytesIO(content)), BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in source.sheet_names:
        page = book.add_worksheet(name)
        for at, row in enumerate(source.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            changed = "many" if at < FIRST_ROW + BAD else 1
            values = [*row[:6], changed, *row[7:]] if name == FIGURES and at >= FIRST_ROW else row
            for column, value in enumerate(values):
                page.write(at, column, value)
    book.close()
    return buffer.getvalue()
