"""What an edition consists of, as plain data: nothing in it changes when stories, names or tables do.

{"network", "place", "is_sample", "kind", "title", "foreword", "editors": [name],
 "earlier": [[number, day]], "chapters": [chapter], "stories": {key: story}}

A chapter has a title, a kind ("knowledge", "skill" or ""), blocks, and sections: one has a title and blocks, or is
{"story": key}. A block is {"text": …}, {"list": [text], "title": …}, {"pairs": [[label, text]]} or
{"levels": [[number, name, [sentence]]]}.
"""

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import LEVELS, Competency, LevelName
from facilitators.models import Circle

from ..models import Story

WORDS = ("happened", "did", "came_of_it", "tip", "applies")
# What no XML file may hold, and so no e-book: a form lets it pass.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def content_of(knowledge_set):
    """The set as it stands, in a number of queries that does not grow with it."""
    network = knowledge_set.network
    chosen = [
        row
        for row in chosen_rows(knowledge_set).select_related("story__sound").prefetch_related("story__photos")
        if stands(row.story)
    ]
    chapters = {
        Circle.Kind.EUA: eua_chapters,
        Circle.Kind.AMNUAY: amnuay_chapters,
        Circle.Kind.KIT: kit_chapters,
    }[knowledge_set.kind](knowledge_set, chosen)
    content = {
        "network": network.name,
        "place": place_of(network),
        "is_sample": network.is_sample,
        "kind": knowledge_set.kind,
        "title": knowledge_set.title,
        "foreword": knowledge_set.foreword,
        "editors": [person.called for person in knowledge_set.editors.by_tambon()],
        "earlier": [
            [number, timezone.localdate(issued).isoformat()]
            for number, issued in knowledge_set.editions.order_by("number").values_list("number", "issued_at")
        ],
        "chapters": [row for row in chapters if row["blocks"] or row["sections"]],
        "stories": {str(row.story_id): story_content(row.story) for row in chosen},
    }
    return printable(content)


def chosen_rows(knowledge_set):
    """What was chosen, in order, with all that a book or the editors' page says of it."""
    return knowledge_set.chosen.select_related(
        "story__circle__tambon", "story__tambon", "story__teller__user", "story__typed_by", "competency", "tambon"
    ).order_by("position", "pk")


def stands(story):
    """Whether a story may go into an edition now; the same as StoryQuerySet.told().beyond_circle()."""
    return story.is_told and story.archived_at is None and story.audience != Story.Audience.CIRCLE


def place_of(network):
    said = [network.amphoe and f"อำเภอ{network.amphoe}", network.province and f"จังหวัด{network.province}"]
    return " ".join(part for part in said if part)


def story_content(story):
    return {
        "title": story.title,
        "teller": story.teller_called,
        "typist": story.typed_by.called if story.was_typed_for else "",
        "place": (story.tambon.called if story.tambon_id else story.circle.called),
        "day": timezone.localdate(story.told_at).isoformat(),
        "principle": story.principle if story.state == Story.State.DISTILLED else "",
        "is_public": story.audience == Story.Audience.PUBLIC,
        "photos": [{"key": photo.pk, "caption": photo.caption} for photo in story.photos.all()],
        "sound": sound_content(getattr(story, "sound", None)),
        **{name: getattr(story, name) for name in WORDS},
    }


def sound_content(sound):
    """Which recording a story has, and how large it is; None where it has none or its file is not there."""
    if sound is None or not sound.file.storage.exists(sound.file.name):
        return None
    return {"key": sound.pk, "bytes": sound.file.size}


# Chapters


def chapter(title, *blocks, kind="", sections=()):
    return {"title": title, "kind": kind, "blocks": [row for row in blocks if row], "sections": list(sections)}


def told(rows):
    """The sections of these chosen stories."""
    return [{"story": str(row.story_id)} for row in rows]


def pairs(*said):
    """A block of what was said, label by label; None where nothing was."""
    filled = [[str(label), text] for label, text in said if text.strip()]
    return {"pairs": filled} if filled else None


def section(title, *blocks):
    """[section], or [] where there is nothing in it."""
    blocks = [block for block in blocks if block]
    return [{"title": title, "blocks": blocks}] if blocks else []


