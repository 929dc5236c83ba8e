"""A book: the content of an edition as one reader may read it now. Page, print and every file are made from it."""

import base64
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai

from ..models import Story, StoryPhoto, StorySound
from .content import WORDS, content_of

ASKED = {
    "happened": gettext_lazy("What happened"),
    "did": gettext_lazy("What I did"),
    "came_of_it": gettext_lazy("What came of it"),
    "tip": gettext_lazy("The knack"),
    "applies": gettext_lazy("When it applies, and when not"),
}
TAKEN_BACK = gettext_lazy("The teller has asked to take this story back.")


class Part(NamedTuple):
    """What a story says to one question."""

    name: str
    label: str
    text: str


class Picture(NamedTuple):
    """A photo of a story with the caption that it was issued with."""

    photo: StoryPhoto
    caption: str

    @property
    def file(self):
        """Its name among the files of an e-book."""
        return f"photos/{self.photo.pk}.jpg"

    @property
    def data(self):
        """The photo itself as an address, for a page that needs nothing else."""
        return "data:image/jpeg;base64," + base64.b64encode(self.content).decode("ascii")

    @property
    def content(self):
        with self.photo.image.open("rb") as file:
            return file.read()


class Recording(NamedTuple):
    """The teller's voice, which is heard on the site: no book holds it, each tells of it."""

    sound: StorySound
    size: int  # bytes

    @property
    def said(self):
        return _("There is a recording of this story (%(size)s): members of the network hear it on the site.") % {
            "size": filesizeformat(self.size)
        }


class Told(NamedTuple):
    """A story as its teller let it be issued."""

    title: str
    teller: str
    typist: str
    place: str
    day: date
    principle: str
    parts: list
    pictures: list
    recording: Recording | None


class Section(NamedTuple):
    """A numbered part of a chapter: words, a story, or the note that its teller has taken it back."""

    number: str
    anchor: str
    title: str
    blocks: list
    story: Told | None = None
    is_taken_back: bool = False


class Chapter(NamedTuple):
    """A numbered part of the book that begins on a page of its own."""

    number: int
    anchor: str
    title: str
    kind: str
    blocks: list
    sections: list

    @property
    def kind_called(self):
        return {"knowledge": _("knowledge"), "skill": _("skill")}.get(self.kind, "")


class Line(NamedTuple):
    """A line of the contents; its page is known only where the book was printed once already."""

    depth: int
    number: str
    anchor: str
    title: str
    teller: str
    page: int | None


