import io
import json
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertTemplateUsed

from assessments.exchange.formats import FORMATS, MOST_BYTES, read_any
from assessments.exchange.tables import CompetencyRow, IndicatorRow, Row, Table
from assessments.models import FrameworkFile, FrameworkVersion, Proposer
from assessments.tests.factories import full_framework
from facilitators.tests.factories import UserFactory

from .case_schema import problems, problems_1_0

pytestmark = pytest.mark.django_db

GOOD = Table(
    "ตารางวงคุณอำนวย",
    purpose="พึ่งตนเองได้",
    goals=[Row("กลุ่มเข้มแข็ง"), Row("เครือข่าย", is_proposed=True)],
    competencies=[
        CompetencyRow("บรรยากาศ", indicators=[IndicatorRow("ทักทาย", level=2), IndicatorRow("ชวนคุย", is_proposed=True)])
    ],
)


@pytest.fixture
def client(coordinator):
    return client_of(coordinator)


def client_of(who):
    client = Client()
    client.force_login(getattr(who, "user", who), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def sent(circle, coordinator):
    """A file that the coordinator has sent in: `sent(content, name)`."""

    def send(content=None, name="ตาราง.yaml", **values):
        content = FORMATS["yaml"].write(GOOD) if content is None else content
        values = {"circle": circle, "uploaded_by": coordinator} | values
        return FrameworkFile.objects.create(name=name, content=content, **values)

    return send


def upload(client, circle, content, name="ตาราง.yaml"):
    address = reverse("assessments:table_import", args=[circle.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# Sending a file


def test_a_file_is_kept_and_shown_before_anything_is_saved(client, circle, coordinator):
    content = FORMATS["yaml"].write(GOOD)

    answer = upload(client, circle, content)

    file = FrameworkFile.objects.get()
    assert (bytes(file.content), file.name, file.uploaded_by, file.circle) == (
        content,
        "ตาราง.yaml",
        coordinator,
        circle,
    )
    assert answer.url == reverse("assessments:import_preview", args=[file.pk])
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "ไฟล์นี้ว่างเปล่า"), (b"x" * (MOST_BYTES + 1), "ใหญ่เกิน 5 MB"), (None, "เลือกไฟล์ก่อน")],
)
def test_what_cannot_be_sent_is_told_at_the_field(client, circle, content, words):
    if content is None:
        answer = client.post(reverse("assessments:table_import", args=[circle.pk]))
    else:
        answer = upload(client, circle, content)

    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors["file"])
    assert not FrameworkFile.objects.exists()


