import io
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from PIL import Image

from facilitators.models import Facilitator, SignInSlip, User
from facilitators.tests.factories import FacilitatorFactory

HOME = reverse("home")
SIGN_IN = reverse("facilitators:sign_in")
SIGN_IN_AS = reverse("facilitators:sign_in_as")
ENTER = reverse("facilitators:enter")
PASSWORD = reverse("facilitators:password")
SET_NAMED = reverse("facilitators:set_named")


def signed_in_as(client):
    return client.session.get("_auth_user_id")


@pytest.fixture
def one_tap(settings):
    settings.ONE_TAP_SIGN_IN = True


@pytest.fixture
def with_password(facilitator):
    facilitator.user.set_password("ข้าวสวยร้อนๆ99")
    facilitator.user.save()
    return facilitator


def test_sign_in_with_password_goes_where_one_was_going(client, with_password):
    answer = client.post(SIGN_IN, {"username": "somchai", "password": "ข้าวสวยร้อนๆ99", "next": "/me/"})

    assert (answer.status_code, answer.url) == (302, "/me/")
    assert signed_in_as(client) == str(with_password.user.pk)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "foo", "a.b"])
def test_sign_in_never_leads_elsewhere(client, with_password, elsewhere):
    answer = client.post(SIGN_IN, {"username": "somchai", "password": "ข้าวสวยร้อนๆ99", "next": elsewhere})

    assert answer.url == HOME


def test_sign_in_with_a_wrong_password_says_so_and_keeps_the_name(client, with_password):
    answer = client.post(SIGN_IN, {"username": "somchai", "password": "ผิด"})

    assert answer.status_code == 200
    assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in answer.content.decode()
    assert 'value="somchai"' in answer.content.decode()


def test_sign_in_locks_after_five_wrong_tries(client, with_password):
    for _try in range(5):
        client.post(SIGN_IN, {"username": "somchai", "password": "ผิด"})

    answer = client.post(SIGN_IN, {"username": "somchai", "password": "ข้าวสวยร้อนๆ99"})

    assert answer.status_code == 429
    assert "รอ 15 นาที" in answer.content.decode()
    assert signed_in_as(client) is None


def test_sign_in_lock_leaves_others_free(client, with_password, teammate):
    teammate.user.set_password("อีกคนหนึ่ง123")
    teammate.user.save()
    for _try in range(6):
        client.post(SIGN_IN, {"username": "somchai", "password": "ผิด"})

    client.post(SIGN_IN, {"username": "manee", "password": "อีกคนหนึ่ง123"})

    assert signed_in_as(client) == str(teammate.user.pk)


def test_sign_in_lists_nobody_without_one_tap(client, facilitator):
    assert "คุณสมใจ" not in client.get(SIGN_IN).content.decode()


def test_one_tap_is_closed_unless_the_start_mode_says_so(client, facilitator):
    answer = client.post(SIGN_IN_AS, {"who": facilitator.user.pk})

    assert answer.status_code == 404
    assert signed_in_as(client) is None


def test_one_tap_lists_people_and_coordinators(client, one_tap, facilitator, coordinator, stranger):
    page = client.get(SIGN_IN).content.decode()

    assert [name in page for name in ("คุณสมใจ", "คุณชูใจ", "ผู้ประสานงาน")] == [True, True, True]


def test_one_tap_signs_in(client, one_tap, facilitator):
    answer = client.post(SIGN_IN_AS, {"who": facilitator.user.pk})

    assert answer.url == HOME
    assert signed_in_as(client) == str(facilitator.user.pk)


def test_one_tap_never_enters_as_who_is_not_listed(client, one_tap, facilitator):
    superuser = User.objects.create_superuser("root")
    facilitator.is_active = False
    facilitator.save()

    for account in (superuser, facilitator.user):
        client.post(SIGN_IN_AS, {"who": account.pk})
        assert signed_in_as(client) is None


@pytest.mark.parametrize("people", [1, 3])
def test_one_tap_list_asks_the_same_number_of_queries(client, one_tap, tambon, django_assert_num_queries, people):
    FacilitatorFactory.create_batch(people, tambon=tambon)

    with django_assert_num_queries(4):
        client.get(SIGN_IN)


