import pytest

from meetings.tests.factories import RecordFactory, RowRecordFactory


@pytest.fixture
def record(kit_circle, facilitator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return RecordFactory(forum__circle=kit_circle, forum__number=1, opened_by=facilitator.user)


@pytest.fixture
def row(record):
    return RowRecordFactory(record=record, activity="เล่าเรื่อง", position=1)
