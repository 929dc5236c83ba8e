"""Every address of the site × everyone who may come to it, reading and writing, against access_tables.py."""

import io
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from assessments.actions import open_round, save_answer
from assessments.helping.forms import PlanDoneForm, PlanForm
from assessments.models import FrameworkFile, FrameworkVersion
from assessments.table.forms import tree
from assessments.tests.factories import (
    AnswerFactory,
    CompetencyFactory,
    FrameworkFactory,
    LearningPlanFactory,
    PeerAssistFactory,
    RoundFactory,
    SelfAssessmentFactory,
    full_framework,
)
from facilitators.models import Circle, CommunityGroup, Network, PartnerAgency, Role, SignInSlip, UsualRole
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, UserFactory
from kmnet import thai
from meetings.after.forms import AnswerForm, PromiseForm, SummaryForm
from meetings.forms import ForumForm
from meetings.models import (
    AarAnswer,
    AgencyVoice,
    Forum,
    KnowledgeSet,
    ProposedPrinciple,
    RoleSkill,
    StoryComment,
    StoryPhoto,
    StorySound,
    StoryUse,
    TambonConditions,
)
from meetings.record.forms import AboutForm, AttendanceForm, PhotoForm, QuoteForm, RowForm
from meetings.sets import acts as binding
from meetings.sets.forms import SetForm
from meetings.stories.forms import CaptionForm, StoryForm
from meetings.suggesting import acts as suggesting
from meetings.tests.factories import (
    AarAnswerFactory,
    AdditionFactory,
    AgendaRowFactory,
    AskedQuestionFactory,
    AttendanceFactory,
    CircleQuestionFactory,
    ForumFactory,
    ForumRoleFactory,
    ForumTemplateFactory,
    JointWorkFactory,
    PhotoFactory,
    PromiseFactory,
    PromiseReopeningFactory,
    QuoteFactory,
    RecordChangeFactory,
    RecordFactory,
    RowRecordFactory,
    StoryFactory,
)

from .access_tables import OPERATIONS, WHO, expected_outcomes, office_table, pages_table
from .addresses import url_names

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
WAV = b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\0\0\0\0"
OLD, NEW = "ปลาทูนึ่ง สองเข่ง", "แกงส้ม สามหม้อใหญ่"
TABLES = ("facilitators_", "assessments_", "meetings_", "auth_")

# Who comes, and what there is


@pytest.fixture
def people(facilitator, teammate, neighbour, stranger, coordinator, other_coordinator, tambon):
    recorder = FacilitatorFactory(tambon=tambon, given_name="แก้ว")
    UsualRole.objects.create(tambon=tambon, role=Role.RECORD, facilitator=recorder)
    accounts = {
        "self": facilitator.user,
        "mate": teammate.user,
        "rec": recorder.user,
        "near": neighbour.user,
        "left": FacilitatorFactory(tambon=tambon, given_name="ลาออก", is_active=False).user,
        "far": stranger.user,
        "coord": coordinator,
        "other": other_coordinator,
        "root": UserFactory(username="root", is_staff=True, is_superuser=True),
        "staff": UserFactory(username="staff", is_staff=True),
    }
    for account in accounts.values():
        account.set_password(OLD)
        account.save()
    return accounts | {"none": None}


