from datetime import date, time

import factory
from django.utils import timezone

from facilitators.models import Role
from facilitators.tests.factories import CircleFactory, FacilitatorFactory, NetworkFactory, UserFactory
from meetings.models import (
    AarAnswer,
    Addition,
    AgendaRow,
    AskedQuestion,
    Attendance,
    CircleQuestion,
    Edition,
    Forum,
    ForumRole,
    ForumTemplate,
    JointWork,
    KnowledgeSet,
    Photo,
    Promise,
    PromiseReopening,
    Quote,
    Record,
    RecordChange,
    RowRecord,
    Story,
    StoryPhoto,
    TemplateRow,
)


class ForumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Forum

    circle = factory.SubFactory(CircleFactory, kit=True)
    number = factory.Sequence(lambda n: n + 1)
    day = date(2026, 11, 28)
    starts_at = time(9, 0)
    ends_at = time(12, 30)


class AgendaRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaRow

    forum = factory.SubFactory(ForumFactory)
    position = factory.Sequence(int)
    minutes = 30
    activity = factory.Sequence(lambda n: f"กิจกรรม {n}")


class ForumRoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ForumRole

    forum = factory.SubFactory(ForumFactory)
    role = Role.LEAD
    facilitator = factory.SubFactory(FacilitatorFactory)


class ForumTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ForumTemplate

    circle = factory.SubFactory(CircleFactory, kit=True)
    name = factory.Sequence(lambda n: f"แม่แบบ {n}")


class TemplateRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TemplateRow

    template = factory.SubFactory(ForumTemplateFactory)
    position = factory.Sequence(int)
    minutes = 30
    activity = factory.Sequence(lambda n: f"กิจกรรม {n}")


class RecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Record

    forum = factory.SubFactory(ForumFactory)
    opened_by = factory.SubFactory(UserFactory)


class RowRecordFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RowRecord

    record = factory.SubFactory(RecordFactory)
    position = factory.Sequence(int)
    activity = factory.Sequence(lambda n: f"กิจกรรม {n}")


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    record = factory.SubFactory(RecordFactory)
    name = factory.Sequence(lambda n: f"ป้าแดง {n}")


class QuoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quote

    row = factory.SubFactory(RowRecordFactory)
    text = factory.Sequence(lambda n: f"จดทุกครั้งที่มีคนฝาก {n}")
    speaker = "ป้าแดง"


class PhotoFactory(factory.django.DjangoModelFactory):
    """Writes a small file into MEDIA_ROOT, which the test sets."""

    class Meta:
        model = Photo

    record = factory.SubFactory(RecordFactory)
    image = factory.django.ImageField(width=8, height=6, format="JPEG")
    added_by = factory.SubFactory(UserFactory)


class PromiseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Promise

    record = factory.SubFactory(RecordFactory)
    what = factory.Sequence(lambda n: f"ข้อตกลง {n}")
    who_else = "กรรมการกลุ่ม"


class CircleQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CircleQuestion

    circle = factory.SubFactory(CircleFactory, kit=True)
    position = factory.Sequence(int)
    text = factory.Sequence(lambda n: f"คำถาม {n}")


class AskedQuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AskedQuestion

    record = factory.SubFactory(RecordFactory)
    position = factory.Sequence(int)
    text = factory.Sequence(lambda n: f"คำถาม {n}")


class AarAnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AarAnswer

    question = factory.SubFactory(AskedQuestionFactory)
    name = factory.Sequence(lambda n: f"ป้าแดง {n}")
    text = "ได้เคล็ดลับ"
    entered_by = factory.SubFactory(UserFactory)


class StoryFactory(factory.django.DjangoModelFactory):
    """A draft; `told=True` makes it a story that its circle reads."""

    class Meta:
        model = Story

    class Params:
        told = factory.Trait(state="told", told_at=factory.LazyFunction(timezone.now))

    circle = factory.SubFactory(CircleFactory, kit=True)
    teller_name = factory.Sequence(lambda n: f"ป้าแดง {n}")
    typed_by = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"เรื่องที่ {n}")


class StoryPhotoFactory(factory.django.DjangoModelFactory):
    """Writes a small file into MEDIA_ROOT, which the test sets."""

    class Meta:
        model = StoryPhoto

    story = factory.SubFactory(StoryFactory)
    image = factory.django.ImageField(width=8, height=6, format="JPEG")


class KnowledgeSetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KnowledgeSet

    network = factory.SubFactory(NetworkFactory)
    kind = "amnuay"
    title = "ชุดความรู้คุณอำนวย"


class JointWorkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JointWork

    set = factory.SubFactory(KnowledgeSetFactory, kind="eua")
    title = factory.Sequence(lambda n: f"งานร่วมที่ {n}")


class EditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Edition

    set = factory.SubFactory(KnowledgeSetFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = "ชุดความรู้คุณอำนวย"
    issued_by = factory.SubFactory(UserFactory)


class RecordChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecordChange

    record = factory.SubFactory(RecordFactory)
    act = RecordChange.Act.PROPOSED
    by = factory.SubFactory(UserFactory)


class PromiseReopeningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PromiseReopening

    promise = factory.SubFactory(PromiseFactory)
    state = Promise.State.DONE
    by = factory.SubFactory(UserFactory)


class AdditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Addition

    record = factory.SubFactory(RecordFactory)
    text = "ชื่อที่ถูกคือ บ้านใน"
    by = factory.SubFactory(UserFactory)