def test_files_older_than_a_day_go_with_the_next_one(client, circle, sent):
    old = sent(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    young = sent(uploaded_at=timezone.now() - timedelta(hours=23))

    upload(client, circle, b"x")

    assert not FrameworkFile.objects.filter(pk=old.pk).exists()
    assert FrameworkFile.objects.filter(pk=young.pk).exists()


def test_a_long_file_name_keeps_its_end(client, circle):
    upload(client, circle, b"x", "ก" * 300 + ".xlsx")

    assert FrameworkFile.objects.get().name.endswith("ก.xlsx")


def test_files_that_wait_are_listed_for_who_sent_them(client, circle, sent):
    mine = sent(name="ของฉัน.xlsx")
    sent(name="ของอีกคน.xlsx", uploaded_by=UserFactory())

    page = client.get(reverse("assessments:table_import", args=[circle.pk]))

    assertContains(page, mine.get_absolute_url())
    assertNotContains(page, "ของอีกคน.xlsx")


# The preview


def test_the_preview_shows_the_tree_and_the_counts(client, sent):
    page = client.get(sent().get_absolute_url())

    assertTemplateUsed(page, "assessments/table/preview.html")
    assert page.context["preview"].counts == [("เป้าหมาย", 1, 1), ("ความรู้", 0, 0), ("ทักษะ", 1, 0), ("ตัวชี้วัด", 1, 1)]
    for words in ("ตารางวงคุณอำนวย", "พึ่งตนเองได้", "กลุ่มเข้มแข็ง", "รอรับเข้าตาราง", "ทักทาย", "ชวนคุย", "รอจัดระดับ"):
        assertContains(page, words)
    assertContains(page, 'value="yes"')


def test_the_preview_tells_which_rows_carry_on_those_of_the_version_before(client, circle, sent):
    table = Table.of(full_framework(circle, knowledge=1, skills=0))
    table.goals.append(Row("ใหม่"))

    page = client.get(sent(FORMATS["yaml"].write(table)).get_absolute_url())

    assert page.context["preview"].descent == (6, 1)
    assertContains(page, "6 ข้อสืบต่อจาก")


def test_the_preview_of_other_rows_says_that_the_draft_begins_anew(client, circle, sent):
    first = client.get(sent().get_absolute_url())
    full_framework(circle, knowledge=1, skills=0)

    second = client.get(sent().get_absolute_url())

    assertNotContains(first, "จะเริ่มใหม่ทั้งหมด")
    assertContains(second, "ไม่มีข้อใดสืบต่อจากฉบับของวง ร่างนี้จะเริ่มใหม่ทั้งหมด")


def test_a_file_that_cannot_be_imported_has_no_yes(client, sent):
    page = client.get(sent(b"%PDF-1.7", "ตาราง.pdf").get_absolute_url())

    assertContains(page, "นำเข้าไฟล์นี้ไม่ได้")
    assertContains(page, "PDF")
    assertNotContains(page, 'value="yes"')


def test_every_one_of_a_thousand_notes_can_be_reached(client, sent):
    rows = "\n".join(f"    - {{text: เป้าหมาย {number}, id: x{number}}}" for number in range(1000))

    page = client.get(sent(f"framework:\n  title: ก\n  purpose: ข\n  goals:\n{rows}\n".encode()).get_absolute_url())

    assertContains(page, "1000 เรื่อง")
    assertContains(page, "“x999”")
    assertContains(page, "บรรทัดที่ 1004")


def test_notes_of_the_same_words_stand_together(client, sent):
    rows = "\n".join(["    -"] * 30)

    page = client.get(
        sent(f"framework:\n  title: ก\n  purpose: ข\n  goals:\n{rows}\n    - ค\n".encode()).get_absolute_url()
    )

    assert [len(group.places) for group in page.context["preview"].notes] == [30]
    assertContains(page, "อีก 18 แห่ง")


@pytest.mark.parametrize("competencies", [1, 60])
def test_the_preview_takes_the_same_queries_for_many_rows(
    client, circle, sent, competencies, django_assert_num_queries
):
    full_framework(circle, knowledge=1, skills=competencies)
    table = Table.of(FrameworkVersion.objects.get())
    file = sent(FORMATS["yaml"].write(table))

    with django_assert_num_queries(9):
        client.get(file.get_absolute_url())


# Yes and no


def test_yes_makes_a_draft_and_leads_to_it(client, circle, coordinator, sent):
    file = sent()

    answer = client.post(file.get_absolute_url(), {"answer": "yes"})

    draft = FrameworkVersion.objects.get()
    assert (answer.url, draft.state, draft.circle) == (draft.get_absolute_url(), "draft", circle)
    assert [row.text for row in Table.of(draft).goals] == ["กลุ่มเข้มแข็ง", "เครือข่าย"]
    assert draft.history.get().history_user == coordinator
    assert said(answer) == ["นำเข้าเป็นร่างแล้ว: ฉบับที่ 1"]


def test_a_second_yes_leads_to_the_same_draft(client, sent):
    file = sent()

    first = client.post(file.get_absolute_url(), {"answer": "yes"})
    second = client.post(file.get_absolute_url(), {"answer": "yes"})

    assert first.url == second.url
    assert FrameworkVersion.objects.count() == 1
    assert bytes(FrameworkFile.objects.get().content) == b""


def test_yes_to_a_file_that_cannot_be_imported_saves_nothing(client, sent):
    answer = client.post(sent(b"%PDF-1.7").get_absolute_url(), {"answer": "yes"})

    assertContains(answer, "นำเข้าไฟล์นี้ไม่ได้")
    assert not FrameworkVersion.objects.exists()


def test_no_puts_the_file_away(client, circle, sent):
    answer = client.post(sent().get_absolute_url(), {"answer": "no"})

    assert answer.url == reverse("assessments:table_import", args=[circle.pk])
    assert not FrameworkFile.objects.exists()
    assert not FrameworkVersion.objects.exists()


def test_an_unknown_answer_shows_the_preview_again(client, sent):
    assertContains(client.post(sent().get_absolute_url(), {"answer": "x"}), 'value="yes"')


# Who may


@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 403), ("stranger", 404), ("other_coordinator", 404), ("keeper", 200)]
)
def test_only_who_coordinates_the_circle_sends_files(who, status, request, circle):
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("assessments:table_import", args=[circle.pk])).status_code == status


