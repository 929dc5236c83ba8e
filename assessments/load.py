"""Writing the freedom table of a network file: adds what is missing, and changes nothing that is stored.

The functions here must run inside a transaction, which the caller opens.
"""

from django.utils.translation import gettext as _

from facilitators.load_report import match, name_way
from facilitators.models import Circle
from kmnet import thai

from .models import LEVELS, Competency, FrameworkVersion, Goal, Indicator, Kind, LevelName, Round, Standing

TITLE = "ความสามารถของคุณอำนวย"
# What a circle that names its levels no otherwise starts from.
LEVEL_NAMES = {
    Kind.KNOWLEDGE: ("เคยได้ยิน", "รู้บางส่วน", "เข้าใจ อธิบายได้", "เข้าใจลึก นำไปใช้ได้", "ช่วยคนอื่นให้เข้าใจได้"),
    Kind.SKILL: (
        "ยังไม่เคยทำเอง",
        "ทำได้เมื่อมีคนช่วย",
        "ทำเองได้",
        "ทำได้ดีสม่ำเสมอ ปรับตามสถานการณ์",
        "ทำเป็นปกติ และสอนคนอื่นได้",
    ),
}
GONE = (Standing.SET_ASIDE, Standing.JOINED)


def load_framework(network, row, report):
    """Write the first version of the amnuay circle's freedom table; returns it.

    Later versions are the circle's own work: the file is not compared with them.
    """
    circle = network.circles.get(kind=Circle.Kind.AMNUAY)
    framework = circle.frameworks.order_by("number").first()
    if framework is None:
        framework = FrameworkVersion.objects.create(circle=circle, number=1, **({"title": TITLE} | row.said))
        report.added[FrameworkVersion] += 1
        _usual_level_names(framework, row, report)
    else:
        report.compare(row, framework)
    extension = Extension(framework, report)
    extension.add_goals(row.goals)
    extension.add_level_names(row.level_names)
    extension.add_competencies(row.competencies)
    return framework


def load_first_round(framework, opens_on, report):
    """Plan the circle's first round of assessment, unless it has one."""
    if Round.objects.filter(circle=framework.circle_id).exists():
        report.there[Round] += 1
        return
    Round.objects.create(circle_id=framework.circle_id, framework=framework, number=1, opens_on=opens_on)
    report.added[Round] += 1


def _usual_level_names(framework, row, report):
    """Name the levels of each kind that the file does not name."""
    named = {level_name.said["kind"] for level_name in row.level_names}
    report.bulk_add(
        LevelName,
        [
            LevelName(framework=framework, kind=kind, level=level, name=name)
            for kind in Kind
            if kind.value not in named
            for level, name in zip(LEVELS, LEVEL_NAMES[kind], strict=True)
        ],
    )


class Extension:
    """Adds to one freedom table what the file has and the table has not; one that is in use stays as it is."""

    def __init__(self, framework, report):
        self.framework = framework
        self.report = report
        self.is_open = framework.state == FrameworkVersion.State.DRAFT and not framework.is_frozen

    def add_goals(self, rows):
        stored = self.framework.goals.all()
        missing = self.missing(rows, match(rows, stored, *_ways("text")), "text")
        self.report.bulk_add(
            Goal,
            [
                Goal(framework=self.framework, position=position, **row.said)
                for position, row in enumerate(missing, start=_next_position(stored))
            ],
        )

    def add_level_names(self, rows):
        way = (lambda row: (row.said["kind"], row.said["level"]), lambda kept: (kept.kind, kept.level))
        missing = self.missing(rows, match(rows, self.framework.level_names.all(), way), "name")
        self.report.bulk_add(LevelName, [LevelName(framework=self.framework, **row.said) for row in missing])

    def add_competencies(self, rows):
        stored = self.framework.competencies.prefetch_related("indicators")
        found = match(rows, stored, *_ways("name"))
        new = {
            row: Competency(framework=self.framework, position=position, **row.said)
            for position, row in enumerate(self.missing(rows, found, "name"), start=_next_position(stored))
        }
        self.report.bulk_add(Competency, list(new.values()))
        sentences = [
            Indicator(competency=competency, position=position, is_starter=True, **sentence.said)
            for row, competency in (found | new).items()
            for level, stated in row.levels.items()
            for position, sentence in enumerate(
                stated if row in new else self.missing_sentences(stated, level, competency), start=1
            )
        ]
        self.report.bulk_add(Indicator, sentences)

    def missing_sentences(self, rows, level, competency):
        """The sentences to add at a level: none where the circle has put words of its own there."""
        if competency.standing in GONE:
            return []
        stored = competency.indicators.all()
        missing = self.missing(rows, match(rows, stored, name_way("text")), "text")
        here = " / ".join(kept.text for kept in stored if kept.level == level)
        if not here:
            return missing
        for row in missing:
            self.report.differs(row.place, _("level %(level)s") % {"level": level}, here, row.said["text"])
        return []

    def missing(self, rows, found, name):
        """The rows to add, in the file's order: those not found, or none where the table is in use."""
        for row, kept in found.items():
            self.report.compare(row, kept)
            if getattr(kept, "standing", None) in GONE:
                standing = Standing(kept.standing).label
                self.report.differs(row.place, _("standing"), standing, Standing.AGREED.label)
        missing = [row for row in rows if row not in found]
        if self.is_open:
            return missing
        for row in missing:
            text = _("“%(what)s” is not added: a round on this freedom table has opened.")
            self.report.note(row.place, text % {"what": row.said[name]})
        return []


def _ways(name):
    """By the words, else by those that the row had first: a circle rewords what a file began with."""
    of_row, _of_object = name_way(name)
    return name_way(name), (of_row, lambda kept: thai.search_text(kept.first_wording))


def _next_position(stored):
    return max((kept.position for kept in stored), default=0) + 1