def other_stories(rows):
    return [chapter(_("More stories"), sections=told(rows))] if rows else []


def amnuay_chapters(knowledge_set, chosen):
    """Purpose and goals, then each competency with its indicators and the stories under it."""
    table = knowledge_set.framework
    if table is None:
        return other_stories(chosen)
    competencies = list(Competency.objects.in_table().filter(framework=table).prefetch_related("indicators"))
    names = {
        (kind, level): name
        for kind, level, name in LevelName.objects.filter(framework=table).values_list("kind", "level", "name")
    }
    goals = list(table.goals.in_table().values_list("text", flat=True))
    first = chapter(
        _("Purpose and goals"),
        pairs((_("Purpose"), table.purpose)),
        {"title": _("Goals"), "list": goals} if goals else None,
        {"text": _("From the freedom table “%(title)s”") % {"title": table}},
    )
    under = {row.pk: [] for row in competencies}
    more = []
    for row in chosen:
        under.get(row.competency_id, more).append(row)
    chapters = [
        chapter(row.name, levels_of(row, names), kind=row.kind, sections=told(under[row.pk])) for row in competencies
    ]
    return [first, *chapters, *other_stories(more)]


def levels_of(competency, names):
    """The indicators of a competency, level by level; None where it has none."""
    sentences = {level: [] for level in LEVELS}
    for indicator in competency.indicators.all():
        if indicator.is_in_table and indicator.level in sentences:
            sentences[indicator.level].append(indicator.text)
    if not any(sentences.values()):
        return None
    usual = _("Level %(number)s")
    named = [(level, names.get((competency.kind, level)) or usual % {"number": level}) for level in LEVELS]
    return {"levels": [[level, name, sentences[level]] for level, name in named]}


def eua_chapters(knowledge_set, chosen):
    """The partner agencies, then each joint work as claimed and as it is, told by each agency and summed up."""
    agencies = list(knowledge_set.network.agencies.values_list("name", flat=True))
    chapters = [chapter(_("Partner agencies"), {"title": "", "list": agencies})] if agencies else []
    works = knowledge_set.joint_works.prefetch_related("voices__agency")
    for work in works:
        voices = [part for voice in work.voices.all() for part in agency_section(voice)]
        summed_up = section(_("Summed up together"), three_questions(work))
        chapters.append(chapter(work.title, sections=[*summed_up, *voices]))
    return [*chapters, *([chapter(_("Stories"), sections=told(chosen))] if chosen else [])]


def agency_section(voice):
    """What one agency tells, after who told it; [] where nothing is told."""
    answers = three_questions(voice)
    told_by = {"text": _("told by %(teller)s") % {"teller": voice.told_by}} if answers and voice.told_by else None
    return section(voice.agency.name, told_by, answers)


def three_questions(said):
    """What is claimed of a joint work, what it is in reality, and why."""
    return pairs(
        (_("What is claimed: goals, resolve"), said.claimed),
        (_("What it is in reality"), said.reality),
        (_("Why"), said.why),
    )


def kit_chapters(knowledge_set, chosen):
    """Each tambon: its conditions, the lessons of its forums, and its stories."""
    conditions = {row.tambon_id: row for row in knowledge_set.conditions.all()}
    tambons = list(knowledge_set.network.tambons.all())
    under = {tambon.pk: [] for tambon in tambons}
    more = []
    for row in chosen:
        under.get(row.tambon_id, more).append(row)
    chapters = [tambon_chapter(row, conditions.get(row.pk), under[row.pk]) for row in tambons]
    return [*chapters, *other_stories(more)]


def tambon_chapter(tambon, said, rows):
    sections = []
    if said:
        inner = pairs(
            (_("People of the tambon"), said.people),
            (_("Ways of living"), said.ways_of_living),
            (_("Social capital"), said.social_capital),
            (_("Groups"), said.groups),
        )
        sections += section(_("Inner conditions of the community"), inner)
        sections += section(_("Lessons of its forums"), {"text": said.lessons} if said.lessons.strip() else None)
    return chapter(tambon.called, sections=[*sections, *told(rows)])


def printable(value):
    """The same data without signs that no file may hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if isinstance(value, list):
        return [printable(part) for part in value]
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    return value