@pytest.mark.parametrize("who", ["facilitator", "other_coordinator", "keeper"])
def test_nobody_sees_what_another_has_sent(who, request, sent):
    file = sent()
    client = client_of(request.getfixturevalue(who))

    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.post(file.get_absolute_url(), {"answer": "no"}).status_code == 404


def test_who_coordinates_no_more_sees_no_file(client, coordinator, sent):
    file = sent()
    coordinator.coordinated.all().delete()

    assert client.get(file.get_absolute_url()).status_code == 404


# Giving out


@pytest.mark.parametrize("key", list(FORMATS))
def test_a_table_goes_out_in_each_format_and_can_be_read_again(key, facilitator, circle):
    table = full_framework(circle, knowledge=1, skills=1)

    answer = client_of(facilitator).get(reverse("assessments:table_export", args=[table.pk, key]))

    chosen = FORMATS[key]
    plain, _semicolon, named = answer["Content-Disposition"].partition("; filename*=UTF-8''")
    assert answer["Content-Type"] == chosen.content_type
    assert plain == f'attachment; filename="freedom-table-amnuay-{table.number}.{chosen.ending}"'
    assert unquote(named) == f"{table.title} ฉบับที่ {table.number}.{chosen.ending}"
    assert named.isascii()
    reading = read_any(answer.content, f"x.{chosen.ending}")
    assert [row.text for row in reading.table.competencies] == [row.name for row in table.competencies.all()]


def test_no_export_names_who_proposed(facilitator, circle):
    table = full_framework(circle, knowledge=1, skills=0)
    row = table.competencies.get()
    Proposer.of(row, facilitator=facilitator, entered_by=facilitator.user).save()

    for key in FORMATS:
        content = client_of(facilitator).get(reverse("assessments:table_export", args=[table.pk, key])).content
        if key == "xlsx":
            sheets = load_workbook(io.BytesIO(content)).worksheets
            content = "".join(str(cell.value) for sheet in sheets for row in sheet for cell in row).encode()
        assert facilitator.given_name.encode() not in content


@pytest.mark.parametrize(("who", "status"), [("neighbour", 200), ("coordinator", 200), ("stranger", 404)])
def test_tables_go_out_to_the_people_of_the_network(who, status, request, circle):
    table = full_framework(circle, knowledge=1, skills=0)
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse("assessments:table_export", args=[table.pk, "yaml"])).status_code == status


def test_case_goes_out_in_the_version_that_is_asked_for(client, circle):
    address = reverse("assessments:table_export", args=[full_framework(circle, knowledge=1, skills=1).pk, "case"])

    newest, asked, oldest = (json.loads(client.get(address + query).content) for query in ("", "?v=1.1", "?v=1.0"))

    assert newest["CFDocument"]["caseVersion"] == asked["CFDocument"]["caseVersion"] == "1.1"
    assert problems(newest) == problems_1_0(oldest) == []
    assert {item["CFDocumentURI"]["identifier"] for item in oldest["CFItems"]} == {newest["CFDocument"]["identifier"]}
    assert "caseVersion" not in oldest["CFDocument"]


@pytest.mark.parametrize("query", ["case/?v=2.0", "yaml/?v=1.0"])
def test_a_version_that_nobody_writes_is_not_there(client, circle, query):
    table = full_framework(circle, knowledge=1, skills=0)

    assert client.get(f"/tables/{table.pk}/export/{query}").status_code == 404


def test_an_unknown_format_is_not_there(client, circle):
    table = full_framework(circle, knowledge=1, skills=0)

    assert client.get(reverse("assessments:table_export", args=[table.pk, "pdf"])).status_code == 404


def test_signs_that_file_names_cannot_hold_are_left_out(client, circle):
    table = full_framework(circle, knowledge=1, skills=0)
    table.title = 'ก/ข: "ค" ' + "ง" * 150
    table.save()

    answer = client.get(reverse("assessments:table_export", args=[table.pk, "yaml"]))

    named = unquote(answer["Content-Disposition"].partition("UTF-8''")[2])
    assert named == "ก ข ค " + "ง" * 74 + ".yaml"


def test_the_template_is_a_spreadsheet(client):
    answer = client.get(reverse("assessments:import_template"))

    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["ตาราง", "วิธีกรอก"]
    assert "แบบกรอกตารางแห่งอิสรภาพ.xlsx" in unquote(answer["Content-Disposition"])
