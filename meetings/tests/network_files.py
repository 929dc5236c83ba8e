"""A small network file, and what the tests of its loading ask for."""

from io import StringIO

from django.core.management import call_command

from assessments.models import Competency, FrameworkVersion, Goal, Indicator, LevelName, Round
from facilitators.models import (
    Circle,
    CommunityGroup,
    Coordinator,
    Facilitator,
    Network,
    PartnerAgency,
    Tambon,
    User,
    UsualRole,
)
from meetings.models import AgendaRow, Forum

MODELS = (
    Network, Tambon, Circle, PartnerAgency, CommunityGroup, User, Facilitator, UsualRole, Coordinator,
    FrameworkVersion, Goal, LevelName, Competency, Indicator, Round, Forum, AgendaRow,
)  # fmt: skip

SMALL = """\
network: {name: เครือข่ายทดสอบ, province: นครศรีธรรมราช, agencies: [อบต.]}
tambons:
  - key: bc
    name: บางจาก
    facilitators: [{key: somjai, given: สมใจ, surname: ใจดี}, มานี มีสุข, ปิติ]
    usual_roles: {lead: somjai, record: มานี มีสุข}
    groups: [กลุ่มออมทรัพย์บ้านใหม่]
framework:
  goals: [เป้าหมายหนึ่ง]
  competencies:
    - {kind: knowledge, name: ความเป็นมา, levels: {1: รู้จัก, 5: สอนได้}}
    - {kind: skill, name: ประสานงาน}
first_meeting:
  day: 8 สิงหาคม
  start: "09.00"
  end: "12.00"
  agenda: [{title: พบกัน, minutes: 60}, {title: พัก, minutes: 15}]
"""


def run(path, **options):
    out = StringIO()
    call_command("load_network", str(path), stdout=out, **options)
    return out.getvalue().splitlines()


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def differences_in(lines):
    return [line for line in lines if line.startswith("- บรรทัดที่")]