def test_slip_signs_in_and_asks_for_a_password(client, facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    answer = client.post(ENTER, {"code": code})

    assert answer.url == PASSWORD
    assert signed_in_as(client) == str(facilitator.user.pk)


def test_slip_link_spends_nothing_when_opened(client, facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)

    page = client.get(ENTER, {"code": code}).content.decode()

    assert f'value="{code}"' in page
    assert signed_in_as(client) is None
    assert SignInSlip.objects.usable().count() == 1


def test_slip_that_does_not_work_says_what_to_do(client, db):
    answer = client.post(ENTER, {"code": "AAAA-2222"})

    assert answer.status_code == 200
    assert "ขอใบใหม่จากผู้ประสานงาน" in answer.content.decode()


def test_slip_codes_are_throttled(client, facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)
    for _try in range(20):
        client.post(ENTER, {"code": "AAAA2222"})

    answer = client.post(ENTER, {"code": code})

    assert answer.status_code == 429
    assert signed_in_as(client) is None


def test_slip_of_an_account_switched_off_does_not_work(client, facilitator, coordinator):
    _slip, code = SignInSlip.make(facilitator.user, by=coordinator)
    facilitator.user.is_active = False
    facilitator.user.save()

    client.post(ENTER, {"code": code})

    assert signed_in_as(client) is None


def test_first_password_needs_no_old_one(signed_in, facilitator):
    facilitator.user.set_unusable_password()
    facilitator.user.save()
    client = signed_in(facilitator)

    answer = client.post(PASSWORD, {"new_password1": "ข้าวสวยร้อนๆ99", "new_password2": "ข้าวสวยร้อนๆ99"})

    assert answer.url == HOME
    facilitator.user.refresh_from_db()
    assert facilitator.user.check_password("ข้าวสวยร้อนๆ99")
    assert signed_in_as(client) == str(facilitator.user.pk)


def test_new_password_needs_the_old_one(signed_in, with_password):
    client = signed_in(with_password)

    answer = client.post(PASSWORD, {"new_password1": "ใหม่กว่าเดิม88", "new_password2": "ใหม่กว่าเดิม88"})

    assert answer.status_code == 200
    with_password.user.refresh_from_db()
    assert with_password.user.check_password("ข้าวสวยร้อนๆ99")


def test_lost_password_is_replaced_after_a_slip(client, with_password, coordinator):
    _slip, code = SignInSlip.make(with_password.user, by=coordinator)
    client.post(ENTER, {"code": code})

    client.post(PASSWORD, {"new_password1": "ใหม่กว่าเดิม88", "new_password2": "ใหม่กว่าเดิม88"})

    with_password.user.refresh_from_db()
    assert with_password.user.check_password("ใหม่กว่าเดิม88")


def test_consent_is_given_and_taken_back_by_oneself(signed_in, facilitator, teammate):
    client = signed_in(facilitator)

    client.post(SET_NAMED, {"agrees": "on", "facilitator": teammate.pk})
    facilitator.refresh_from_db()
    teammate.refresh_from_db()
    assert (facilitator.agrees_to_be_named, teammate.agrees_to_be_named) == (True, False)

    client.post(SET_NAMED, {})
    facilitator.refresh_from_db()
    assert facilitator.agrees_to_be_named is False


def test_consent_is_asked_for_once(signed_in, facilitator):
    client = signed_in(facilitator)
    asked = client.get(reverse("home")).text
    answers = client.get(reverse("facilitators:me")).text

    declined = client.post(SET_NAMED, {}, follow=True).text

    facilitator.refresh_from_db()
    assert facilitator.agrees_to_be_named is False
    assert ("อ่านรายละเอียดแล้วตัดสินใจ" in asked, "ไม่ยินยอม ไม่ต้องแสดงชื่อ" in answers) == (True, True)
    assert "จะไม่แสดงชื่อของคุณในผลประเมิน ถ้าเปลี่ยนใจ ยินยอมที่หน้านี้ได้ทุกเมื่อ" in declined
    assert ("ไม่ยินยอม ไม่ต้องแสดงชื่อ" in declined, "ยินยอมให้แสดงชื่อ" in declined) == (False, True)
    assert "อ่านรายละเอียดแล้วตัดสินใจ" not in client.get(reverse("home")).text
    assert facilitator.consent_changes.count() == 0


def test_who_took_the_consent_back_is_not_asked_again(signed_in, facilitator):
    facilitator.set_named(True)
    facilitator.set_named(False)

    assert "อ่านรายละเอียดแล้วตัดสินใจ" not in signed_in(facilitator).get(reverse("home")).text


def test_who_decided_before_it_was_noted_is_not_asked_again(facilitator, teammate):
    facilitator.set_named(True)
    Facilitator.objects.update(named_decided_at=None)

    import_module("facilitators.migrations.0004_named_decided").note_decided(apps, None)

    decided = Facilitator.objects.filter(named_decided_at__isnull=False)
    assert list(decided) == [facilitator]
    assert decided.get().named_decided_at == facilitator.consent_changes.get().at


def test_who_has_left_can_take_the_consent_back_and_not_give_it(signed_in, facilitator):
    facilitator.set_named(True)
    facilitator.is_active = False
    facilitator.save()
    client = signed_in(facilitator)
    offered = client.get(reverse("facilitators:me")).text

    client.post(SET_NAMED, {})

    facilitator.refresh_from_db()
    assert "ในผลของรอบก่อนๆ วงของคุณยังเห็นชื่อของคุณ" in offered
    assert facilitator.agrees_to_be_named is False
    assert "ชื่อของคุณ" not in client.get(reverse("facilitators:me")).text.split("<h1>")[1].split("บัญชีของฉัน")[0]
    assert client.post(SET_NAMED, {"agrees": "on"}).status_code == 404


def test_consent_is_nothing_for_an_account_without_a_person(signed_in, coordinator):
    assert signed_in(coordinator).post(SET_NAMED, {"agrees": "on"}).status_code == 404


def test_own_page_says_whether_one_is_named(signed_in, facilitator):
    page = signed_in(facilitator).get(reverse("facilitators:me")).content.decode()

    assert "ตอนนี้วงของคุณไม่เห็นชื่อของคุณในผลประเมิน" in page


def test_sign_out_is_a_post(signed_in, facilitator):
    client = signed_in(facilitator)

    assert client.get(reverse("facilitators:sign_out")).status_code == 405
    client.post(reverse("facilitators:sign_out"))
    assert signed_in_as(client) is None


def test_photo_is_for_the_network_only(client, settings, tmp_path, facilitator, teammate, stranger, coordinator):
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    facilitator.photo.save("ใบหน้า.PNG", io.BytesIO(picture.getvalue()))
    url = reverse("facilitators:photo", args=[facilitator.pk])

    def status(account):
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(url)
        answer.getvalue()  # read to the end, which closes the file but not the database
        return answer.status_code

    assert client.get(url).status_code == 302
    assert [status(who) for who in (teammate.user, coordinator, stranger.user)] == [200, 200, 404]
    assert facilitator.photo.name.endswith(".png")
    assert "ใบหน้า" not in facilitator.photo.name


def test_photo_that_is_missing_is_not_found(signed_in, facilitator):
    assert signed_in(facilitator).get(reverse("facilitators:photo", args=[facilitator.pk])).status_code == 404
