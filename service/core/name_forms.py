"""What the words of a name tell: its longer forms, titles, gender; knows no tagger."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.core.first_names import (
    CENSUS_FEMININE_NAMES,
    CENSUS_MASCULINE_NAMES,
    FEMININE_NAMES,
    MASCULINE_NAMES,
)
from service.core.lexicon import words

Name = tuple[str, ...]

# Words before a name that are no part of it. Listed by hand: courtesy, legislative, military and
# religious titles.
TITLES = words("""
    mr mrs ms miss mx dr prof professor sir dame lord lady baron baroness president chancellor
    premier prime minister secretary ambassador senator sen rep representative congressman
    congresswoman governor gov lt mayor judge justice chief general gen colonel col major maj
    captain capt sergeant sgt lieutenant admiral adm commander officer detective inspector sheriff
    deputy attorney king queen prince princess pope bishop archbishop cardinal rabbi imam sheikh
    father rev reverend sister brother coach manager director chairman chairwoman spokesman
    spokeswoman spokesperson cllr councillor assistant former vice foreign the state skipper
    midfielder striker defender goalkeeper winger forward quarterback pitcher boss""")
# A longer run is a list or a headline, not a person's name.
LONGEST_NAME = 6
_MASCULINE = words("""
    he him his himself mr sir lord king prince father brother son husband man boy chairman
    spokesman congressman businessman councilman gentleman actor""")
_FEMININE = words("""
    she her hers herself mrs ms miss dame lady queen princess mother sister daughter wife woman
    girl chairwoman spokeswoman congresswoman businesswoman councilwoman actress""")
_HUMANS = words("""
    adviser advisor aide analyst author boy brother candidate captain cleric coach colleague
    commander daughter dealer defendant dentist deputy doctor driver employee expert farmer father
    fighter friend girl governor guard husband judge lawyer leader manager mayor member minister
    mother neighbor neighbour nurse officer official owner parent passenger pastor pilot player
    politician president priest prisoner producer professor prosecutor reporter representative
    researcher resident secretary senator sergeant sister soldier son student suspect teacher
    teenager victim voter widow wife winner witness worker writer
