"""What a forum's record and plan show of what comes after: promises, AAR and approval."""

from django.utils.functional import cached_property

from facilitators.models import Network

from ..permissions import may_plan
from . import aar, approval, promises


class AfterForum:
    """The parts after a forum as this reader sees them; what is not shown is not asked for."""

    def __init__(self, forum, record, user):
        self.forum = forum
        self.record = record
        self.user = user

    @cached_property
    def is_team(self):
        return may_plan(self.user, self.forum)

    # Promises

    @cached_property
    def waiting(self):
        """What earlier forums left open; a record that is proposed or approved asks for nothing more."""
        asks = self.record is None or self.record.is_being_written
        return list(promises.waiting_at(self.forum)) if asks and not self.forum.called_off_at else []

    @cached_property
    def made(self):
        return list(self.record.promises.made_there().for_list())

    # AAR

    @cached_property
    def may_answer(self):
        return not self.record.stands and aar.may_answer(self.user.as_facilitator, self.record)

    @cached_property
    def has_answered(self):
        return aar.answers_of(self.record).filter(facilitator=self.user.as_facilitator).exists()

    @cached_property
    def people_answered(self):
        """How many have answered, whoever typed it."""
        return aar.answers_of(self.record).order_by().values("facilitator", "name").distinct().count()

    @cached_property
    def questions(self):
        return list(self.record.questions.all())

    @property
    def summed_up(self):
        return [question for question in self.questions if question.summary]

    # Approval

    @cached_property
    def may_approve(self):
        """The network's coordinators, by themselves."""
        return Network.objects.coordinated_by(self.user).filter(pk=self.forum.circle.network_id).exists()

    @cached_property
    def approved_at(self):
        """The later forum at which this proposed record can be approved now, or None."""
        return approval.approved_next_at(self.forum)

    @cached_property
    def earlier_records(self):
        """The proposed records of earlier forums, for who can approve them at this one."""
        writes = self.is_team and self.record.is_being_written
        return list(approval.waiting_at(self.forum)) if writes else []

    @cached_property
    def sent_back(self):
        """Why the record was sent back last, while it is being written on; else None."""
        last = self.record.changes.select_related("by").last() if self.record.is_being_written else None
        return last if last and last.reason else None

    @cached_property
    def additions(self):
        return list(self.record.additions.select_related("by")) if self.record.stands else []
