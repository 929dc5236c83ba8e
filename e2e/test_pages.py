"""Every page of the sample network, on a phone and on a laptop, as each who comes there."""

import re

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from assessments.exchange.formats import FORMATS
from assessments.exchange.tables import Table
from assessments.models import FrameworkFile, Round
from assessments.tests.factories import (
    CompetencyFactory,
    FrameworkFactory,
    GoalFactory,
    IndicatorFactory,
    LearningPlanFactory,
    LevelNameFactory,
    PeerAssistFactory,
)
from facilitators.models import Network, PartnerAgency, SignInSlip, User
from kmnet.tests.access_tables import office_table
from kmnet.tests.addresses import admin_models, url_names
from meetings.kit.kit import SHEETS
from meetings.models import (
    AgencyVoice,
    Forum,
    ForumTemplate,
    ProposedPrinciple,
    Story,
    StoryComment,
    StorySound,
    SuggestionChoice,
    TambonConditions,
)
from meetings.stories.tests.recordings import silence
from meetings.tests.factories import (
    AarAnswerFactory,
    AskedQuestionFactory,
    AttendanceFactory,
    CircleQuestionFactory,
    ForumFactory,
    JointWorkFactory,
    PhotoFactory,
    PromiseFactory,
    PromiseReopeningFactory,
    QuoteFactory,
    RowRecordFactory,
    StoryFactory,
    StoryPhotoFactory,
)

from .looking import Line, faults, too_much

ALL_SHEETS = "?" + "&".join(f"sheet={sheet.key}" for sheet in SHEETS)

