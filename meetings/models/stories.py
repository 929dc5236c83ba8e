"""ความรู้ฝังลึก (TK): what people learnt by doing, told as one real event."""

import uuid

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from facilitators.models import Circle, Network
from facilitators.models.networks import OfNetworkQuerySet
from facilitators.models.searchable import Searchable


class StoryQuerySet(OfNetworkQuerySet):
    def visible_to(self, user):
        """The stories this user may read; every page, list, file, search, print and count of stories asks here.

        One's own, told or typed, in whatever state. Of others what is told and not withdrawn: for the circle, by its
        facilitators and the coordinators; for the network or for everyone, by who belongs to the network.
        """
        if not user.is_active:
            return self.none()
        in_circle = Q(circle__in=Circle.objects.planned_by(user))
        in_network = Q(circle__network__in=Network.objects.visible_to(user))
        beyond = Q(audience__in=[Story.Audience.NETWORK, Story.Audience.PUBLIC])
        let_go = Q(state__in=Story.LET_GO, withdrawn_at__isnull=True)
        return self.filter(self._own(user) | (let_go & (in_circle | (beyond & in_network))))

    def coordinated_by(self, user):
        """Of the networks this user coordinates, what they may read: nobody looks into another's drafts."""
        return super().coordinated_by(user).visible_to(user)

    def public(self):
        """What its teller lets everyone read, signed in or not."""
        return self.filter(state__in=Story.LET_GO, withdrawn_at__isnull=True, audience=Story.Audience.PUBLIC)

    def beyond_circle(self):
        """What its teller lets more than the circle read: such a story may stand in a book that is handed on."""
        beyond = [Story.Audience.NETWORK, Story.Audience.PUBLIC]
        return self.filter(state__in=Story.LET_GO, withdrawn_at__isnull=True, audience__in=beyond)

    def told(self):
        """What lists show and sets choose from: let go by its teller, neither withdrawn nor set aside."""
        return self.filter(state__in=Story.LET_GO, withdrawn_at__isnull=True, archived_at__isnull=True)

    def about(self, competencies):
        """Those that tell of any of these competencies."""
        links = Story.competencies.through.objects.filter(competency__in=competencies)
        return self.filter(pk__in=links.values("story"))

    def drafts_of(self, user):
        """What this user tells or types and nobody else reads yet, the latest first."""
        return self.filter(self._own(user), state=Story.State.DRAFT, withdrawn_at__isnull=True).order_by("-changed_at")

    def awaiting(self, user):
        """What others have typed for this user and ask them to let go."""
        return self.drafts_of(user).filter(teller__user=user, offered_at__isnull=False).exclude(typed_by=user)

    def begun_by(self, user):
        """Drafts that this user still writes on: not those that await an answer, their own or another's."""
        return self.drafts_of(user).filter(offered_at__isnull=True)

    def decided_by(self, user):
        """Those over whose readers this user decides; `Story.decider_id` says the same of one story."""
        own = Q(teller__user=user, teller__user__is_active=True)
        nobody = Q(teller=None) | Q(teller__user=None) | Q(teller__user__is_active=False)
        return self.filter(own | (nobody & Q(typed_by=user)))

    def proposed_to(self, user):
        """Told stories of which others have said what they teach, and this user has not answered yet."""
        proposals = apps.get_model("meetings.ProposedPrinciple").objects
        proposed = proposals.filter(answered_at=None).exclude(by=user).values("story")
        return self.told().decided_by(user).filter(pk__in=proposed).order_by("-told_at", "-pk")

    def withdrawn_of(self, user):
        return self.filter(self._own(user), withdrawn_at__isnull=False).order_by("-withdrawn_at")

    def named(self):
        """With who tells it, who typed it, and where it belongs."""
        return self.select_related("circle__tambon", "circle__network", "tambon", "teller__user", "typed_by")

    def for_list(self):
        """As lists show them: also with their competencies, and whether a knowledge set has chosen them."""
        chosen = apps.get_model("meetings.SetStory").objects.filter(story=OuterRef("pk"))
        return self.named().prefetch_related("competencies").annotate(is_in_set=Exists(chosen))

    def lock(self, pk):
        """The story, which nobody else changes until the transaction ends; None where it is gone."""
        return self.filter(pk=pk).order_by("pk").select_for_update(of=("self",)).first()

    @staticmethod
    def _own(user):
        return Q(teller__user=user) | Q(typed_by=user)