@pytest.fixture
def things(people, facilitator, teammate, coordinator, tambon, circle, kit_circle, settings, tmp_path):
    """What the addresses name: {word: row}; a model of the office stands under the name of its addresses."""
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    facilitator.photo.save("me.png", picture)
    opened = open_round(RoundFactory(framework=full_framework(circle, knowledge=1, skills=1)))
    item = opened.framework.competencies.first()
    typed = {"current": 3, "target": None, "evidence": "", "matters_most": False}
    save_answer(opened, facilitator, item, typed, by=people["rec"])
    sending = SelfAssessmentFactory(round=opened, facilitator=teammate, sent=True)
    table = full_framework(kit_circle, knowledge=1, skills=0)
    table.leads.add(facilitator)
    sponsors = CircleFactory(network=tambon.network, kind=Circle.Kind.EUA, name="วงคุณเอื้อ")
    used = CompetencyFactory(framework__circle=sponsors, framework__state=FrameworkVersion.State.IN_USE).framework
    competency = table.competencies.get()
    forum = ForumFactory(circle=kit_circle, number=1, framework=table)
    rows = AgendaRowFactory.create_batch(2, forum=forum)
    forum.competencies.add(item)
    suggesting.accept(forum, f"outside-{item.pk}", by=coordinator)
    suggesting.dismiss(forum, f"circle-{item.pk}", by=coordinator)
    record = RecordFactory(forum__circle=kit_circle, forum__number=3, opened_by=coordinator)
    now = timezone.now()
    recorded = RowRecordFactory.create_batch(2, record=record)
    bound = knowledge_sets(kit_circle, facilitator, coordinator)
    own_story = {"circle": kit_circle, "teller": facilitator, "teller_name": ""}
    story = StoryFactory(**own_story, told=True)
    story_photo, story_sound = StoryPhoto(story=story), StorySound(story=story, content_type="audio/wav")
    story_photo.image.save("a.png", ContentFile(picture.getvalue(), name="a.png"))
    story_sound.file.save("a.wav", ContentFile(WAV))
    return bound | {
        "open round": opened,
        "used table": used,
        "other draft": FrameworkFactory(circle=sponsors, number=2),
        "newest": used.circle.frameworks.first().number,
        "circle without a table": CircleFactory(
            network=tambon.network, kind=Circle.Kind.KIT, tambon=people["near"].facilitator.tambon, name="วงคุณกิจ"
        ),
        "row": rows[0],
        "template": ForumTemplateFactory(circle=kit_circle),
        "picture": SentAgain("ก.png", picture.getvalue()),
        "unrecorded forum": ForumFactory(circle=kit_circle, number=2, day=timezone.localdate()),
        "record": record,
        "asked": AskedQuestionFactory(record=record),
        "promise": PromiseFactory(record=record, who=facilitator),
        "proposed": RecordFactory(
            forum__circle=kit_circle, forum__number=20, opened_by=coordinator, state="proposed", proposed_at=now
        ),
        "approved": RecordFactory(
            forum__circle=kit_circle, forum__number=21, opened_by=coordinator, state="approved", approved_at=now
        ),
        "later record": RecordFactory(forum__circle=kit_circle, forum__number=22, opened_by=coordinator),
        "settled promise": PromiseFactory(
            record=record, who=facilitator, state="done", settled_at=timezone.now(), settled_by=facilitator.user
        ),
        "meetings_promise": PromiseFactory(record=record),
        "meetings_aaranswer": AarAnswerFactory(question=AskedQuestionFactory(record=record)),
        "meetings_addition": AdditionFactory(record=record),
        "meetings_recordchange": RecordChangeFactory(record=record),
        "meetings_promisereopening": PromiseReopeningFactory(promise__record=record),
        "meetings_circlequestion": CircleQuestionFactory(circle=kit_circle),
        "questions": CircleQuestionFactory.create_batch(2, circle=kit_circle),
        "unplanned activity": recorded[1],
        "meetings_record": record,
        "meetings_rowrecord": recorded[0],
        "meetings_quote": QuoteFactory(row=recorded[0]),
        "meetings_attendance": AttendanceFactory(record=record),
        "meetings_photo": PhotoFactory(record=record, added_by=coordinator),
        "sent file": FrameworkFile.objects.create(
            circle=kit_circle, uploaded_by=coordinator, name="ก.yaml", content="framework: {purpose: ก}".encode()
        ),
        "code": SignInSlip.make(facilitator.user, by=coordinator)[1],
        "facilitators_user": facilitator.user,
        "auth_group": Group.objects.get(),
        "facilitators_signinslip": SignInSlip.objects.get(),
        "facilitators_coordinator": coordinator.coordinated.get(),
        "facilitators_network": tambon.network,
        "facilitators_tambon": tambon,
        "facilitators_partneragency": PartnerAgency.objects.create(network=tambon.network, name="พัฒนาชุมชน"),
        "facilitators_communitygroup": CommunityGroup.objects.create(tambon=tambon, name="กลุ่มออมทรัพย์"),
        "facilitators_circle": kit_circle,
        "facilitators_usualrole": UsualRole.objects.get(),
        "facilitators_facilitator": facilitator,
        "assessments_frameworkversion": table,
        "assessments_goal": table.goals.create(position=0, text="พึ่งตนเองได้"),
        "goal after it": table.goals.create(position=1, text="ช่วยกันได้"),
        "assessments_levelname": table.level_names.first(),
        "assessments_competency": competency,
        "assessments_indicator": competency.indicators.first(),
        "assessments_round": RoundFactory(framework=table),
        "other competency": opened.framework.competencies.last(),
        "closed round": RoundFactory(framework=FrameworkFactory(circle=kit_circle), state="closed"),
        "assessments_selfassessment": sending,
        "assessments_peerassist": PeerAssistFactory(
            round=opened, competency=item, learner=facilitator, giver=people["near"].facilitator
        ),
        "assessments_learningplan": LearningPlanFactory(round=opened, competency=item, facilitator=facilitator),
        "assessments_answer": AnswerFactory(assessment=sending, competency=item, entered_by=teammate.user),
        "draft story": StoryFactory(**own_story, typed_by=facilitator.user, happened="ก", did="ข"),
        "meetings_story": story,
        "meetings_storyphoto": story_photo,
        "meetings_storysound": story_sound,
        "meetings_storycomment": StoryComment.objects.create(story=story, by=teammate.user, text="ดีมาก"),
        "meetings_storyuse": StoryUse.objects.create(story=story, by=teammate.user, where="บ้านนอก", came_of_it="ได้ผล"),
        "meetings_proposedprinciple": ProposedPrinciple.objects.create(story=story, by=teammate.user, text="ฟังก่อน"),
        "meetings_forum": forum,
        "meetings_forumtemplate": ForumTemplateFactory(circle=kit_circle),
        "meetings_agendarow": rows[1],
        "meetings_forumrole": ForumRoleFactory(forum=forum, facilitator=facilitator),
        "meetings_suggestionchoice": forum.suggestion_choices.first(),
        "meetings_roleskill": RoleSkill.objects.create(circle=circle, role=Role.LEAD, competency=item),
    }