# Pages by the name of their address, with its arguments as words for what `sample` holds.
PAGES = {
    "nobody": [
        ("facilitators:sign_in",),
        ("facilitators:enter",),
        ("meetings:public_edition", "edition"),
    ],
    # chujai records for her tambon and has sent her answers
    "chujai": [
        ("home",),
        ("facilitators:me",),
        ("facilitators:password",),
        ("assessments:step", "open", "self", "1"),
        ("assessments:step", "open", "self", "12"),
        ("assessments:check", "open", "self"),
        ("assessments:round_result", "open"),
        ("assessments:round_result", "closed"),
        ("assessments:circle", "open"),
        ("assessments:circle", "closed"),
        ("assessments:recording", "open"),
        ("assessments:recording", "closed"),
        ("assessments:paper", "open"),
        ("assessments:assist_list",),
        ("assessments:assist_ask",),
        ("assessments:assist", "assist"),
        ("assessments:plan_list",),
        ("assessments:plan_create",),
        ("assessments:plan", "plan"),
        ("meetings:forum_list",),
        ("meetings:forum_detail", "forum"),  # of another tambon: to be read
        ("meetings:forum_create",),
    ],
    # kaew has not begun to answer
    "kaew": [
        ("home",),
        ("assessments:current",),
        ("assessments:result",),
        ("assessments:round_result", "open"),
        ("assessments:start", "closed", "self"),
        ("assessments:check", "open", "self"),
        ("assessments:board", "draft"),
        ("assessments:competency_board", "draft competency"),
        ("assessments:board", "table"),  # in use: to be read
        ("assessments:row", "indicator", "waiting indicator"),
        ("assessments:table_list",),
        ("assessments:table", "table"),
        ("assessments:table", "draft"),
        ("assessments:table_history", "table"),
        ("assessments:table_check", "draft"),
        ("assessments:table_compare", "table", "draft"),
    ],
    # manee plans the forums of her tambon
    "manee": [
        ("home",),
        ("meetings:forum_list",),
        ("meetings:forum_detail", "forum"),
        ("meetings:forum_detail", "past forum"),
        ("meetings:forum_edit", "forum"),
        ("meetings:forum_print", "forum"),
        ("meetings:kit", "forum"),
        ("meetings:kit_print", "forum", ALL_SHEETS),
        ("meetings:forum_share", "forum"),
        ("meetings:call_off", "forum"),
        ("meetings:call_off", "called off"),
        ("meetings:forum_detail", "called off"),
        ("meetings:suggestions", "forum"),
        ("meetings:role_skills", "forum"),
        ("meetings:from_round", "closed"),
        ("meetings:row_create", "forum"),
        ("meetings:row_edit", "forum", "row"),
        ("meetings:row_remove", "forum", "row"),
        ("meetings:template_list",),
        ("meetings:template", "shipped template"),
        ("meetings:template", "template"),
        ("meetings:template_edit", "template"),
        ("meetings:template_keep", "forum"),
        ("meetings:copy_choose",),
        ("meetings:rows_insert", "forum"),
        ("meetings:rows_insert", "forum", "?template", "shipped template"),
        ("meetings:forum_create", "?template", "shipped template"),
        ("meetings:forum_create", "?copy", "past forum"),
        ("meetings:record", "written"),
        ("meetings:record_print", "written"),
        ("meetings:record_about", "written"),
        ("meetings:record_attendance", "written"),
        ("meetings:attendance_add", "written"),
        ("meetings:record_row", "written", "written row"),
        ("meetings:record_row_add", "written"),
        ("meetings:record_row_remove", "written", "written row"),
        ("meetings:quote_add", "written", "written row"),
        ("meetings:quote_edit", "written", "quote"),
        ("meetings:record_photos", "written"),
        ("meetings:photo_edit", "written", "photo"),
        ("assessments:projector", "draft", "?competency", "draft competency"),
        ("assessments:projector", "table"),
        ("meetings:aar", "recorded"),
        ("meetings:aar", "past forum"),
        ("meetings:aar_mine", "recorded"),
        ("meetings:aar_mine", "past forum"),
        ("meetings:aar_for", "recorded"),
        ("meetings:aar_summary", "recorded", "asked"),
        ("meetings:promises", "recorded"),
        ("meetings:promises", "past forum"),
        ("meetings:promise", "promise"),
        ("meetings:promise_edit", "promise"),
        ("meetings:promise_list",),
        ("meetings:record_propose", "recorded"),
        ("meetings:record_propose", "past forum"),
        ("meetings:additions", "past forum"),
        ("meetings:minutes", "past forum"),
        ("meetings:circle_questions", "kit circle"),
        ("meetings:question_reword", "kit circle", "question"),
        ("meetings:calendar",),
        ("meetings:series_list",),
        ("meetings:series", "kit circle"),
        ("meetings:find",),
        ("meetings:find", "?q=กรรมการ"),
        ("meetings:competency", "draft competency"),
        ("meetings:story_list",),
        ("meetings:words_of_mine",),
        ("meetings:story", "story"),
        ("meetings:story_history", "story"),
        ("meetings:story_write", "begun story uid"),
        ("meetings:story_tell", "begun story"),
        ("meetings:story_photos", "story"),
        ("meetings:story_photo_edit", "story", "story photo"),
        ("meetings:story_readers", "story"),
        ("meetings:story_withdraw", "story"),
        ("meetings:set_list",),
        ("meetings:set", "amnuay set"),  # to be read
        ("meetings:edition", "edition"),
        ("meetings:edition_book", "edition"),
    ],
    "sample-coordinator": [
        ("home",),
        ("facilitators:me",),
        ("facilitators:password",),
        ("assessments:current",),
        ("assessments:recording", "open"),
        ("assessments:step", "open", "kaew", "1"),
        ("assessments:check", "open", "kaew"),
        ("assessments:table_import", "circle"),
        ("assessments:table_begin", "circle"),
        ("assessments:table_begin", "empty circle"),
        ("assessments:import_preview", "sent file"),
        ("assessments:import_preview", "refused file"),
        ("meetings:forum_list",),
        ("meetings:forum_create",),
        ("meetings:suggestions", "forum"),
        ("meetings:forum_detail", "forum"),
        ("meetings:set_list",),
        ("meetings:set", "amnuay set"),
        ("meetings:set", "eua set"),
        ("meetings:set", "kit set"),
        ("meetings:set_edit", "amnuay set"),
        ("meetings:set_preview", "amnuay set"),
        ("meetings:set_issue", "amnuay set"),
        ("meetings:set_choose", "eua set"),
        ("meetings:set_place", "amnuay set", "chosen story"),
        ("meetings:work_new", "eua set"),
        ("meetings:work_edit", "eua set", "joint work"),
        ("meetings:work_remove", "eua set", "joint work"),
        ("meetings:voice_new", "eua set", "joint work"),
        ("meetings:voice_edit", "eua set", "joint work", "voice"),
        ("meetings:conditions", "kit set", "kit tambon"),
        ("admin:index",),
        ("admin:app_list", "facilitators"),
        ("admin:app_list", "assessments"),
        ("admin:app_list", "meetings"),
        ("admin:password_change",),
        ("admin:facilitators_facilitator_slips", "?person", "kaew"),
        ("admin:assessments_round_open", "planned"),
        ("admin:assessments_round_open", "open"),
        ("admin:assessments_round_close", "open"),
        ("admin:assessments_round_close", "closed"),
        ("admin:assessments_round_reopen", "closed"),
        ("admin:assessments_round_results", "planned"),
        ("admin:assessments_round_results", "open"),
        ("admin:assessments_round_results", "open", "?person", "chujai"),
        ("admin:assessments_round_results", "closed"),
        ("admin:assessments_round_results_print", "open"),
        ("admin:assessments_round_notes", "open"),
        ("admin:assessments_round_pairs", "open"),
        ("admin:assessments_round_pairs_print", "open"),
        ("admin:assessments_round_since", "open"),
        ("admin:assessments_round_since_print", "open"),
        ("admin:assessments_round_change", "open"),
        ("admin:assessments_frameworkversion_change", "table"),
        ("assessments:board", "draft"),
        ("assessments:competency_board", "draft competency"),
        ("assessments:table_list",),
        ("assessments:table", "table"),
        ("assessments:table", "draft"),
        ("assessments:table_history", "draft"),
        ("assessments:table_check", "draft"),
        ("assessments:table_check", "table"),
        ("assessments:table_new_draft", "table"),
        ("assessments:table_compare", "table", "draft"),
        ("assessments:sorting", "draft"),
        ("assessments:table_leads", "draft"),
        ("assessments:row", "goal", "draft goal"),
        ("assessments:row", "indicator", "draft indicator"),
        ("assessments:row", "indicator", "waiting indicator"),
        ("assessments:row_join", "indicator", "waiting indicator"),
        ("assessments:row_reword", "competency", "draft competency"),
        ("assessments:row_set_aside", "indicator", "waiting indicator"),
        ("assessments:tree", "draft"),
        ("assessments:tree_about", "draft"),
        ("assessments:tree_levels", "draft"),
        ("assessments:tree_add", "draft", "goal"),
        ("assessments:tree_add", "draft", "competency"),
        ("assessments:row_edit", "goal", "draft goal"),
        ("assessments:row_edit", "competency", "draft competency"),
        ("assessments:row_edit", "indicator", "draft indicator"),
        ("assessments:row_split", "competency", "draft competency"),
        ("assessments:projector", "draft"),
        ("assessments:projector", "draft", "?competency", "draft competency"),
        ("assessments:table_cards", "draft", "?competency", "draft competency"),
        ("assessments:table_print", "draft", "a4"),
        ("assessments:table_print", "draft", "a3"),
        ("assessments:table_typing", "draft"),
    ],
    "root": [
        ("admin:index",),
        ("admin:app_list", "auth"),
        ("admin:auth_user_password_change", "account"),
        ("admin:password_change_done",),
    ],
}

