"""A park's enterprises from a file: the template first, every problem by its cell, all or nothing, once."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from coordination.demo_people import credit_code
from core import jobs
from core.imports.models import ImportState
from core.imports.tasks import check_import, write_import
from core.models import ImportRun, Job, JobStatus
from enterprises.models import Enterprise, Residency
from tests.factories import services as make
from tests.factories.hostile_files import workbook

ADDRESS = "/parks/JNQ/enterprises/import/"
HEAD = ["Unified social credit code", "Chinese name", "English name", "Resident since"]
NEW = credit_code("NEW1"), credit_code("NEW2")
RESIDENT = credit_code("JNQ1")


def line(code: str = NEW[0], name: str = "新企业", english: str = "", since: str = "2026-01-05") -> list[str]:
    return [code, name, english, since]


def csv_of(*lines: list[str], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    return "\n".join(delimiter.join(cells) for cells in [HEAD, *lines]).encode(encoding)


def send(client, content: bytes, name: str = "rows.csv"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def latest(username: str = "coordinator") -> ImportRun:
    with make.acting(make.person(username)):
        return ImportRun.objects.select_related("attachment").latest("asked_at")


def run(task, username: str = "coordinator") -> ImportRun:
    jobs.work(str(latest(username).job_id), task.run)
    return latest(username)


def checked(client, content: bytes, name: str = "rows.csv") -> ImportRun:
    assert send(client, content, name).status_code == 302
    return run(check_import)


def imported(client, content: bytes, name: str = "rows.csv") -> ImportRun:
    found = checked(client, content, name)
    assert found.state == ImportState.CHECKED, found.problems
    assert client.post(f"/imports/{found.pk}/").status_code == 302
    return run(write_import)


FILES = {
    "utf-8": (csv_of(line()), "rows.csv"),
    "bom": (csv_of(line(), encoding="utf-8-sig"), "rows.csv"),
    "gbk": (csv_of(line(), encoding="gbk"), "rows.csv"),
    "semicolons": (csv_of(line(), delimiter=";"), "rows.csv"),
    "tabs": (csv_of(line(), delimiter="\t"), "rows.txt"),
    "workbook": (workbook([["Title"], [], HEAD, line(), [], ["Rows in this file", 1]]), "rows.xlsx"),
}


@pytest.mark.parametrize("kind", FILES)
def test_import__each_way_of_writing__is_the_same_row(browse, kind, acting_as):
    found = imported(browse("coordinator"), *FILES[kind])

    assert (found.state, found.new, found.changed, found.same) == (ImportState.DONE, 1, 0, 0)
    with acting_as("coordinator"):
        residency = Residency.objects.select_related("enterprise", "park").get(enterprise__credit_code=NEW[0])
        assert (residency.park.code, residency.enterprise.name_zh_hans) == ("JNQ", "新企业")
        assert str(residency.period.lower) == "2026-01-05"


def test_import__template_sent_back_empty__says_nothing_is_to_import(browse):
    client = browse("coordinator")
    template = b"".join(client.get(f"{ADDRESS}?template=xlsx").streaming_content)

    found = checked(client, template, "rows.xlsx")

    assert (found.state, found.new) == (ImportState.CHECKED, 0)
    assert "there is nothing to import" in client.get(f"/imports/{found.pk}/").content.decode()


def test_check__new_changed_and_same__are_told_apart_and_nothing_is_written(browse, acting_as):
    client, known = browse("coordinator"), Enterprise.objects.get(credit_code=RESIDENT)
    same = Enterprise.objects.get(credit_code=credit_code("JNQ2"))
    content = csv_of(line(), line(RESIDENT, "新名称"), line(same.credit_code, same.name_zh_hans, same.name_en))

    found = checked(client, content)
    page = client.get(f"/imports/{found.pk}/").content.decode()

    assert (found.new, found.changed, found.same) == (1, 1, 1)
    assert f"{known.name_zh_hans} → 新名称" in page
    with acting_as("coordinator"):
        assert not Enterprise.objects.filter(credit_code=NEW[0]).exists()


WRONG = {
    "no code": (line("91310115DEM000000X"), "CSV!A2", "no unified social credit code"),
    "no name": (line(name=""), "CSV!B2", "This is empty."),
    "no day": (line(since="soon"), "CSV!D2", "Enter a day as 2026-09-01."),
    "impossible day": (line(since="2026-02-30"), "CSV!D2", "Enter a day as 2026-09-01."),
    "long name": (line(name="名" * 201), "CSV!B2", "at most 200 are taken"),
    "formula": (line(name="=1+1"), "CSV!B2", "This is a formula"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_check__a_wrong_cell__is_named_with_its_place(browse, kind):
    cells, place, words = WRONG[kind]

    found = checked(browse("coordinator"), csv_of(cells))

    assert found.state == ImportState.REFUSED
    assert found.problems[0][0] == place
    assert words in found.problems[0][1]


def test_check__many_wrong_cells__all_are_named_at_once(browse):
    found = checked(browse("coordinator"), csv_of(line("x", "", "", "y"), line(), line()))

    assert [place for place, _text in found.problems] == ["CSV!A2", "CSV!B2", "CSV!D2"]


def test_check__the_same_code_twice__is_refused(browse):
    found = checked(browse("coordinator"), csv_of(line(), line()))

    assert found.problems == [["CSV!A3", "This code stands in row 2 already."]]


def test_check__formula_in_a_workbook__is_named_by_its_cell(browse):

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("Rows")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, line())
    sheet.write_formula("B2", '="新"&"企业"', None, "新企业")
    book.close()

    found = checked(browse("coordinator"), file.getvalue(), "rows.xlsx")

    assert found.problems[0][0] == "Rows!B2"
    assert "This is a formula" in found.problems[0][1]


BROKEN = {
    "other template": b"name,age\nx,1\n",
    "no head": csv_of(line()).split(b"\n", 1)[1],
    "open quotation": csv_of(['"' + NEW[0], "x", "", "2026-01-01"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_check__a_broken_file__is_refused_in_a_sentence(browse, kind):
    client = browse("coordinator")

    found = checked(client, BROKEN[kind])

    assert found.state == ImportState.REFUSED
    assert found.problems[0][1].endswith(".")
    assert client.get(f"/imports/{found.pk}/").status_code == 200


def test_write__one_resides_elsewhere__nothing_is_written(browse, acting_as):
    content = csv_of(line(), line(credit_code("MHG1"), "别的园区的企业"))

    found = imported(browse("coordinator"), content)

    assert found.state == ImportState.REFUSED
    assert "already resides in a park" in found.problems[0][1]
    assert not Enterprise.objects.filter(credit_code=NEW[0]).exists()


def test_write__killed_and_delivered_again__writes_once(browse, monkeypatch, acting_as):
    client = browse("coordinator")
    found = checked(client, csv_of(line(), line(NEW[1])))
    client.post(f"/imports/{found.pk}/")
    with monkeypatch.context() as killed:
        killed.setattr("core.imports.actions.keep", interrupt)
        with pytest.raises(KeyboardInterrupt):
            run(write_import)
    assert not Enterprise.objects.filter(credit_code__in=NEW).exists()
    with acting_as("coordinator"):
        make_stale(latest())

    assert run(write_import).state == ImportState.DONE
    assert run(write_import).state == ImportState.DONE

    assert Enterprise.objects.filter(credit_code__in=NEW).count() == 2


def interrupt(*args: object) -> None:
    raise KeyboardInterrupt


def make_stale(found: ImportRun) -> None:

    job = Job.objects.get(pk=found.job_id)
    assert job.status == JobStatus.RUNNING
    Job.objects.filter(pk=job.pk).update(heartbeat_at=job.heartbeat_at.replace(year=2025))


def test_check__cancelled__leaves_nothing_and_says_so(browse, acting_as):
    client = browse("coordinator")
    send(client, csv_of(line()))
    client.post(f"/jobs/{latest().job_id}/")

    run(check_import)

    assert "Cancelled" in client.get(f"/imports/{latest().pk}/").content.decode()


MAY = {"service-jnq": 403, "head-jnq": 403, "owner-a": 403, "auditor": 403, "coordinator": 302}


@pytest.mark.parametrize(("username", "status"), MAY.items())
def test_import__by_each_role__as_it_may(browse, username, status):
    assert send(browse(username), csv_of(line())).status_code == status


def test_import__of_somebody_else__is_404(browse):
    found = checked(browse("coordinator"), csv_of(line()))

    assert browse("coordinator2").get(f"/imports/{found.pk}/").status_code == 404
    assert browse("coordinator2").post(f"/imports/{found.pk}/").status_code == 404


def test_confirm__twice__is_refused_the_second_time(browse):
    client = browse("coordinator")
    found = imported(client, csv_of(line()))

    answer = client.post(f"/imports/{found.pk}/")

    assert answer.status_code == 422
    assert "not waiting for your word" in answer.content.decode()
