"""A YAML file read with the place of everything in it, so that each problem can be told with its line.

Only what a network file needs: named values, lists, plain text. Values are never turned into YAML's own numbers
or truths; what YAML would take for one is known (`Scalar.kind`) and refused where text is meant. Big files, deep
nesting, anchors (from which alias bombs are made) and tags are refused before anything is kept of them.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml
from django.utils.translation import gettext as _

from kmnet import thai

MOST_BYTES = 5 * 1024 * 1024
MOST_DEPTH = 12
MOST_VALUES = 500_000

NUMBER, TRUTH, NOTHING, DAY, TEXT = "number", "truth", "nothing", "day", "text"
KINDS = {
    "tag:yaml.org,2002:int": NUMBER,
    "tag:yaml.org,2002:float": NUMBER,
    "tag:yaml.org,2002:bool": TRUTH,
    "tag:yaml.org,2002:null": NOTHING,
    "tag:yaml.org,2002:timestamp": DAY,
}
TAB_IN_INDENT = re.compile(r"^ *\t", re.MULTILINE)


class Place(NamedTuple):
    """Where something stands: "line 12 · tambon 2 › facilitator 3"."""

    line: int
    path: tuple[str, ...] = ()

    def __str__(self):
        return " · ".join([_("line %(line)s") % {"line": self.line}, " › ".join(self.path)]).rstrip(" ·")


class Problem(NamedTuple):
    """What is wrong in a file, and where; a problem of the file as a whole has no place."""

    text: str
    place: Place | None = None

    def __str__(self):
        return f"{self.place}: {self.text}" if self.place else self.text


class BadFile(Exception):
    """A file that cannot be taken, with all its problems."""

    def __init__(self, *problems):
        super().__init__(*problems)
        self.problems = sorted(problems, key=lambda problem: problem.place.line if problem.place else 0)


@dataclass(frozen=True)
class Scalar:
    """A single value as it was typed."""

    line: int
    text: str
    kind: str = TEXT


@dataclass(frozen=True)
class Listed:
    """Values under each other, each after a dash."""

    line: int
    items: list


@dataclass(frozen=True)
class Mapped:
    """Values with a name each."""

    line: int
    entries: dict = field(default_factory=dict)
    name_lines: dict = field(default_factory=dict)
    repeated: list = field(default_factory=list)  # (name, line) of names that stood there before
    unnamed: list = field(default_factory=list)  # lines whose name is not a plain text

    @classmethod
    def of(cls, line, children):
        mapped = cls(line)
        for name, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(name, Scalar):
                mapped.unnamed.append(name.line)
                continue
            text = clean(name.text).translate(thai.TO_ARABIC_DIGITS)
            if text in mapped.entries:
                mapped.repeated.append((text, name.line))
            mapped.entries[text] = value
            mapped.name_lines[text] = name.line
        return mapped

    @classmethod
    def single(cls, name, value):
        """One value that is written without its name."""
        return cls(value.line, {name: value}, {name: value.line})


def clean(text, *, lines=False):
    """The one spelling of a text from a file: on one line, unless it may have `lines`."""
    if lines:
        return "\n".join(line.rstrip() for line in thai.normalise(text).splitlines()).strip()
    return " ".join(thai.normalise(text).split())


def printable(text):
    """A text from outside without what would steer a terminal."""
    text = str(text)
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def show(text):
    """A text from a file as it may stand in a message: short and on one line."""
    return thai.cut(printable(text), 80)


def read(path):
    """The node of the file's one document; raises BadFile."""
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise BadFile(Problem(_cannot_open(error, path))) from None
    if len(content) > MOST_BYTES:
        raise BadFile(Problem(_("The file is bigger than 5 MB: this cannot be a network file.")))
    return parse(decode(content))


def _cannot_open(error, path):
    if isinstance(error, IsADirectoryError):
        return _("%(path)s is a folder, not a file.") % {"path": printable(path)}
    if isinstance(error, PermissionError):
        return _("You are not allowed to read %(path)s.") % {"path": printable(path)}
    return _("There is no file %(path)s, or it cannot be read.") % {"path": printable(path)}