def knowledge_sets(kit_circle, facilitator, coordinator):
    """The sets of all networks; those of the facilitator's network, which they edit, with something in them."""
    for network in Network.objects.all():
        binding.make_sets(network)
    sets = {row.kind: row for row in KnowledgeSet.objects.filter(network=kit_circle.network)}
    for row in sets.values():
        row.editors.add(facilitator)
    teller = {"circle": kit_circle, "teller": facilitator, "teller_name": "", "told": True}
    stories = [StoryFactory(audience="network", **teller) for _story in range(3)]
    binding.choose(sets["amnuay"], stories[:2])
    works = JointWorkFactory.create_batch(2, set=sets["eua"])
    agencies = [PartnerAgency.objects.create(network=kit_circle.network, name=name) for name in ("ธนาคาร", "วัดใหญ่")]
    return {
        "sets": sets,
        "story to choose": stories[2],
        "silent agency": agencies[1],
        "meetings_knowledgeset": sets["amnuay"],
        "meetings_setstory": sets["amnuay"].chosen.first(),
        "meetings_jointwork": works[0],
        "meetings_agencyvoice": AgencyVoice.objects.create(work=works[0], agency=agencies[0], why="ไม่มีเวลา"),
        "meetings_tambonconditions": TambonConditions.objects.create(set=sets["kit"], tambon=kit_circle.tambon),
        "meetings_edition": binding.issue(sets["amnuay"], "", after=0, by=coordinator),
    }


class SentAgain(SimpleUploadedFile):
    """A file that can be asked with more than once."""

    def read(self, *size):
        self.seek(0)
        return super().read(*size)


def seen(form_class, row, **typed):
    """What is posted of a form that was opened on this row."""
    form = form_class(instance=row)
    return {form.add_prefix(name): value for name, value in (typed | {"seen": form.digests()}).items()}


