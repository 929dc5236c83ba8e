"""What suggestions say: a reason in one plain sentence, and the texts of the activities they become."""

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from facilitators.models import Role
from kmnet import thai

from ..models import AgendaRow
from .activities import Kind
from .topics import Reason

MOST_NAMES = 3
MOST_PROMISES = 8


def sentence(text, told):
    """The text with its parts put in, as HTML: names are marked, so that they do not break."""
    return SafeString(escape(text) % {name: conditional_escape(part) for name, part in told.items()})


class Names:
    """What people are called in a sentence, the reader among them."""

    def __init__(self, people, reader):
        self.people = people  # {key: Facilitator}, in the order in which they are named
        self.reader = reader
        self.place = {key: place for place, key in enumerate(people)}

    def one(self, key):
        return _("you yourself") if self.reader and key == self.reader.pk else self.called(key)

    def called(self, key):
        return format_html('<span class="name">{}</span>', self.people[key].called)

    def several(self, keys):
        """Up to three names, and how many more there are."""
        keys = sorted(keys, key=self.place.__getitem__)
        said = format_html_join(", ", "{}", ((self.one(key),) for key in keys[:MOST_NAMES]))
        if len(keys) > MOST_NAMES:
            more = len(keys) - MOST_NAMES
            text = ngettext("%(names)s and %(n)s more", "%(names)s and %(n)s more", more)
            said = sentence(text, {"names": said, "n": more})
        return said


def topic_reason(why, names):
    if why.reason is Reason.WIDE:
        told = {"low": why.band.low, "high": why.band.high}
        return sentence(_("The circle stands from level %(low)s to level %(high)s: there is much to exchange."), told)
    if why.reason in (Reason.AGREED, Reason.HELPED):
        told = {"giver": names.one(why.people[0]), "learner": names.one(why.people[1])}
        if why.reason is Reason.HELPED:
            return sentence(_("%(giver)s has helped %(learner)s with it: they could tell what came of it."), told)
        return sentence(_("%(giver)s has agreed to help %(learner)s with it."), told)
    told = {"names": names.several(why.people), "n": len(why.people)}
    if why.reason is Reason.MANY:
        said = ngettext(
            "%(n)s person wants to learn it: %(names)s.", "%(n)s people want to learn it: %(names)s.", told["n"]
        )
        return sentence(said, told)
    return sentence(_("Of the team that holds the forum, %(names)s wants to learn it."), told)


def activity_reason(activity, names):
    told = {"level": activity.level, "current": activity.current, "target": activity.target}
    told |= {
        side: names.one(key)
        for side, key in (("giver", activity.giver), ("learner", activity.learner))
        if key is not None
    }
    if activity.kind == Kind.STORY:
        return sentence(_("%(giver)s is at level %(level)s and ready to give."), told)
    if activity.kind == Kind.HELP:
        said = _("%(learner)s wishes to rise from level %(current)s to %(target)s; %(giver)s is at level %(level)s.")
        return sentence(said, told)
    if activity.kind == Kind.ASSIST:
        if activity.is_done:
            return sentence(_("%(giver)s has helped %(learner)s with it: they could tell what came of it."), told)
        return sentence(_("%(giver)s has agreed to help %(learner)s with it."), told)
    if activity.kind == Kind.CIRCLE:
        return _("Somebody in the circle may have done it, and has not been asked yet.")
    return _("Of those whom everyone sees by name, nobody is ready to give yet.")


def help_reason(activity, names):
    """Why somebody is offered as help of whom it is not said that they are ready to give; "" for others."""
    if activity.kind != Kind.HELP or activity.is_ready:
        return ""
    said = _("%(giver)s is not among those who are ready to give, but stands higher, and can help with the next step.")
    return sentence(said, {"giver": names.one(activity.giver)})


def ask_first(activity, names, own):
    """What to think of before two people's meeting becomes known."""
    other = activity.learner if own == activity.giver else activity.giver
    said = _("Once it is in the plan, everyone sees that you two meet on it: ask %(name)s first.")
    return sentence(said, {"name": names.called(other)})


def turn_title(turn, names):
    said = {
        Role.COORDINATE: _("%(name)s coordinates"),
        Role.LEAD: _("%(name)s leads the meeting"),
        Role.RECORD: _("%(name)s records"),
    }
    return said[turn.role] % {"name": names.people[turn.person].called}


def pair_title(pair, names):
    said = {
        Role.COORDINATE: _("%(learner)s coordinates, with %(mentor)s as mentor"),
        Role.LEAD: _("%(learner)s leads the meeting, with %(mentor)s as mentor"),
        Role.RECORD: _("%(learner)s records, with %(mentor)s as mentor"),
    }
    told = {"learner": names.people[pair.learner].called, "mentor": names.people[pair.mentor].called}
    return said[pair.role] % told


def turn_reason(turn, names):
    """Whose turn it could be; the role is said as what one does."""
    if turn.forums == 1:
        said = {
            Role.COORDINATE: _("%(name)s did not coordinate the forum before this one."),
            Role.LEAD: _("%(name)s did not lead the forum before this one."),
            Role.RECORD: _("%(name)s did not record the forum before this one."),
        }
    else:
        said = {
            Role.COORDINATE: _("%(name)s has not coordinated in the last %(n)s forums."),
            Role.LEAD: _("%(name)s has not led in the last %(n)s forums."),
            Role.RECORD: _("%(name)s has not recorded in the last %(n)s forums."),
        }
    return sentence(said[turn.role], {"name": names.called(turn.person), "n": turn.forums})