# Addresses that answer with no page of their own: they act, lead on, or send something else than a page.
NO_PAGES = {
    "healthz",
    "facilitators:sign_in_as",
    "facilitators:sign_out",
    "facilitators:set_named",
    "facilitators:photo",
    "assessments:send",
    "assessments:assist_accept",
    "assessments:assist_other_day",
    "assessments:assist_decline",
    "assessments:assist_call_off",
    "assessments:assist_finish",
    "assessments:assist_learnt",
    "assessments:plan_edit",
    "assessments:plan_done",
    "assessments:plan_remove",
    "assessments:table_export",
    "assessments:import_template",
    "assessments:board_live",
    "assessments:competency_board_live",
    "assessments:row_agree",
    "assessments:row_comment",
    "assessments:table_use",
    "assessments:table_put_away",
    "assessments:table_to_draft",
    "assessments:row_place",
    "assessments:row_take_in",
    "assessments:row_bring_back",
    "assessments:row_undo",
    "assessments:tree_order",
    "assessments:row_move",
    "assessments:projector_live",
    "meetings:forum_roles",
    "meetings:forum_ics",
    "meetings:forum_leads",
    "meetings:forum_fill_leads",
    "meetings:hold_after_all",
    "meetings:row_move",
    "meetings:row_step",
    "meetings:row_order",
    "meetings:template_archive",
    "meetings:template_bring_back",
    "meetings:questions_begin",
    "meetings:questions_usual",
    "meetings:question_archive",
    "meetings:question_move",
    "meetings:promise_remove",
    "meetings:promise_finish",
    "meetings:promise_drop",
    "meetings:promise_hand_on",
    "meetings:promise_reopen",
    "meetings:record_send_back",
    "meetings:record_approve",
    "meetings:record_approve_earlier",
    "meetings:record_open",
    "meetings:record_row_move",
    "meetings:attendance_remove",
    "meetings:quote_remove",
    "meetings:photo",
    "meetings:photo_small",
    "meetings:photo_remove",
    "meetings:suggestion_accept",
    "meetings:suggestion_bring_back",
    "meetings:suggestion_dismiss",
    "meetings:suggestion_take_out",
    "meetings:story_new",  # leads on to story_write
    "meetings:story_photo",
    "meetings:story_photo_small",
    "meetings:story_photo_remove",
    "meetings:story_sound",
    "meetings:story_sound_add",
    "meetings:story_sound_remove",
    "meetings:story_throw_away",
    "meetings:story_comment",
    "meetings:story_use",
    "meetings:comment_take_back",
    "meetings:use_take_back",
    "meetings:story_propose",
    "meetings:story_agree",
    "meetings:story_turn_down",
    "meetings:set_order",
    "meetings:set_move",
    "meetings:set_remove",
    "meetings:work_move",
    "meetings:voice_remove",
    "meetings:lessons",
    "meetings:preview_style",
    "meetings:edition_style",
    "meetings:edition_file",
    "meetings:public_style",
    "admin:login",
    "admin:logout",
    "admin:autocomplete",
    "admin:jsi18n",
    "admin:view_on_site",
    "admin:assessments_round_results_csv",
    "admin:assessments_round_results_xlsx",
    "admin:assessments_round_pairs_csv",
    "admin:assessments_round_pairs_xlsx",
    "admin:assessments_round_since_csv",
    "admin:assessments_round_since_xlsx",
}