def pages(things):
    """{address: (path, what is asked or posted there)} of all but the office's lists and forms."""
    template = things["template"].pk
    round, forum, row = things["open round"].pk, things["meetings_forum"].pk, things["row"].pk
    own, account = things["facilitators_facilitator"].pk, things["facilitators_user"].pk
    table, competency = things["assessments_frameworkversion"], things["assessments_competency"]
    goals = table.goals.all()
    assist = things["assessments_peerassist"]
    topic = assist.competency_id
    near, item = assist.giver_id, things["other competency"].pk
    kept = things["assessments_learningplan"]
    plan = {"what": "ไปดูเพื่อนจัดเวที", "by_when": thai.format_date(kept.by_when + timedelta(days=1), "numeric")}
    meeting = {"how": "call", "day": thai.format_date(assist.day + timedelta(days=1), "numeric")}
    recorded, asked, promise = things["record"].forum_id, things["asked"], things["promise"].pk
    circle, question = things["facilitators_circle"].pk, things["questions"][0].pk
    told, draft = things["meetings_story"], things["draft story"]
    opened = StoryForm(instance=draft, user=draft.typed_by, circles=[draft.circle])["seen"].value()
    sets, in_set, work = things["sets"], things["meetings_setstory"].pk, things["meetings_jointwork"]
    eua, amnuay, kit = (sets[kind].pk for kind in ("eua", "amnuay", "kit"))
    voice, told_of, issued = things["meetings_agencyvoice"], kit_tambon(things), things["meetings_edition"].uid
    header = {"day": "28/11/2569", "starts_at": "09.00", "ends_at": "12.30"}
    held, came = things["meetings_rowrecord"].pk, things["meetings_attendance"]
    quote = things["meetings_quote"]
    shown, said = things["meetings_photo"].pk, {"text": "จดทุกวัน", "speaker": "ป้าแดง"}
    activity = {"activity": "เล่าเรื่อง", "minutes": "30"}
    password = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    chosen = {"app_label": "facilitators", "model_name": "facilitator", "field_name": "tambon", "term": ""}
    told = {
        "home": ([], {}),
        "healthz": ([], {}),
        "facilitators:sign_in": ([], {"username": "somchai", "password": "ผิด"}),
        "facilitators:sign_in_as": ([], {"who": account}),
        "facilitators:sign_out": ([], {}),
        "facilitators:enter": ([], {"code": things["code"]}),
        "facilitators:me": ([], {}),
        "facilitators:set_named": ([], {"agrees": "on"}),
        "facilitators:password": ([], password),
        "facilitators:photo": ([own], {}),
        "assessments:current": ([], {}),
        "assessments:start": ([round, own], {}),
        "assessments:step": ([round, own, 1], {"current": "4", "go": "2"}),
        "assessments:check": ([round, own], {}),
        "assessments:send": ([round, own], {}),
        "assessments:recording": ([round], {}),
        "assessments:paper": ([round], {}),
        "assessments:result": ([], {}),
        "assessments:round_result": ([round], {}),
        "assessments:circle": ([round], {}),
        "assessments:table_export": ([things["assessments_frameworkversion"].pk, "yaml"], {}),
        "assessments:table_import": ([things["facilitators_circle"].pk], {"file": SentAgain("ก.yaml", b"x")}),
        "assessments:table_begin": ([things["circle without a table"].pk], {"title": "ตารางของเรา"}),
        "assessments:import_preview": ([things["sent file"].pk], {"answer": "yes"}),
        "assessments:import_template": ([], {}),
        "assessments:board": ([table.pk], {"goal-text": "รู้จักชุมชน"}),
        "assessments:board_live": ([table.pk], {}),
        "assessments:competency_board": ([competency.pk], {"text": "ฟังจนจบ"}),
        "assessments:competency_board_live": ([competency.pk], {}),
        "assessments:row_agree": (["goal", goals[0].pk], {"agrees": "yes"}),
        "assessments:row_comment": (["goal", goals[0].pk], {"text": "ดีมาก"}),
        "assessments:sorting": ([table.pk], {}),
        "assessments:table_leads": ([table.pk], {"leads": own}),
        "assessments:row": (["indicator", things["assessments_indicator"].pk], {}),
        "assessments:row_place": (["indicator", things["assessments_indicator"].pk], {"level": "3"}),
        "assessments:row_take_in": (["goal", goals[0].pk], {}),
        "assessments:row_join": (["goal", goals[0].pk], {"into": goals[1].pk}),
        "assessments:row_reword": (["goal", goals[0].pk], {"text": goals[0].text}),
        "assessments:row_set_aside": (["goal", goals[0].pk], {"reason": "ซ้ำกัน"}),
        "assessments:row_bring_back": (["goal", goals[0].pk], {}),
        "assessments:row_undo": (["goal", goals[0].pk], {"step": "1"}),
        "assessments:table_list": ([], {}),
        "assessments:table": ([table.pk], {}),
        "assessments:table_history": ([table.pk], {}),
        "assessments:table_check": ([table.pk], {}),
        "assessments:table_use": ([table.pk], {}),
        "assessments:table_put_away": ([things["other draft"].pk], {}),
        "assessments:table_to_draft": ([things["used table"].pk], {}),
        "assessments:table_new_draft": ([things["used table"].pk], {"newest": things["newest"]}),
        "assessments:table_compare": ([table.pk, table.pk], {}),
        "assessments:tree": ([table.pk], {}),
        "assessments:tree_about": ([table.pk], seen(tree.AboutForm, table, title="ฉบับใหม่", purpose=table.purpose)),
        "assessments:tree_levels": ([table.pk], {f"{n.kind}-{n.level}-name": n.name for n in table.level_names.all()}),
        "assessments:tree_add": ([table.pk, "goal"], {"text": "รู้จักตนเอง"}),
        "assessments:tree_order": ([table.pk], {"kind": "goal", "row": goals[1].pk, "after": ""}),
        "assessments:row_edit": (["goal", goals[0].pk], seen(partial(tree.GoalForm, by=None), goals[0], text="พึ่งกันได้")),
        "assessments:row_move": (["goal", goals[0].pk], {"steps": "1"}),
        "assessments:row_split": (["competency", competency.pk], {"name": competency.name, "second-name": "อีกข้อ"}),
        "assessments:projector": ([table.pk], {"competency": competency.pk}),
        "assessments:projector_live": ([table.pk], {"competency": competency.pk}),
        "assessments:table_cards": ([table.pk], {"competency": competency.pk}),
        "assessments:table_print": ([table.pk, "a3"], {}),
        "assessments:table_typing": ([table.pk], {"person": own, "about": competency.pk, "lines": "เริ่มตรงเวลา"}),
        "assessments:assist_list": ([], {}),
        "assessments:assist_ask": ([], {"person": near, "competency": item, "side": "learn", "about": "ก", **meeting}),
        "assessments:assist": ([assist.pk], {}),
        "assessments:assist_accept": ([assist.pk], {"accept-seen_day": assist.day}),
        "assessments:assist_other_day": ([assist.pk], {"other_day-day": meeting["day"]}),
        "assessments:assist_decline": ([assist.pk], {"decline-reply": "ติดเวที"}),
        "assessments:assist_call_off": ([assist.pk], {"call_off-reply": "ติดเวที"}),
        "assessments:assist_finish": ([assist.pk], {"finish-done_on": "1/1/2568"}),
        "assessments:assist_learnt": ([assist.pk], {"learnt-text": "ฟังจนจบ"}),
        "assessments:plan_list": ([], {}),
        "assessments:plan_create": ([], {"competency": item, **plan}),
        "assessments:plan": ([kept.pk], {}),
        "assessments:plan_edit": ([kept.pk], changed(PlanForm, "change", kept, **plan)),
        "assessments:plan_done": (
            [kept.pk],
            changed(PlanDoneForm, "done", kept, done_on="1/1/2568"),
        ),
        "assessments:plan_remove": ([kept.pk], {}),
        "meetings:suggestions": ([forum], {}),
        "meetings:suggestion_accept": ([forum], {"key": f"circle-{topic}"}),
        "meetings:suggestion_take_out": ([forum], {"key": f"outside-{topic}"}),
        "meetings:suggestion_dismiss": ([forum], {"key": f"circle-{topic}"}),
        "meetings:suggestion_bring_back": ([forum], {"key": f"circle-{topic}"}),
        "meetings:role_skills": ([forum], {"lead": things["other competency"].pk}),
        "meetings:from_round": ([round], {}),
        "meetings:forum_list": ([], {}),
        "meetings:forum_create": ([], header | {"circle": things["facilitators_circle"].pk}),
        "meetings:forum_detail": ([forum], {}),
        "meetings:forum_edit": ([forum], seen(ForumForm, things["meetings_forum"], place="ศาลา", **header)),
        "meetings:forum_roles": ([forum], {"lead": own, "record": own, "seen": f"coordinate:0 lead:{own} record:0"}),
        "meetings:forum_print": ([forum], {}),
        "meetings:kit": ([forum], {}),
        "meetings:kit_print": ([forum], {"sheet": "agenda"}),
        "meetings:forum_share": ([forum], {}),
        "meetings:forum_ics": ([forum], {}),
        "meetings:call_off": ([forum], {"reason": "ฝนตก"}),
        "meetings:hold_after_all": ([forum], {}),
        "meetings:forum_leads": ([forum], {}),
        "meetings:row_create": ([forum], activity),
        "meetings:row_edit": ([forum, row], {"activity": things["row"].activity, "minutes": "30"}),
        "meetings:row_order": ([forum], {"row": row, "after": things["meetings_agendarow"].pk}),
        "meetings:rows_insert": ([forum], {}),
        "meetings:template_list": ([], {}),
        "meetings:template": ([template], {}),
        "meetings:template_edit": ([template], {"name": things["template"].name}),
        "meetings:template_archive": ([template], {}),
        "meetings:template_bring_back": ([template], {}),
        "meetings:template_keep": ([forum], {"name": "วงใหม่"}),
        "meetings:copy_choose": ([], {}),
        "meetings:row_move": ([forum, row], {"steps": "1"}),
        "meetings:row_step": ([forum, row], {"steps": "1"}),
        "meetings:forum_fill_leads": ([forum], {}),
        "meetings:row_remove": ([forum, row], {}),
        "meetings:record": ([recorded], {}),
        "meetings:record_open": ([things["unrecorded forum"].pk], {}),
        "meetings:aar": ([recorded], {}),
        "meetings:aar_mine": ([recorded], seen(AnswerForm, AarAnswer(question=asked), text="ได้เพื่อน")),
        "meetings:aar_for": ([recorded], {}),
        "meetings:aar_summary": ([recorded, asked.pk], seen(SummaryForm, asked, summary="ได้เพื่อน")),
        "meetings:circle_questions": ([circle], {"text": "ได้อะไรกลับไป"}),
        "meetings:questions_begin": ([circle], {}),
        "meetings:questions_usual": ([circle], {}),
        "meetings:question_reword": ([circle, question], {"text": "ได้อะไรกลับไป"}),
        "meetings:question_archive": ([circle, question], {}),
        "meetings:question_move": ([circle, question], {"steps": "1"}),
        "meetings:promises": ([recorded], {"what": "ทำบัญชี", "who_else": "กรรมการ"}),
        "meetings:promise_list": ([], {}),
        "meetings:promise": ([promise], {}),
        "meetings:promise_edit": (
            [promise],
            seen(PromiseForm, things["promise"], what="ทำบัญชี", who_else="กรรมการ"),
        ),
        "meetings:promise_remove": ([promise], {}),
        "meetings:promise_finish": ([promise], {"finish-remark": "เสร็จแล้ว"}),
        "meetings:promise_drop": ([promise], {"drop-remark": "ไม่จำเป็นแล้ว"}),
        "meetings:promise_hand_on": ([promise], {"hand_on-who_else": "กรรมการ"}),
        "meetings:promise_reopen": ([things["settled promise"].pk], {}),
        "meetings:record_propose": ([recorded], {}),
        "meetings:record_send_back": ([things["proposed"].forum_id], {"reason": "ขาดชื่อ"}),
        "meetings:record_approve": ([things["proposed"].forum_id], {}),
        "meetings:record_approve_earlier": ([things["later record"].forum_id], {"record": things["proposed"].pk}),
        "meetings:additions": ([things["approved"].forum_id], {"text": "ชื่อที่ถูกคือ บ้านใน"}),
        "meetings:minutes": ([recorded], {}),
        "meetings:calendar": ([], {}),
        "meetings:series_list": ([], {}),
        "meetings:series": ([circle], {}),
        "meetings:record_print": ([recorded], {}),
        "meetings:record_about": ([recorded], seen(AboutForm, things["meetings_record"], summary="ตกลงกันได้")),
        "meetings:record_attendance": (
            [recorded],
            seen(AttendanceForm, came, presence="came"),
        ),
        "meetings:attendance_add": ([recorded], {"name": "ป้าดำ"}),
        "meetings:attendance_remove": ([recorded, came.pk], {}),
        "meetings:record_row": ([recorded, held], seen(RowForm, things["meetings_rowrecord"], points="ทำบัญชีทุกเดือน")),
        "meetings:record_row_add": ([recorded], {"activity": "ร้องเพลง"}),
        "meetings:record_row_move": ([recorded, held], {"steps": "1"}),
        "meetings:record_row_remove": ([recorded, things["unplanned activity"].pk], {}),
        "meetings:quote_add": ([recorded, held], said),
        "meetings:quote_edit": (
            [recorded, things["meetings_quote"].pk],
            seen(QuoteForm, things["meetings_quote"], **said),
        ),
        "meetings:quote_remove": ([recorded, quote.pk], {}),
        "meetings:record_photos": ([recorded], {"photos": things["picture"]}),
        "meetings:photo": ([recorded, shown], {}),
        "meetings:photo_small": ([recorded, shown], {}),
        "meetings:photo_edit": ([recorded, shown], seen(PhotoForm, things["meetings_photo"], caption="ฟลิปชาร์ต")),
        "meetings:photo_remove": ([recorded, shown], {}),
        "meetings:story_list": ([], {}),
        "meetings:story": ([told.pk], {}),
        "meetings:story_history": ([told.pk], {}),
        "meetings:story_new": ([], {}),
        "meetings:story_write": ([draft.uid], {"title": "วงเงียบ", "teller": own, "circle": circle, "seen": opened}),
        "meetings:story_tell": ([draft.pk], {"audience": "circle", "seen": draft.version}),
        "meetings:story_photos": ([told.pk], {"photos": things["picture"]}),
        "meetings:story_photo": ([told.pk, things["meetings_storyphoto"].pk], {}),
        "meetings:story_photo_small": ([told.pk, things["meetings_storyphoto"].pk], {}),
        "meetings:story_photo_edit": (
            [told.pk, things["meetings_storyphoto"].pk],
            seen(CaptionForm, things["meetings_storyphoto"], caption="ล้อมวง"),
        ),
        "meetings:story_photo_remove": ([told.pk, things["meetings_storyphoto"].pk], {}),
        "meetings:story_sound": ([told.pk], {}),
        "meetings:story_sound_add": ([told.pk], {"sound": SentAgain("a.wav", WAV)}),
        "meetings:story_sound_remove": ([told.pk], {}),
        "meetings:story_readers": ([told.pk], {"audience": "network"}),
        "meetings:story_withdraw": ([told.pk], {}),
        "meetings:story_throw_away": ([draft.pk], {}),
        "meetings:story_comment": ([told.pk], {"text": "จะลองบ้าง"}),
        "meetings:story_use": ([told.pk], {"where": "บ้านใน", "came_of_it": "ได้ผล"}),
        "meetings:comment_take_back": ([told.pk, things["meetings_storycomment"].pk], {}),
        "meetings:use_take_back": ([told.pk, things["meetings_storyuse"].pk], {}),
        "meetings:words_of_mine": ([], {}),
        "meetings:story_propose": ([told.pk], {"text": "ฟังก่อนพูด"}),
        "meetings:story_agree": ([told.pk], {"text": "ฟังก่อนพูด"}),
        "meetings:story_turn_down": ([told.pk, things["meetings_proposedprinciple"].pk], {}),
        "meetings:set_list": ([], {}),
        "meetings:set": ([amnuay], {}),
        "meetings:set_edit": ([amnuay], seen_set(sets["amnuay"])),
        "meetings:set_preview": ([amnuay], {}),
        "meetings:preview_style": ([amnuay], {}),
        "meetings:set_issue": ([amnuay], {"after": "1"}),
        "meetings:set_choose": ([amnuay], {"story": things["story to choose"].pk}),
        "meetings:set_order": ([amnuay], {"row": in_set, "after": ""}),
        "meetings:set_place": ([amnuay, in_set], {}),
        "meetings:set_move": ([amnuay, in_set], {"steps": "1"}),
        "meetings:set_remove": ([amnuay, in_set], {}),
        "meetings:work_new": ([eua], {"title": "ตลาดนัด"}),
        "meetings:work_edit": ([eua, work.pk], {"title": work.title}),
        "meetings:work_move": ([eua, work.pk], {"steps": "1"}),
        "meetings:work_remove": ([eua, work.pk], {}),
        "meetings:voice_new": ([eua, work.pk], {"agency": things["silent agency"].pk, "why": "งบมาช้า"}),
        "meetings:voice_edit": ([eua, work.pk, voice.pk], {"why": voice.why}),
        "meetings:voice_remove": ([eua, work.pk, voice.pk], {}),
        "meetings:conditions": ([kit, told_of], {}),
        "meetings:lessons": ([kit, told_of], {}),
        "meetings:edition": ([issued], {}),
        "meetings:edition_book": ([issued], {}),
        "meetings:edition_style": ([issued], {}),
        "meetings:edition_file": ([issued, "md"], {}),
        "meetings:public_edition": ([issued], {}),
        "meetings:public_style": ([issued], {}),
        "meetings:find": ([], {}),
        "meetings:competency": ([competency.pk], {}),
        "admin:index": ([], {}),
        "admin:login": ([], {}),
        "admin:logout": ([], {}),
        "admin:password_change": ([], password),
        "admin:password_change_done": ([], {}),
        "admin:autocomplete": ([], chosen),
        "admin:jsi18n": ([], {}),
        "admin:app_list": (["facilitators"], {}),
        "admin:view_on_site": ([ContentType.objects.get_for_model(Forum).pk, forum], {}),
        "admin:auth_user_password_change": ([account], {"password1": NEW, "password2": NEW}),
        "admin:facilitators_facilitator_slips": ([], {"person": own}),
        "admin:assessments_round_open": ([things["assessments_round"].pk], {}),
        "admin:assessments_round_close": ([round], {}),
        "admin:assessments_round_reopen": ([things["closed round"].pk], {"reason": "สองคนยังไม่ได้ส่ง"}),
        "admin:assessments_round_results": ([round], {}),
        "admin:assessments_round_results_print": ([round], {}),
        "admin:assessments_round_results_csv": ([round], {}),
        "admin:assessments_round_results_xlsx": ([round], {}),
        "admin:assessments_round_notes": ([round], {"notes": "คุยเรื่องการสร้างบรรยากาศ"}),
        "admin:assessments_round_pairs": ([round], {}),
        "admin:assessments_round_pairs_print": ([round], {}),
        "admin:assessments_round_pairs_csv": ([round], {}),
        "admin:assessments_round_pairs_xlsx": ([round], {}),
        "admin:assessments_round_since": ([round], {}),
        "admin:assessments_round_since_print": ([round], {}),
        "admin:assessments_round_since_csv": ([round], {}),
        "admin:assessments_round_since_xlsx": ([round], {}),
    }
    return {name: (reverse(name, args=args), asked) for name, (args, asked) in told.items()}