""")
# Nouns of bodies that speak, listed by hand.
BODIES = words("""
    agency association authority bank board bureau charity club commission committee company
    council court department embassy federation firm foundation institute ministry museum
    organisation organization parliament party police tribunal union university""")
# What a company or another body is called behind "the", and what ends the names of such.
COMPANIES = words("""
    airline brand brewer broadcaster builder carmaker chain charity club company developer festival
    firm group hospital hotel insurer lender maker manufacturer operator producer retailer school
    startup store supermarket team theatre trust""")
BODY_ENDINGS = BODIES | words("""
    airlines airways co corp corporation group holdings inc league limited ltd plc society trust
    fund hospital school college""")
# Several people without a plural, and what speaks and is nobody; listed by hand.
CROWDS = words("""
    audience both couple crew crowd duo family half jury lot majority many minority percent
    population public third those trio""")
PAPERS = words("""
    account ad administration alliance analysis announcement app article average bill blog body book
    brief budget campaign channel city coalition complaint constitution convention country data
    decision declaration defense defence discussion document draft editorial email embassy
    establishment estimate evidence fact file film filing finding forecast gathering government
    headline house indictment industry investigation invitation judgment judgement law lawsuit
    leaflet letter magazine media memo message model motion nation newspaper notice office order
    outlet page panel paper plan platform poll post poster press prosecution record regime release
    report research resolution review ruling senate sign site speech staff state statement story
    study suit summary survey tally text transcript treaty tweet unit verdict video voicemail
    website which""")
# Letters behind a name.
POSTNOMINALS = words("kc qc mp mep msp mla phd md cbe obe mbe jp esq")
# Phrases that tell no body from another.
VAGUE = ("a ", "an ", "its ", "his ", "her ", "their ", "our ", "this ", "that ", "no ", "one ")
# Words up to this length stay small in headlines ("with", "from"); of the longer ones, up to a
# tenth may.
_SMALL_WORD = 4
_HEADLINE_SMALL = 0.1
PRONOUNS = frozenset(("he", "she"))
FIRST_NAMES = MASCULINE_NAMES | FEMININE_NAMES
# How far back the person behind "he" is looked for, in sentences.
PRONOUN_REACH = 6
SUBJECTS = frozenset(("nsubj", "nsubjpass"))

# Names that begin or end with the same word, of which one is looked for; PolNeAR has 8 at most.
_MOST_ALIKE = 100


class NameForms:
    """The names that an article uses, to find the fullest form of any."""

    def __init__(self, names: Iterable[Name], own: Iterable[Name]) -> None:
        """Count names.

        Args: names: all, once a mention. own: those in the article's own voice, which are asked
        first.
        """
        self._counts = Counter(names)
        self._own = Counter(own)
        self._by_end: dict[str, list[Name]] = {}
        for name in self._counts:
            for end in {name[0].lower(), name[-1].lower()}:
                alike = self._by_end.setdefault(end, [])
                if len(alike) < _MOST_ALIKE:
                    alike.append(name)
        self._found: dict[Name, Name] = {}

    def fullest(self, name: Name) -> Name:
        """The longest name that a name shortens; the name itself where several people may be."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def bearers(self, name: Name) -> list[Name]:
        """The people of several words whom a name may mean, in the article's own voice."""
        ends = {*self._by_end.get(name[0].lower(), ()), *self._by_end.get(name[-1].lower(), ())}
        longer = [other for other in ends if other in self._own and _is_short_for(name, other)]
        return sorted({self.fullest(other) for other in longer})

    def _find(self, name: Name) -> Name:
        own = self._longest(name, self._own)
        if own is not None or (len(name) > 1 and name in self._own):
            return own or name
        return self._longest(name, self._counts) or name

    def _longest(self, name: Name, counts: Counter[Name]) -> Name | None:
        first, last = name[0].lower(), name[-1].lower()
        ends = {*self._by_end.get(first, ()), *self._by_end.get(last, ())}
        longer = [other for other in sorted(ends) if other in counts and _is_short_for(name, other)]
        if not longer:
            return None
        longest = max(longer, key=lambda other: (len(other), counts[other]))
        one_person = all(other == longest or _is_short_for(other, longest) for other in longer)
        return longest if one_person else name


def gender_of_name(name: Name) -> str | None:
    """ "he" or "she" for a person, by a first name; None where it tells nothing."""
    return gender_of_first_name(name[0].lower()) if len(name) > 1 else None


def gender_of_first_name(first: str) -> str | None:
    """ "he" or "she" for a lower-cased first name; None where it tells nothing."""
    if first in MASCULINE_NAMES or first in CENSUS_MASCULINE_NAMES:
        return "he"
    return "she" if first in FEMININE_NAMES or first in CENSUS_FEMININE_NAMES else None


def gender_of_words(before: Sequence[str]) -> str | None:
    """ "he" or "she" for a person, by the lower-cased words that stand before a name."""
    if _MASCULINE.intersection(before):
        return "he"
    return "she" if _FEMININE.intersection(before) else None


def is_human(form: str) -> bool:
    """Whether a common noun names a person, by a list and by what its ending says."""
    return form in _HUMANS or form.endswith(("man", "woman", "person", "ist"))


def is_trade(form: str) -> bool:
    """Whether a word that begins a sentence may be somebody's trade: "Novelist Ann Holt"."""
    return form not in FIRST_NAMES and (
        is_human(form) or form.endswith(("er", "or", "eer", "ician", "ant"))
    )


def is_capitalised(inside: Iterable[str]) -> bool:
    """Whether nearly all longer words of a line are capitalised, as in a headline."""
    longer = [word for word in inside if word.isalpha() and len(word) > _SMALL_WORD]
    small = sum(word[0].islower() for word in longer)
    return len(longer) > 1 and small <= _HEADLINE_SMALL * len(longer)


def _is_short_for(short: Name, full: Name) -> bool:
    """Whether `short` keeps some words of `full`, in order, the first or the last among them."""
    # "De la Fuente" begins a sentence, or stands without the first name that makes "de" small.
    small, whole = [word.lower() for word in short], [word.lower() for word in full]
    if len(small) >= len(whole) or not {small[-1], small[0]} & {whole[0], whole[-1]}:
        return False
    rest = iter(whole)
    return all(word in rest for word in small)
