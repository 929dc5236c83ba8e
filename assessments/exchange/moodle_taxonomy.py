"""What Moodle calls the depths of a framework, as what a row is here."""

from .outline import COMPETENCIES, GOAL, INDICATOR, KNOWLEDGE, SKILL

# Not among them: level, outcome, proficiency and value, which frameworks use for anything.
TYPES = {
    "domain": GOAL,
    "concept": KNOWLEDGE,
    "competency": SKILL,
    "practice": SKILL,
    "skill": SKILL,
    "behaviour": INDICATOR,
    "indicator": INDICATOR,
}
DEFAULT = "competency"
DEPTH = {GOAL: 1, KNOWLEDGE: 2, SKILL: 2, INDICATOR: 3}


def types_by_depth(terms, deepest):
    """A type for each depth down to the deepest one that is used, "" where the tree itself must tell."""
    terms = (terms + [""] * deepest)[:deepest]
    if all(term in (DEFAULT, "") for term in terms):
        return [""] * deepest
    types = [TYPES.get(term, "") for term in terms]
    for depth in range(deepest):
        below = [each for each in types[depth + 1 :] if each]
        if any(DEPTH[each] < DEPTH.get(types[depth], 0) for each in below):
            types[depth] = ""
    if types and types[0] in COMPETENCIES and GOAL not in types and set(types[1:]) & set(COMPETENCIES):
        types[0] = ""
    return types