# Models that only who keeps the site may see; all others are looked at as the coordinator.
FOR_ROOT = {model for model, rights in office_table().items() if rights["coord"] == "-"} | {"facilitators_coordinator"}
RIGHT_FOR = {"changelist": "view", "add": "add", "change": "view", "history": "view", "delete": "delete"}


@pytest.fixture
def sample(shipped, settings, tmp_path):
    """{word: row} of what the pages show; the newest row of each model is one that may still be changed."""
    settings.MEDIA_ROOT = tmp_path
    network = Network.objects.get(is_sample=True)
    rounds = {round.state: round for round in Round.objects.filter(circle__network=network)}
    past_forum, forum = Forum.objects.filter(circle__network=network).order_by("day")
    table = rounds["open"].framework
    draft = FrameworkFactory(circle=table.circle, number=table.number + 2)
    LevelNameFactory(framework=draft)
    placed = IndicatorFactory(competency=CompetencyFactory(framework=draft))
    waiting = IndicatorFactory(competency=placed.competency, standing="proposed", text="จดประเด็นสำคัญได้ครบ")
    IndicatorFactory(competency=placed.competency, standing="proposed", text="จดประเด็นสำคัญได้ครบถ้วน", level=None)
    GoalFactory(framework=draft)
    account = User.objects.get(username="kaew")
    SignInSlip.make(account, by=User.objects.get(username="sample-coordinator"))
    User.objects.create_superuser("root", first_name="ผู้ดูแลเว็บ")
    promise = PromiseFactory(record__forum__circle=forum.circle, record__forum__number=forum.number + 2)
    PromiseReopeningFactory(promise=promise)
    AarAnswerFactory(question=AskedQuestionFactory(record=promise.record, position=2))
    SuggestionChoice.objects.create(forum=forum, key="story-1-1", act=SuggestionChoice.Act.DISMISSED, by=account)
    return {
        **rounds,
        "planned": Round.objects.create(circle=table.circle, framework=draft, number=9),
        "table": table,
        "draft": draft,
        "draft goal": draft.goals.get(),
        "draft competency": draft.competencies.get(),
        "draft indicator": placed,
        "waiting indicator": waiting,
        "circle": table.circle,
        "empty circle": table.circle.network.circles.get(kind="eua"),
        "sent file": sent(table.circle, FORMATS["yaml"].write(Table.of(table))),
        "refused file": sent(table.circle, b"%PDF-1.7"),
        "forum": forum,
        "past forum": past_forum,
        "called off": ForumFactory(
            circle=forum.circle,
            number=forum.number + 1,
            called_off_at=timezone.now(),
            called_off_because="ฝนตกหนัก ถนนขาด",
        ),
        "row": forum.rows.first(),
        "shipped template": ForumTemplate.objects.get(key="framework-session"),
        "template": ForumTemplate.objects.kept().get(),
        "recorded": promise.record.forum,
        "promise": promise,
        "asked": AskedQuestionFactory(record=promise.record),
        "question": CircleQuestionFactory(circle=forum.circle),
        "kit circle": forum.circle,
        **written(forum.circle),
        **told(network),
        **bound(network),
        "account": account,
        "assist": PeerAssistFactory(
            round=rounds["open"],
            competency=table.competencies.first(),
            learner=account.facilitator,
            giver=User.objects.get(username="chujai").facilitator,
        ),
        "plan": LearningPlanFactory(
            round=rounds["open"],
            competency=table.competencies.first(),
            facilitator=User.objects.get(username="chujai").facilitator,
        ),
        "kaew": account.facilitator,
        "chujai": User.objects.get(username="chujai").facilitator,
    }


