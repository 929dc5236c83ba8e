"""The form for typing in a pile of paper cards."""

import re
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kmnet import thai
from kmnet.forms import BaseForm

from ...models import LEVELS, Competency, Goal, Indicator, Kind
from ..proposing import one_line
from ..typing import Line, errors_of, new_rows

MOST_LINES = 100
NOBODY = "nobody"

BULLET = re.compile(r"^[-–•*·]\s+")
# "3 …", "3. …", "3) …", "ระดับ 3 …"; the numbers of "30 คน", "3.5 ล้าน" and "5ส" are no levels.
LEVEL = re.compile(
    r"^(?:(?P<said>ระดับ(?:ที่)?)\s*(?P<after>\d{1,3})(?!\d)[.):]?|(?P<number>\d{1,3})(?:(?P<mark>[.):])(?!\d)|(?=\s|$)))"
    r"\s*(?:[-–]\s+)?"
)


def read_lines(typed, *, with_levels):
    """The cards of a pile, one a line, and what is wrong with them: ([Line], [ValidationError])."""
    lines, wrong = [], []
    for number, text in enumerate(thai.normalise(typed).split("\n"), start=1):
        text = BULLET.sub("", text.strip())
        try:
            if text:
                lines.append(read_line(number, text) if with_levels else Line(number, text))
        except ValidationError as error:
            wrong.append(error)
    return lines, wrong


def read_line(number, text):
    """A card with the level that it begins with, if it does; raises ValidationError where that is no level."""
    said = LEVEL.match(text)
    if not said:
        return Line(number, text)
    level, sentence = int(said["after"] or said["number"]), text[said.end() :]
    if level not in LEVELS:
        if not (said["said"] or said["mark"]):
            return Line(number, text)  # "6 คน …"
        raise ValidationError(
            _("Line %(number)s begins with “%(typed)s”, but levels are 1 to 5. Correct the number or leave it out."),
            code="level",
            params={"number": number, "typed": said[0].strip()},
        )
    if not sentence:
        raise ValidationError(
            _("Line %(number)s has only a level and no sentence."), code="bare", params={"number": number}
        )
    return Line(number, sentence, level)


class TypingForm(BaseForm):
    """Whose cards, what they are about, and the cards, one a line."""

    person = forms.ChoiceField(
        label=gettext_lazy("Whose cards are these?"),
        error_messages={
            "required": gettext_lazy("Choose whose cards these are."),
            "invalid_choice": gettext_lazy("You cannot type in for this person any more. Choose another one."),
        },
    )
    about = forms.ChoiceField(
        label=gettext_lazy("What are they about?"),
        error_messages={
            "required": gettext_lazy("Choose what the cards are about."),
            "invalid_choice": gettext_lazy("This competency is not on the board any more. Choose another one."),
        },
    )
    lines = forms.CharField(
        label=gettext_lazy("The cards, one a line"),
        strip=False,  # the lines are counted from the first
        help_text=gettext_lazy(
            "If a card has a level, write it first: “3 everyone has spoken”. Without one, the card waits for its level."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type in at least one card.")},
    )

    def __init__(self, *args, table, people, allows_nobody, **kwargs):
        super().__init__(*args, **kwargs)
        self.table = table
        self.people = {str(person.pk): person for person in people}
        self.competencies = {str(row.pk): row for row in Competency.objects.filter(framework=table).shown()}
        self.fields["person"].choices = self._people_choices(allows_nobody)
        self.fields["about"].choices = self._about_choices()

    def _people_choices(self, allows_nobody):
        teams = groupby(self.people.values(), key=lambda person: person.tambon.called)
        named = [(team, [(person.pk, person.full_name) for person in people]) for team, people in teams]
        nobody = [(NOBODY, _("Not named"))] if allows_nobody else []
        return [("", _("Choose a person")), *named, *nobody]

    def _about_choices(self):
        kinds = groupby(self.competencies.values(), key=lambda row: row.get_kind_display())
        return [
            ("", _("Choose a competency")),
            *((kind, [(row.pk, row.name) for row in rows]) for kind, rows in kinds),
            (
                _("New ones"),
                [
                    ("goal", _("new goals")),
                    (Kind.KNOWLEDGE.value, _("new competencies: knowledge")),
                    (Kind.SKILL.value, _("new competencies: skills")),
                ],
            ),
        ]

    def clean_person(self):
        return self.people.get(self.cleaned_data["person"])

    def clean_about(self):
        """What `type_in` takes: a competency, or how to make new rows."""
        about = self.cleaned_data["about"]
        return self.competencies.get(about) or new_rows(self.table, about)

    def clean(self):
        cleaned = super().clean()
        if "about" in cleaned and "lines" in cleaned:
            model = self._model(cleaned["about"])
            lines, wrong = read_lines(cleaned["lines"], with_levels=model is Indicator)
            for line in lines:
                try:
                    one_line(line.text, model)
                except ValidationError as error:
                    wrong += errors_of(line, error)
            for error in wrong or self._amiss(lines):
                self.add_error("lines", error)
            cleaned["lines"] = lines
        return cleaned

    def _model(self, about):
        """What each line becomes."""
        if isinstance(about, Competency):
            return Indicator
        return Goal if self["about"].value() == "goal" else Competency

    def _amiss(self, lines):
        """What is wrong with the pile as a whole."""
        if not lines:
            return [ValidationError(self.fields["lines"].error_messages["required"], code="required")]
        if len(lines) > MOST_LINES:
            return [
                ValidationError(
                    _("These are %(count)s cards. Type in at most %(most)s at a time."),
                    code="most",
                    params={"count": len(lines), "most": MOST_LINES},
                )
            ]
        return []