def pair_reason(pair, names, skill):
    said = _(
        "In “%(skill)s” %(learner)s wishes to rise from level %(current)s to %(target)s; %(mentor)s is at level "
        "%(level)s."
    )
    told = {
        "learner": names.one(pair.learner),
        "mentor": names.one(pair.mentor),
        "current": pair.current,
        "target": pair.target,
        "level": pair.level,
        "skill": skill,
    }
    return sentence(said, told)


# The activities


def activity_row(activity, topic, names):
    """What the activity is as an agenda row: {field: value}, in names that everyone reads alike."""
    told = {"topic": topic}
    told |= {
        side: names.people[key].called
        for side, key in (("giver", activity.giver), ("learner", activity.learner))
        if key is not None
    }
    row = ROWS[activity.kind](told)
    if activity.kind == Kind.ASSIST and activity.is_done:
        row = _told_after(told)
    return _fitting(row) | {"lead_id": activity.giver}


def _story(told):
    return {
        "activity": _("Story of what worked: %(topic)s") % told,
        "minutes": 30,
        "aim": _("Tricks from a real event that others can try"),
        "method": _(
            "%(giver)s tells one real event for 10 minutes. The others listen to the end, then ask, and each writes "
            "one trick on a card."
        )
        % told,
        "guide_questions": _(
            "What happened, where, with whom? · What did you do? · What came of it? · What is the trick, and when "
            "does it apply?"
        ),
        "materials": _("Cards, pens"),
        "output": _("Tricks on cards"),
    }


def _help(told):
    return {
        "activity": _("Peer assist: %(topic)s") % told,
        "minutes": 45,
        "aim": _("%(learner)s takes home a way to try") % told,
        "method": _(
            "%(learner)s tells for 10 minutes how it goes and where it sticks. %(giver)s tells what they did, then the "
            "circle thinks along. %(learner)s ends by saying what to try first."
        )
        % told,
        "guide_questions": _(
            "How do you do it now? · Where does it stick? · What have you tried? · What would we do? · What will you "
            "try first, and when?"
        ),
        "materials": _("Flipchart paper, pens"),
        "output": _("What %(learner)s will try, and by when") % told,
    }


def _told_after(told):
    return {
        "activity": _("What came of a peer assist: %(topic)s") % told,
        "minutes": 20,
        "aim": _("The circle learns from what the two tried"),
        "method": _(
            "%(giver)s and %(learner)s each tell for 5 minutes what they tried and learnt. Then the others ask."
        )
        % told,
        "guide_questions": _("What did you try? · What came of it? · What would you do otherwise?"),
        "materials": _("Cards, pens"),
        "output": _("Tricks on cards"),
    }


def _circle(told):
    return {
        "activity": _("Round of stories: %(topic)s") % told,
        "minutes": 40,
        "aim": _("Find who has done it, and what worked"),
        "method": _(
            "In pairs, each tells the other for 3 minutes a time when it went well. Each pair brings one story to the "
            "circle; the others write tricks on cards."
        ),
        "guide_questions": _("When did it go well? · What made it go well? · What can others try?"),
        "materials": _("Cards, pens"),
        "output": _("Tricks on cards, and names of who can tell more"),
    }


def _outside(told):
    return {
        "activity": _("Somebody from outside tells: %(topic)s") % told,
        "minutes": 45,
        "aim": _("See how others do it, and choose what to try here"),
        "method": _(
            "The guest tells one real event for 15 minutes. Then the circle asks, and each says what they will try."
        ),
        "guide_questions": _("What did you do? · What would you do otherwise? · What fits our tambon?"),
        "materials": _("Cards, pens"),
        "output": _("What each will try"),
        "other_lead": _("Somebody from outside, to be found"),
    }


ROWS = {Kind.STORY: _story, Kind.HELP: _help, Kind.ASSIST: _help, Kind.CIRCLE: _circle, Kind.OUTSIDE: _outside}


def promises_row(promises):
    """An activity that goes through the circle's open promises."""
    lines = [f"{promise.who_called}: {promise.what}" for promise in promises[:MOST_PROMISES]]
    return _fitting(
        {
            "activity": _("Promises that are still open"),
            "minutes": min(10 + 5 * len(promises), 45),
            "aim": _("Know what has been done, and agree on what goes on"),
            "method": _("Who promised tells in 2 minutes what has become of it: done, goes on, or dropped and why."),
            "guide_questions": "\n".join(lines),
            "output": _("Each promise is done, handed on or dropped"),
        }
    )


def promises_reason(promises):
    return ngettext(
        "%(n)s promise of earlier forums is still open.",
        "%(n)s promises of earlier forums are still open.",
        len(promises),
    ) % {"n": len(promises)}


def _fitting(row):
    """The row with texts no longer than their fields hold."""
    lengths = {name: AgendaRow._meta.get_field(name).max_length for name in row}
    return {name: _cut(value, lengths[name]) if lengths[name] else value for name, value in row.items()}


def _cut(text, most):
    """The text in at most so many characters, cut between graphemes, of which each may be several."""
    length = most
    while len(kept := thai.cut(text, length)) > most:
        length -= 1 + (len(kept) - most) // 4  # no letter of Thai has more than four marks
    return kept