def written(circle):
    """A forum whose record is being written, with an activity that nobody had planned."""
    row = RowRecordFactory(
        record__forum__circle=circle,
        record__forum__number=30,
        record__forum__day=timezone.localdate(),
        record__opened_by=User.objects.get(username="manee"),
        outcome="changed",
        points="ตกลงทำบัญชีทุกวันพุธ",
    )
    AttendanceFactory(record=row.record, presence="came", is_guest=True)
    return {
        "written": row.record.forum,
        "written row": row,
        "quote": QuoteFactory(row=row),
        "photo": PhotoFactory(record=row.record, row=row, added_by=row.record.opened_by),
    }


def told(network):
    """A story that manee has told, with all that may belong to one; and one that she has begun."""
    manee = User.objects.get(username="manee").facilitator
    story = Story.objects.get(teller=manee)
    StorySound(story=story, content_type="audio/wav").file.save("a.wav", ContentFile(silence()))
    StoryComment.objects.create(story=story, by=User.objects.get(username="kaew"), text="จะลองบ้าง")
    ProposedPrinciple.objects.create(story=story, by=User.objects.get(username="kaew"), text="ฟังก่อนพูด")
    story.title += " กับเสียงของทุกคน"
    story.save()
    begun = StoryFactory(
        circle=story.circle, teller=manee, teller_name="", typed_by=manee.user, happened="วงเงียบ", did="ถามทีละคน"
    )
    return {
        "story": story,
        "story photo": StoryPhotoFactory(story=story),
        "begun story": begun,
        "begun story uid": begun.uid,
    }