class Book:
    """An edition's content, of whose stories those in `readable` are shown.

    Of the others stands that they are taken back; those in `left_out` are passed over without their names.
    `photos` and `sounds` are those that are still there. Everyone's page has no photos: who is on them was not asked.
    """

    def __init__(self, content, readable, *, left_out=(), photos=(), sounds=(), edition=None, is_public=False):
        self.content = content
        self.readable = {str(key) for key in readable}
        self.left_out = {str(key) for key in left_out}
        self.photos = {photo.pk: photo for photo in photos}
        self.sounds = {sound.pk: sound for sound in sounds}
        self.edition = edition
        self.is_public = is_public
        self.pages = {}  # {anchor: page} of the last print
        self.printed_on = timezone.localdate()

    title = property(lambda self: self.content["title"])
    network = property(lambda self: self.content["network"])
    place = property(lambda self: self.content["place"])
    is_sample = property(lambda self: self.content["is_sample"])
    foreword = property(lambda self: self.content["foreword"])
    editors = property(lambda self: self.content["editors"])

    @property
    def number(self):
        """The number of the edition, None for what is not issued yet."""
        return self.edition and self.edition.number

    @property
    def issued_on(self):
        return timezone.localdate(self.edition.issued_at) if self.edition else None

    @property
    def called(self):
        if not self.edition:
            return self.title
        return _("%(title)s, edition %(number)s") % {"title": self.title, "number": self.number}

    @property
    def all_issued(self):
        """(number, day) of this edition and of those before it."""
        earlier = [(number, date.fromisoformat(day)) for number, day in self.content["earlier"]]
        return [*earlier, *([(self.number, self.issued_on)] if self.edition else [])]

    @cached_property
    def chapters(self):
        """Chapters keep their numbers, also where the public reads only some of their stories."""
        made = [self._chapter(number, told) for number, told in enumerate(self.content["chapters"], start=1)]
        return [row for row in made if row.blocks or row.sections]

    @property
    def contents(self):
        """The lines of the contents in order."""
        lines = [self._line(1, "", "foreword", _("Foreword"))] if self.foreword.strip() else []
        for chapter in self.chapters:
            lines.append(self._line(1, str(chapter.number), chapter.anchor, chapter.title))
            lines += [
                self._line(2, part.number, part.anchor, part.title, part.story.teller if part.story else "")
                for part in chapter.sections
            ]
        return [*lines, self._line(1, "", "end", _("Who made this book"))]

    def _line(self, depth, number, anchor, title, teller=""):
        return Line(depth, number, anchor, title, teller, self.pages.get(anchor))

    @cached_property
    def stories(self):
        return [part.story for chapter in self.chapters for part in chapter.sections if part.story]

    @cached_property
    def tellers(self):
        """Who tells the stories that stand in the book, each once, in the order of the dictionary."""
        return self._in_order({story.teller for story in self.stories})

    @cached_property
    def typists(self):
        return self._in_order({story.typist for story in self.stories if story.typist})

    @property
    def left_out_number(self):
        return len(self.left_out)

    def _chapter(self, number, told):
        sections = [
            self._section(number, place, part)
            for place, part in enumerate(told["sections"], start=1)
            if part.get("story") not in self._passed_over
        ]
        return Chapter(number, f"c{number}", told["title"], told["kind"], told["blocks"], sections)

    def _section(self, chapter, place, told):
        number, anchor = f"{chapter}.{place}", f"c{chapter}-{place}"
        if "story" not in told:
            return Section(number, anchor, told["title"], told["blocks"])
        if told["story"] not in self.readable:
            return Section(number, anchor, str(TAKEN_BACK), [], None, True)
        story = self._story(self.content["stories"][told["story"]])
        return Section(number, anchor, story.title, [], story)

    @cached_property
    def _passed_over(self):
        """Stories that the public never read here; what was withdrawn since is not counted among `left_out`."""
        if not self.is_public:
            return set()
        stories = self.content["stories"].items()
        return {key for key, story in stories if not story["is_public"] and key not in self.readable}

    def _story(self, said):
        parts = [Part(name, str(ASKED[name]), said[name]) for name in WORDS if said[name].strip()]
        day = date.fromisoformat(said["day"])
        pictures = [
            Picture(self.photos[photo["key"]], photo["caption"])
            for photo in said["photos"]
            if photo["key"] in self.photos
        ]
        words = (said["title"], said["teller"], said["typist"], said["place"], day, said["principle"])
        return Told(*words, parts, pictures, self._recording(said.get("sound")))

    def _recording(self, said):
        """None also in editions that were issued before books told of recordings."""
        sound = said and self.sounds.get(said["key"])
        return Recording(sound, said["bytes"]) if sound else None

    @staticmethod
    def _in_order(names):
        return sorted(names, key=lambda name: thai.sort_key(name.removeprefix("คุณ")))


# Books for readers


def keys_of(edition):
    return [int(key) for key in edition.content["stories"]]


def book_for(edition, stories):
    """The edition for who may read these stories: Story.objects.beyond_circle(), where need be .visible_to(user)."""
    readable = list(stories.filter(pk__in=keys_of(edition)).values_list("pk", flat=True))
    return Book(edition.content, readable, photos=photos_of(readable), sounds=sounds_of(readable), edition=edition)


def photos_of(stories):
    """The photos of these stories whose files are there."""
    photos = StoryPhoto.objects.filter(story__in=stories)
    return [photo for photo in photos if photo.image.storage.exists(photo.image.name)]


def sounds_of(stories):
    """The recordings of these stories whose files are there."""
    sounds = StorySound.objects.filter(story__in=stories)
    return [sound for sound in sounds if sound.file.storage.exists(sound.file.name)]


def network_book(edition, user):
    """As the network reads, prints and hands it on: also for its circle, not what is for the circle alone."""
    return book_for(edition, Story.objects.beyond_circle().visible_to(user))


def public_book(edition):
    """As everyone reads it: only what its teller lets everyone read."""
    keys = keys_of(edition)
    readable = set(Story.objects.public().filter(pk__in=keys).values_list("pk", flat=True))
    for_network = Story.objects.beyond_circle().filter(pk__in=keys).exclude(pk__in=readable)
    left_out = [
        key for key in for_network.values_list("pk", flat=True) if not edition.content["stories"][str(key)]["is_public"]
    ]
    return Book(
        edition.content, readable, left_out=left_out, sounds=sounds_of(readable), edition=edition, is_public=True
    )


def preview(knowledge_set):
    """What would be issued now."""
    content = content_of(knowledge_set)
    stories = [int(key) for key in content["stories"]]
    return Book(content, stories, photos=photos_of(stories), sounds=sounds_of(stories))