def seen_set(knowledge_set):
    """What is posted of the form of a set in which only the foreword was written."""
    form = SetForm(instance=knowledge_set, names_editors=True)
    editors = [person.pk for person in knowledge_set.editors.all()]
    kept = {"framework": knowledge_set.framework_id or "", "editors": editors}
    return {"seen": form.digests(), "title": knowledge_set.title, "foreword": "เริ่มที่วงคุย"} | kept


def kit_tambon(things):
    return things["meetings_tambonconditions"].tambon_id


def changed(form_class, prefix, row, **typed):
    """What is posted of a form of this row where something else was typed."""
    form = form_class(instance=row, prefix=prefix)
    return {form[name].html_name: value for name, value in {"seen": form["seen"].value(), **typed}.items()}


# Asking


class Visitor:
    """Someone who asks for one address after the other, each time as if nothing had been written before."""

    def __init__(self, account):
        client = Client()
        if account:
            client.force_login(account, backend=PASSWORDS)
        self.cookies = client.cookies

    def ask(self, method, path, asked=(), headers=None):
        """The answer, and whether something was written meanwhile."""
        client = Client()
        client.cookies = self.cookies.copy()
        wrote = []

        def note(execute, sql, params, many, context):
            if is_write(sql):
                wrote.append(sql)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(note):
            response = getattr(client, method)(path, dict(asked), headers=headers)
            if response.streaming:
                response.getvalue()  # to the end of the photo, which closes its file
            transaction.set_rollback(True)
        return response, bool(wrote)

    def outcome(self, *asked):
        response, wrote = self.ask(*asked)
        said = str(response.status_code)
        if said == "302":
            said = "in" if response.url.startswith(("/sign-in/?", "/admin/login/")) else "go"
        return said + "+" * wrote