def at_most_one_set(*fields):
    """The condition that of these fields no two hold something."""
    condition = Q()
    for field in fields:
        condition |= Q(*((f"{other}__isnull", True) for other in fields if other != field))
    return condition


class Story(Searchable):
    """One real event told by who was in it: what happened, what they did, what came of it, and the knack in it."""

    network_path = "circle__network"
    searched = ("title", "happened", "did", "came_of_it", "tip", "applies", "principle", "teller_name")
    sorted_by = ("title",)

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        TOLD = "told", _("story")
        DISTILLED = "distilled", _("distilled")

    class Audience(models.TextChoices):
        CIRCLE = "circle", _("the circle only")
        NETWORK = "network", _("the network")
        PUBLIC = "public", _("everyone")

    LET_GO = (State.TOLD, State.DISTILLED)  # states in which others may read it

    # Made with the empty form: what is sent twice is one story.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(
        "facilitators.Circle", on_delete=models.PROTECT, related_name="stories", verbose_name=_("circle")
    )
    tambon = models.ForeignKey(
        "facilitators.Tambon",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("tambon"),
    )
    forum = models.ForeignKey(
        "meetings.Forum",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("forum"),
    )
    teller = models.ForeignKey(
        "facilitators.Facilitator",
        on_delete=models.PROTECT,
        related_name="stories",
        null=True,
        blank=True,
        verbose_name=_("who tells it"),
    )
    teller_name = models.CharField(
        _("somebody else who tells it"), max_length=200, blank=True, help_text=_("A member of a group, an elder …")
    )
    typed_by = models.ForeignKey(
        "facilitators.User", on_delete=models.PROTECT, related_name="stories_typed", verbose_name=_("typed by")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    happened = models.TextField(_("what happened: where, with whom, when"), blank=True, max_length=5000)
    did = models.TextField(_("what I did"), blank=True, max_length=5000)
    came_of_it = models.TextField(_("what came of it"), blank=True, max_length=5000)
    tip = models.TextField(_("the knack"), blank=True, max_length=2000)
    applies = models.TextField(_("when it applies, and when not"), blank=True, max_length=2000)
    competencies = models.ManyToManyField(
        "assessments.Competency", related_name="stories", blank=True, verbose_name=_("competencies")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    audience = models.CharField(_("who may read it"), max_length=8, choices=Audience, default=Audience.CIRCLE)
    principle = models.TextField(
        _("the principle"), blank=True, max_length=1000, help_text=_("What the story teaches, in a sentence or two.")
    )
    agreed_at = models.DateTimeField(_("the teller agreed to the principle"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)
    offered_at = models.DateTimeField(_("the teller was asked to let it go"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn by the teller"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("set aside by the coordinator"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    # Where the moment was; the link back stays while that row is there. At most one is set.
    from_answer = models.ForeignKey(
        "assessments.Answer", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )
    from_assist = models.ForeignKey(
        "assessments.PeerAssist",
        on_delete=models.SET_NULL,
        related_name="stories",
        null=True,
        blank=True,
        editable=False,
    )
    from_row = models.ForeignKey(
        "meetings.RowRecord", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )
    from_aar = models.ForeignKey(
        "meetings.AarAnswer", on_delete=models.SET_NULL, related_name="stories", null=True, blank=True, editable=False
    )

    objects = StoryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["search_text", "sort_key", "uid"])

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-told_at", "-pk"]
        indexes = [
            # The newest that somebody may read, told without opening the rows.
            models.Index(
                fields=[
                    "-told_at",
                    "-id",
                    "circle",
                    "state",
                    "audience",
                    "teller",
                    "typed_by",
                    "withdrawn_at",
                    "archived_at",
                ],
                name="meetings_story_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(teller__isnull=False, teller_name="")
                | (Q(teller__isnull=True) & (~Q(teller_name="") | Q(state="draft"))),
                name="%(app_label)s_%(class)s_teller",
                violation_error_message=_("Say who tells the story: a facilitator, or somebody by name."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", told_at__isnull=True)
                | Q(state__in=["told", "distilled"], told_at__isnull=False),
                name="%(app_label)s_%(class)s_told",
                violation_error_message=_("A story is a draft, or was told at some moment."),
            ),
            models.CheckConstraint(
                condition=~Q(state="distilled") | (~Q(principle="") & Q(agreed_at__isnull=False)),
                name="%(app_label)s_%(class)s_distilled",
                violation_error_message=_("A story is distilled when its teller has agreed to a principle."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["told", "distilled"]) | ~Q(title=""),
                name="%(app_label)s_%(class)s_title",
                violation_error_message=_("Give the story a title."),
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["circle", "network", "public"]),
                name="%(app_label)s_%(class)s_audience",
                violation_error_message=_("There is no such choice."),
            ),
            models.CheckConstraint(
                condition=Q(offered_at__isnull=True) | Q(state="draft", teller__isnull=False),
                name="%(app_label)s_%(class)s_offered",
                violation_error_message=_("Only a draft awaits its teller."),
            ),
            models.CheckConstraint(
                condition=at_most_one_set("from_answer", "from_assist", "from_row", "from_aar"),
                name="%(app_label)s_%(class)s_one_source",
                violation_error_message=_("A story begins at one place."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("story without a title"))

    def get_absolute_url(self):
        return reverse("meetings:story", args=[self.pk])

    def clean(self):
        if not self.circle_id:
            return
        network = self.circle.network_id
        if self.tambon_id and self.tambon.network_id != network:
            raise ValidationError({"tambon": _("This tambon belongs to another network.")})
        if self.teller_id and self.teller.tambon.network_id != network:
            raise ValidationError({"teller": _("This person belongs to another network.")})
        if self.forum_id and self.forum.circle.network_id != network:
            raise ValidationError({"forum": _("This forum belongs to another network.")})

    def searched_words(self):
        """Its own words and what its teller and its competencies are called; finding/names.py follows these."""
        words = super().searched_words()
        if self.teller_id:
            words += [self.teller.full_name, self.teller.nickname]
        if self.pk:
            words += [competency.name for competency in self.competencies.all()]
        return words

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    @property
    def is_told(self):
        """Whether others read it."""
        return not self.is_draft and not self.is_withdrawn

    def awaits(self, user):
        """Whether somebody else typed it for this user, who is asked to let it go."""
        asked = self.is_draft and not self.is_withdrawn and self.offered_at is not None
        return asked and self.typed_by_id != user.pk and self.teller_id is not None and self.teller.user_id == user.pk

    @property
    def version(self):
        """What changes with every change, so that people agree to the words that they have read."""
        return self.changed_at.isoformat()

    @property
    def teller_signs_in(self):
        """Whether the teller has an account, and so decides alone."""
        return self.teller_id is not None and self.teller.user_id is not None and self.teller.user.is_active

    @property
    def decider_id(self):
        """The key of the account that decides who reads it: the teller's, else that of who typed it."""
        return self.teller.user_id if self.teller_signs_in else self.typed_by_id

    @property
    def decider_called(self):
        return self.teller.called if self.teller_signs_in else self.typed_by.called

    @property
    def teller_called(self):
        return self.teller.called if self.teller_id else self.teller_name

    @property
    def was_typed_for(self):
        """Whether somebody else than the teller typed it: then both are named."""
        return self.teller_id is None or self.teller.user_id != self.typed_by_id


def story_file_path(row, filename):
    """A name that cannot be guessed, with the ending of the kind that was found in the content."""
    return f"stories/{uuid.uuid4().hex}.{filename.rpartition('.')[2].lower()}"