def decode(content):
    """The text of the file, which must be in UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(content.count(b"\n", 0, error.start) + 1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        found = "UTF-16"
    elif _is_tis_620(content):
        found = _("TIS-620 (Windows-874, “ANSI”)")
    else:
        raise BadFile(Problem(_("The file is not text in UTF-8. Save it again with the encoding UTF-8."), place))
    text = _("The file is saved as %(encoding)s. Open it and save it again with the encoding UTF-8.")
    raise BadFile(Problem(text % {"encoding": found}, place))


def _is_tis_620(content):
    try:
        return bool(re.search("[ก-๛]", content.decode("cp874")))
    except UnicodeDecodeError:
        return False


def parse(text):
    """The node of the text's one document; raises BadFile with the first place that is not YAML."""
    loader = None
    try:
        loader = yaml.SafeLoader(text)
        documents = _documents(loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFile(Problem(_("There is an invisible character that does not belong here."), Place(line))) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadFile(*_not_yaml(text, mark.line + 1, f"{error.context} {error.problem}")) from None
    except (yaml.YAMLError, ValueError, OverflowError):  # such as the escape "\Uffffffff"
        raise BadFile(*_not_yaml(text, loader.line + 1 if loader else 1, "")) from None
    if not documents:
        raise BadFile(Problem(_("The file is empty.")))
    if len(documents) > 1:
        text = _("A second document begins here (---). Keep one network in one file.")
        raise BadFile(Problem(text, Place(documents[1].line)))
    return documents[0]


def _documents(loader):
    """The nodes of the loader's documents, built without recursion."""
    opened, values = [(1, [])], 0
    while loader.check_event():
        event = loader.get_event()
        line = event.start_mark.line + 1
        _refuse_tricks(event, line)
        values += 1
        if values > MOST_VALUES:
            raise BadFile(Problem(_("The file holds too much: this cannot be a network file."), Place(line)))
        if isinstance(event, yaml.ScalarEvent):
            kind = TEXT
            if event.implicit[0]:
                kind = KINDS.get(loader.resolve(yaml.ScalarNode, event.value, event.implicit), TEXT)
            opened[-1][1].append(Scalar(line, event.value, kind))
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(opened) > MOST_DEPTH:
                raise BadFile(Problem(_("Lists lie too deep inside each other here."), Place(line)))
            opened.append((line, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            start, children = opened.pop()
            node = Mapped.of if isinstance(event, yaml.MappingEndEvent) else Listed
            opened[-1][1].append(node(start, children))
    return opened[0][1]


def _refuse_tricks(event, line):
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        text = _("References (& and *) are not taken. Write it out, or put a text that begins so in quotes.")
    elif getattr(event, "tag", None):
        text = _("Tags (!) are not taken. Put a text that begins with ! in quotes.")
    else:
        return
    raise BadFile(Problem(text, Place(line)))


def _not_yaml(text, line, english):
    """The problems behind a syntax error, as far as PyYAML's English tells them."""
    if "'\\t'" in english:
        lines = {text.count("\n", 0, match.start()) + 1 for match in TAB_IN_INDENT.finditer(text)} | {line}
        return [Problem(_("There is a tab here. Indent with spaces only."), Place(line)) for line in lines]
    if "mapping values are not allowed" in english:
        hint = _("A colon is not expected here. Check the indent, or put a text with a colon in quotes.")
    elif "could not find expected ':'" in english:
        hint = _("A colon after the name is missing here or on the line before.")
    elif any(words in english for words in ("end of stream", "document separator", "got '<stream end>'")):
        hint = _("A quote or bracket that was opened is never closed.")
    elif any(words in english for words in ("an alias", "an anchor", "a tag", "cannot start any token")):
        hint = _("A text that begins with a sign such as * & @ ` must stand in quotes.")
    else:
        hint = _("This is not YAML. Check the indent, the dashes, the colons and the quotes of this line.")
    return [Problem(hint, Place(line))]
