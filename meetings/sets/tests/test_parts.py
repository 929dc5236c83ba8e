"""The eua set's joint works and what agencies tell of them; the kit set's conditions and lessons."""

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators.models import Circle, PartnerAgency
from facilitators.tests.factories import NetworkFactory
from meetings.models import AgencyVoice, JointWork, KnowledgeSet, TambonConditions
from meetings.sets import acts
from meetings.sets.book import Book
from meetings.sets.content import content_of
from meetings.sets.forms import ConditionsForm
from meetings.tests.factories import AskedQuestionFactory, JointWorkFactory, RecordFactory


@pytest.fixture
def sets(network, circle):
    acts.make_sets(network)
    return {row.kind: row for row in KnowledgeSet.objects.filter(network=network)}


@pytest.fixture
def eua(sets):
    return sets[Circle.Kind.EUA]


@pytest.fixture
def kit(sets):
    return sets[Circle.Kind.KIT]


@pytest.fixture
def client_of_coordinator(signed_in, coordinator):
    return signed_in(coordinator)


def address(name, *args):
    return reverse(f"meetings:{name}", args=args)


def test_eua_set_tells_claim_reality_and_reason_of_each_agency_and_summed_up(eua, network, client_of_coordinator):
    agency = PartnerAgency.objects.create(network=network, name="ธนาคาร")
    client_of_coordinator.post(address("work_new", eua.pk), {"title": "ตลาดนัด", "claimed": "ขายเอง"})
    work = JointWork.objects.get()
    told = {"agency": agency.pk, "reality": "ขายไม่ออก", "why": "ไม่มีรถ", "told_by": "คุณสุดา"}
    client_of_coordinator.post(address("voice_new", eua.pk, work.pk), told)

    chapters = content_of(eua)["chapters"]

    assert chapters == [
        {"title": "หน่วยงานภาคี", "kind": "", "blocks": [{"title": "", "list": ["ธนาคาร"]}], "sections": []},
        {
            "title": "ตลาดนัด",
            "kind": "",
            "blocks": [],
            "sections": [
                {"title": "สรุปร่วมกัน", "blocks": [{"pairs": [["ที่กล่าวไว้: เป้าหมาย ปณิธาน", "ขายเอง"]]}]},
                {
                    "title": "ธนาคาร",
                    "blocks": [
                        {"text": "เล่าโดย คุณสุดา"},
                        {"pairs": [["ที่เป็นจริง", "ขายไม่ออก"], ["เพราะอะไร", "ไม่มีรถ"]]},
                    ],
                },
            ],
        },
    ]


def test_what_nobody_has_told_of_yet_leaves_no_hole_in_the_numbers(eua, network):
    agency = PartnerAgency.objects.create(network=network, name="ธนาคาร")
    JointWorkFactory(set=eua, title="ตลาดนัด", claimed="ขายเอง", position=1)
    AgencyVoice.objects.create(work=JointWorkFactory(set=eua, title="ป่าชุมชน", claimed="", position=2), agency=agency)
    JointWorkFactory(set=eua, title="บัญชี", claimed="จดทุกเดือน", position=3)

    numbered = [(chapter.number, chapter.title) for chapter in Book(content_of(eua), []).chapters]

    assert numbered == [(1, "หน่วยงานภาคี"), (2, "ตลาดนัด"), (3, "บัญชี")]


def test_an_agency_tells_of_a_work_once(eua, network, client_of_coordinator):
    agency = PartnerAgency.objects.create(network=network, name="ธนาคาร")
    work = JointWorkFactory(set=eua)
    AgencyVoice.objects.create(work=work, agency=agency, why="ก")

    response = client_of_coordinator.post(address("voice_new", eua.pk, work.pk), {"agency": agency.pk, "why": "ข"})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["agency"])
    assert response.context["form"]["why"].value() == "ข"
    assert work.voices.get().why == "ก"


def test_what_an_agency_told_is_removed_only_after_a_word_of_warning(eua, network, client_of_coordinator):
    agency = PartnerAgency.objects.create(network=network, name="ธนาคาร")
    voice = AgencyVoice.objects.create(work=JointWorkFactory(set=eua), agency=agency, why="ไม่มีรถ")

    page = client_of_coordinator.get(address("voice_edit", eua.pk, voice.work_id, voice.pk)).content.decode()
    client_of_coordinator.post(address("voice_remove", eua.pk, voice.work_id, voice.pk))

    assert "<summary>ลบที่หน่วยงานนี้เล่า</summary>" in page
    assert "คำเล่าของหน่วยงานนี้จะถูกลบ เอาคืนไม่ได้" in page
    assert list(AgencyVoice.objects.all()) == []


