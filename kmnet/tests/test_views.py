import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from kmnet import views


@pytest.fixture
def asker(db):
    return get_user_model().objects.create_user("somjai", first_name="สมใจ")


def test_healthz_says_ok_when_the_database_answers(client, db):
    response = client.get(reverse("healthz"))

    assert response.status_code == 200
    assert response.content == b"ok\n"
    assert response["Cache-Control"] == "no-store"


def test_healthz_says_503_when_the_database_does_not_answer(client, db):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("no connection")

    with connection.execute_wrapper(refuse):
        response = client.get(reverse("healthz"))

    assert response.status_code == 503
    assert response.content == b"database unavailable\n"
    assert response["Cache-Control"] == "no-store"


def test_healthz_asks_the_database_once(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(reverse("healthz"))


def test_unknown_page_says_so_in_thai(client, db):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "<h1>ไม่มีหน้านี้</h1>" in response.content.decode()
    assert response.context["kept"] == []


def test_unknown_page_gives_posted_text_back(client, asker):
    client.force_login(asker)

    response = client.post("/no-such-page/", {"evidence": "เล่าเรื่องวงที่บ้าน", "level": "3", "other": "<b>ที่สอง</b>"})

    page = response.content.decode()
    assert response.status_code == 404
    assert response.context["kept"] == ["เล่าเรื่องวงที่บ้าน", "<b>ที่สอง</b>"]
    assert "ข้อความที่พิมพ์ไว้ คัดลอกเก็บไว้ได้" in page
    assert "เล่าเรื่องวงที่บ้าน\n\n&lt;b&gt;ที่สอง&lt;/b&gt;</textarea>" in page


def test_kept_text_leaves_out_secrets_choices_and_blanks(rf):
    request = rf.post(
        "/",
        {
            "csrfmiddlewaretoken": "abc",
            "password": "ความลับ",
            "new_password1": "ความลับ",
            "code": "ABCD2345",
            "slip_code": "ABCD2345",
            "next": "/forums/",
            "rows-TOTAL_FORMS": "x",
            "seen": "points:8e8c277dcd883e79",
            "p3-seen": "presence:8e8c277dcd883e79",
            "go": "record",
            "level": "4",
            "agreed": "on",
            "blank": "  ",
            "notes": ["หนึ่ง", "สอง"],
        },
    )

    assert views.kept(request) == ["หนึ่ง", "สอง"]


def test_kept_text_of_an_oversized_form_is_nothing(rf, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    request = rf.post("/", {"evidence": "ยาวเกินกว่าที่รับได้"})

    assert views.kept(request) == []


def test_forbidden_page_says_so_and_gives_posted_text_back(rf, asker):
    request = rf.post("/", {"notes": "พิมพ์ไว้นาน"})
    request.user = asker

    response = views.permission_denied(request, exception=None)

    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>หน้านี้ไม่ได้เปิดให้คุณใช้</h1>" in page
    assert "พิมพ์ไว้นาน</textarea>" in page


def test_form_left_open_gives_its_text_back_and_leads_to_sign_in(db):
    client = Client(enforce_csrf_checks=True)

    response = client.post(
        reverse("facilitators:sign_in"), {"notes": "พิมพ์ค้างไว้"}, headers={"referer": "http://testserver/forums/3/"}
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>แบบฟอร์มเปิดค้างไว้นานเกินไป</h1>" in page
    assert "พิมพ์ค้างไว้</textarea>" in page
    assert f'"{reverse("facilitators:sign_in")}?next=/forums/3/"' in page


def test_form_left_open_leads_a_signed_in_person_back_to_it(rf, asker):
    request = rf.post("/forums/3/", {"notes": "พิมพ์ค้างไว้"}, headers={"referer": "http://testserver/forums/3/"})
    request.user = asker

    response = views.csrf_failure(request)

    assert response.status_code == 403
    assert 'href="/forums/3/"' in response.content.decode()


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/forums/3/", "//elsewhere.example/"])
def test_way_back_never_leads_to_another_site(rf, referer):
    request = rf.post("/forums/3/", headers={"referer": referer})

    assert views.came_from(request) == reverse("home")


def test_broken_request_and_server_error_need_no_context(rf):
    broken = views.bad_request(rf.get("/"), exception=None)
    failed = views.server_error(rf.get("/"))

    assert broken.status_code == 400
    assert "<h1>ระบบอ่านสิ่งที่ส่งมาไม่ได้</h1>" in broken.content.decode()
    assert failed.status_code == 500
    assert "<h1>ระบบขัดข้อง</h1>" in failed.content.decode()


def test_text_posted_after_the_session_ended_is_given_back(client, db):
    response = client.post(reverse("facilitators:me"), {"notes": "พิมพ์ทั้งคืน"})

    page = response.content.decode()
    assert response.status_code == 403
    assert "พิมพ์ทั้งคืน</textarea>" in page
    assert f'"{reverse("facilitators:sign_in")}?next=/"' in page


def test_button_pressed_after_the_session_ended_leads_to_sign_in(client, db):
    response = client.post(reverse("facilitators:me"), {"level": "3"})

    assert response.status_code == 302
    assert response.url == f"{reverse('facilitators:sign_in')}?next={reverse('facilitators:me')}"


def test_back_link_never_leads_to_another_site(rf):
    request = rf.post("/", headers={"referer": "http://testserver//evil.example/x"})

    assert views.came_from(request) == "/evil.example/x"


def test_text_in_an_unknown_encoding_is_not_found_but_no_failure(client, db):
    answer = client.post("/nope/", b"a=1", content_type="application/x-www-form-urlencoded; charset=utf-16")

    assert answer.status_code == 404


@pytest.mark.parametrize(("length", "status"), [("62914560", 302), ("62914561", 413), ("9" * 30, 413), ("x", 302)])
def test_what_is_too_large_is_refused_before_it_is_read(client, db, length, status):
    answer = client.get("/forums/new/", CONTENT_LENGTH=length)

    assert answer.status_code == status
    assert ("<h1>ส่งมาครั้งเดียวมากเกินไป</h1>" in answer.content.decode()) is (status == 413)


def test_number_that_no_database_holds_is_a_bad_request(signed_in, coordinator, circle):
    answer = signed_in(coordinator).post("/forums/new/", {"circle": circle.pk, "competencies": "9" * 30})

    assert answer.status_code in (200, 400)
    assert 'lang="th"' in answer.content.decode()