def bound(network):
    """The network's knowledge sets, each with something in it, and the address of an edition."""
    sets = {f"{row.kind} set": row for row in network.knowledge_sets.all()}
    work = JointWorkFactory(set=sets["eua set"])
    agency = PartnerAgency.objects.create(network=network, name="สำนักงานพัฒนาชุมชน")
    tambon = network.tambons.first()
    TambonConditions.objects.create(set=sets["kit set"], tambon=tambon, people="คนสวนยาง")
    return {
        **sets,
        "edition": sets["amnuay set"].editions.get().uid,
        "chosen story": sets["amnuay set"].chosen.first(),
        "joint work": work,
        "voice": AgencyVoice.objects.create(work=work, agency=agency, why="งบมาช้า"),
        "kit tambon": tambon,
    }


def sent(circle, content):
    """A file that the coordinator sent in and has not decided on."""
    sender = User.objects.get(username="sample-coordinator")
    return FrameworkFile.objects.create(circle=circle, uploaded_by=sender, name="ตาราง.yaml", content=content)


def addresses(who, user, sample):
    """[(name, path)] of the entries of PAGES."""
    known = sample | {"self": getattr(user, "facilitator", None)}
    found = []
    for name, *words in PAGES[who]:
        query = ""
        if words and words[-1].startswith("?"):
            query = words.pop()
        elif len(words) > 1 and words[-2].startswith("?"):
            *words, question, person = words
            query = f"{question}={known[person].pk}"
        named = [known.get(word, word) for word in words]
        found.append((name, reverse(name, args=[getattr(row, "pk", row) for row in named]) + query))
    return found


def office_addresses(who):
    """[(name, path)] of the lists and forms that one looks at of each model, as far as one has the right to."""
    if who not in ("root", "sample-coordinator"):
        return []
    found = []
    for model, rights in office_table().items():
        if (who == "root") == (model in FOR_ROOT):
            row = newest(admin_models()[model])
            may = rights["root" if who == "root" else "coord"].replace("keep", "delete")
            for operation in (name for name, right in RIGHT_FOR.items() if right in may.split(",")):
                name = f"admin:{model}_{operation}"
                found.append((name, reverse(name, args=[] if operation in ("changelist", "add") else [row.pk])))
    return found


def newest(model):
    """The newest row of the sample network, with something to tell on its history page."""
    rows = model.objects.order_by("pk")
    if hasattr(rows, "of_networks"):
        rows = rows.of_networks(Network.objects.filter(is_sample=True))
    row = rows.last()
    assert row is not None, f"the sample has no {model._meta.label}"
    LogEntry.objects.create(
        user=User.objects.get(username="sample-coordinator"),
        content_type=ContentType.objects.get_for_model(model),
        object_id=row.pk,
        object_repr=str(row),
        action_flag=CHANGE,
        change_message="[]",
    )
    return row


def user_names():
    """User names and addresses are written in Latin letters, whatever the language of the page."""
    names = User.objects.values_list("username", flat=True)
    return {word for name in names for word in re.findall("[A-Za-z]+", name)} | {"coordinators", "http", "forums"}


def test_lists_name_every_page():
    listed = {name for entries in PAGES.values() for name, *_words in entries} | NO_PAGES
    in_the_office = {name for name in url_names() if re.match("admin:.*_(changelist|add|change|delete|history)$", name)}
    unnamed = {name for name in url_names() if name.startswith("admin/")}

    assert url_names() - in_the_office - unnamed == listed - in_the_office
    assert {model for model in admin_models() if f"admin:{model}_changelist" in in_the_office} == set(office_table())


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_sound_thai_and_light(who, sample, new_page, one_tap):
    user = User.objects.filter(username=who).first()
    page = new_page(user, viewport={"width": 360, "height": 740})
    line = Line(page)
    latin = user_names()

    wrong = {}
    for visited, (_name, path) in enumerate(addresses(who, user, sample) + office_addresses(who)):
        line.start()
        response = page.goto(path)
        page.evaluate("document.fonts.ready")
        found = [] if response.status == 200 else [f"status {response.status}"]
        found += too_much(line, is_first=visited == 0) + faults(page, latin)
        if found:
            wrong[path] = found

    assert wrong == {}