def test_an_agency_of_another_network_tells_nothing(eua, client_of_coordinator):
    elsewhere = PartnerAgency.objects.create(network=NetworkFactory(), name="ที่อื่น")
    work = JointWorkFactory(set=eua)

    response = client_of_coordinator.post(address("voice_new", eua.pk, work.pk), {"agency": elsewhere.pk})

    assert (response.status_code, work.voices.count()) == (200, 0)


def test_works_move_and_go_with_what_was_told_of_them(eua, client_of_coordinator):
    first, second = JointWorkFactory(set=eua, position=1), JointWorkFactory(set=eua, position=2)

    client_of_coordinator.post(address("work_move", eua.pk, second.pk), {"steps": "-1"})
    moved = list(eua.joint_works.values_list("pk", flat=True))
    client_of_coordinator.post(address("work_remove", eua.pk, first.pk))

    assert moved == [second.pk, first.pk]
    assert list(eua.joint_works.values_list("pk", flat=True)) == [second.pk]


def test_parts_belong_to_sets_of_their_kind(eua, kit, tambon, client_of_coordinator):
    wrong = [address("work_new", kit.pk), address("conditions", eua.pk, tambon.pk)]

    assert [client_of_coordinator.get(path).status_code for path in wrong] == [404, 404]


def test_kit_set_tells_each_tambon_with_its_stories(kit, tambon, tell, client_of_coordinator):
    form = ConditionsForm(instance=TambonConditions(set=kit, tambon=tambon))
    typed = {"people": "คนสวนยาง", "groups": "ออมทรัพย์ 3 กลุ่ม", "lessons": "ฟังก่อนพูด", "seen": form.digests()}
    client_of_coordinator.post(address("conditions", kit.pk, tambon.pk), typed)
    story = tell("เดินไปหาก่อน")
    acts.choose(kit, [story])

    chapters = content_of(kit)["chapters"]

    assert chapters == [
        {
            "title": "ตำบลบางจาก",
            "kind": "",
            "blocks": [],
            "sections": [
                {
                    "title": "เงื่อนไขภายในของชุมชน",
                    "blocks": [{"pairs": [["คนในตำบล", "คนสวนยาง"], ["กลุ่มต่าง ๆ", "ออมทรัพย์ 3 กลุ่ม"]]}],
                },
                {"title": "บทเรียนจากเวที", "blocks": [{"text": "ฟังก่อนพูด"}]},
                {"story": str(story.pk)},
            ],
        }
    ]


def test_two_who_begin_the_same_conditions_make_one_row(kit, tambon, client_of_coordinator):
    path = address("conditions", kit.pk, tambon.pk)
    client_of_coordinator.post(path, {"people": "คนสวนยาง"})

    response = client_of_coordinator.post(path, {"people": "คนประมง"})

    assert (response.status_code, response.context["form"]["people"].value()) == (200, "คนประมง")
    assert [row.people for row in TambonConditions.objects.all()] == ["คนสวนยาง"]


@pytest.fixture
def summary(kit_circle, coordinator):
    """What the AAR of an approved record has summed up."""
    record = RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=coordinator, state="draft")
    question = AskedQuestionFactory(record=record, summary="ฟังก่อนพูด")
    type(record).objects.filter(pk=record.pk).update(
        state="approved", proposed_at=timezone.now(), approved_at=timezone.now()
    )
    return question


def test_lessons_are_taken_from_what_approved_records_sum_up(kit, tambon, summary, client_of_coordinator):
    TambonConditions.objects.create(set=kit, tambon=tambon, lessons="เดิม")

    client_of_coordinator.post(address("lessons", kit.pk, tambon.pk), {"lesson": summary.pk})

    forum = summary.record.forum
    assert TambonConditions.objects.get().lessons == f"เดิม\n\n{forum.called} (28 พฤศจิกายน 2569)\nฟังก่อนพูด"


def test_what_is_not_approved_teaches_nothing_yet(kit, tambon, kit_circle, client_of_coordinator):
    record = RecordFactory(forum__circle=kit_circle, forum__number=1)
    summary = AskedQuestionFactory(record=record, summary="ฟังก่อนพูด")

    response = client_of_coordinator.post(address("lessons", kit.pk, tambon.pk), {"lesson": summary.pk})

    assert (response.status_code, TambonConditions.objects.count()) == (200, 0)


def test_lessons_that_find_no_room_are_not_cut(kit, tambon, summary, client_of_coordinator):
    TambonConditions.objects.create(set=kit, tambon=tambon, lessons="ก" * 4990)

    response = client_of_coordinator.post(address("lessons", kit.pk, tambon.pk), {"lesson": summary.pk})

    assert list(response.context["lessons_form"].errors) == ["lesson"]
    assert TambonConditions.objects.get().lessons == "ก" * 4990