def is_write(sql):
    """Whether this changes a row of ours; noting the moment of signing in is none."""
    act, *words = sql.replace('"', "").split()
    if act not in ("INSERT", "UPDATE", "DELETE") or words[1:4] == ["SET", "last_login", "="]:
        return False
    return next(word for word in words if "_" in word).startswith(TABLES)


# Of these the office writes only what was changed.
CHANGED = {
    "assessments_frameworkversion": {"title": "ฉบับใหม่"},
    "assessments_goal": {"text": "พึ่งกันได้"},
    "assessments_levelname": {"name": "ทำเองได้"},
    "assessments_competency": {"name": "ฟังเป็น"},
    "assessments_indicator": {"text": "ฟังจนจบ"},
    "meetings_forum": {"place": "ศาลาหมู่ 9"},
}


def unchanged(response):
    """What a browser posts of an office form in which nobody has changed anything."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form, *(formset.management_form for formset in formsets)]
    forms += [form for formset in formsets for form in formset.forms]
    posted = {}
    for field in (field for form in forms for field in form):
        value = field.value()
        if (value or value == 0) and value is not False and not isinstance(value, FieldFile):
            is_day = hasattr(value, "isoformat")
            posted[field.html_name] = field.field.widget.format_value(value) if is_day else value
    return posted


# The tests


def test_tables_name_every_address():
    named = {name for name, _method in pages_table()["self"]}
    named |= {f"admin:{model}_{operation}" for model in office_table() for operation in OPERATIONS[:-1]}
    old = {f"admin/{model.replace('_', '/', 1)}/<path:object_id>/" for model in office_table()}

    assert url_names() == named | old | {"admin/(?P<url>.*)$"}


@pytest.mark.parametrize("who", WHO)
def test_pages_answer_each_as_the_table_says(who, people, things):
    visitor = Visitor(people[who])

    found = {
        (name, method): visitor.outcome(method, *asked)
        for name, asked in pages(things).items()
        for method in ("get", "post")
    }

    assert differences(found, pages_table()[who]) == {}


@pytest.mark.parametrize("who", WHO)
def test_office_answers_each_as_the_table_says(who, people, things):
    visitor = Visitor(people[who])

    found, expected = {}, {}
    for model, rights in office_table().items():
        found |= office_outcomes(visitor, model, things[model].pk)
        expected |= expected_outcomes(who, model, rights)

    assert differences(found, expected) == {}


@pytest.mark.parametrize("who", WHO)
def test_unknown_address_of_the_office_is_told_to_nobody_outside(who, people):
    expected = "404" if who in ("coord", "other", "root", "staff") else "in"

    assert Visitor(people[who]).outcome("get", "/admin/no-such-page/") == expected


def differences(found, expected):
    return {
        key: f"{found.get(key)}, not {expected.get(key)}"
        for key in found | expected
        if found.get(key) != expected.get(key)
    }


def office_outcomes(visitor, model, pk):
    """The outcomes for the list and one row of a model: {(model, operation): (reading, writing)}."""
    paths = {name: reverse(f"admin:{model}_{name}", args=[pk]) for name in ("change", "delete", "history")}
    paths |= {name: reverse(f"admin:{model}_{name}") for name in ("changelist", "add")}
    paths |= {"old": paths["change"].removesuffix("change/")}
    form, _wrote = visitor.ask("get", paths["change"])
    posted = {}
    if form.status_code == 200:
        posted = {"change": unchanged(form) | CHANGED.get(model, {}), "delete": {"post": "yes"}}
    return {
        (model, name): (visitor.outcome("get", path), visitor.outcome("post", path, posted.get(name, {})))
        for name, path in paths.items()
    }
