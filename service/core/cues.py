"""Reporting words, and what may not be taken for a speaker."""

from service.core.lexicon import words

# Verbs that report speech or writing and can stand beside a whole quoted sentence.
# Chosen by hand from the verbs that annotators marked as cues of direct and mixed quotations in
# PolNeAR's train split, and their near synonyms.
_SPEECH = """
    acknowledge add admit admonish advise affirm agree allege announce answer argue ask assert
    assure bark beam beg begin bellow boast brag caution charge chant chide chime claim coin
    comment complain concede conclude confess confide confirm contend continue convey counter
    cry declare demand deny disclose drawl elaborate email emphasize emphasise enthuse exclaim
    exhort explain fume gripe grouse grumble growl hint implore inform inquire insist instruct
    interject interrupt intone joke lament laugh maintain mention message moan murmur muse
    mutter note object observe opine plead point ponder post pray preach proclaim pronounce
    protest question quip quote rant reassure recall recite reckon recount reflect reiterate
    relate remark remember remind repeat reply report respond restate retort retweet reveal roar
    rule say scoff scream shout shrug sigh snap snarl sneer sob speculate stammer state stress
    submit suggest surmise sing tell testify text thunder tweet underline underscore urge utter
    volunteer vow wail warn whisper wonder write yell
"""

# Verbs whose object or complement may hold quoted words ("called the plan a 'sham'").
_STANCE = """
    accuse address allude applaud attack believe bemoan blame blast brand call cast
    characterize characterise cheer cite compare condemn credit criticize criticise decry defend
    denounce depict deride describe dismiss dub echo endorse entitle envision express fault fear
    find frame hail herald hope imply indicate invoke invite jeer label lambaste liken mock name
    nickname offer oppose paint pledge portray praise predict press promise propose put rail read
    refer reference reject release salute shoot show slam stipulate study support swear talk tag
    taunt tease term thank think threaten title tout trumpet voice welcome worry
"""

_IRREGULAR = {
    "begin": ("began", "begun"),
    "cast": ("cast",),
    "find": ("found",),
    "put": ("put",),
    "read": ("read",),
    "say": ("said",),
    "shoot": ("shot",),
    "show": ("showed", "shown"),
    "sing": ("sang", "sung"),
    "swear": ("swore", "sworn"),
    "tell": ("told",),
    "think": ("thought",),
    "write": ("wrote", "written"),
}
_DOUBLING = words("admit beg blog brag chat dub nod quip refer rip slam submit sum tag")


def _forms(base: str) -> set[str]:
    """Inflect a regular or listed verb."""
    if base.endswith("y") and base[-2] not in "aeo":
        third, stem = base[:-1] + "ies", base[:-1] + "i"
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
        stem = base
    silent = base.endswith("e") and not base.endswith("ee")
    longer = base + base[-1] if base in _DOUBLING else base
    past = _IRREGULAR.get(base) or (
        base + "d" if base.endswith("e") else (stem if base.endswith("y") else longer) + "ed",
    )
    ing = base[:-1] + "ing" if silent else longer + "ing"
    british = {base + "led", base + "ling"} if base.endswith("el") else set()
    return {base, third, *past, ing, *british}


def _lexicon(words: str) -> frozenset[str]:
    return frozenset(form for base in words.split() for form in _forms(base))


SPEECH_FORMS = _lexicon(_SPEECH)
STANCE_FORMS = _lexicon(_STANCE) - SPEECH_FORMS

# Verbs that give somebody or something a name.
NAMING_FORMS = _lexicon("brand call deride describe dub label mock nickname refer tag")

# Verbs that report speech only with their particle: "she went on", "as he put it".
PARTICLES = {
    **dict.fromkeys(("go", "goes", "went", "going"), words("on")),
    **dict.fromkeys(("put", "puts", "putting"), words("it")),
    **dict.fromkeys(("cut", "cuts", "chimed", "chipped", "weighed", "jumped"), words("in")),
    **dict.fromkeys(("shot", "fired", "hit", "hits", "fires", "snapped"), words("back")),
}

# Forms that are cues whatever the tagger makes of them beside a quotation.
SURE_FORMS = words("said says told tells tweeted wrote writes asked added replied")

# Passives whose subject is the one who speaks ("was quoted as saying", "was heard shouting").
QUOTED_FORMS = words("quoted cited heard overheard recorded filmed caught reported")

# Nouns whose owner speaks ("Smith's claim that …").
SPEECH_NOUNS = words("""
    accusation advice allegation announcement answer argument assertion assessment assurance
    boast call claim comment comments complaint contention criticism declaration demand denial
    description explanation insistence letter message mantra motto observation opinion phrase
    pledge prediction proclamation promise quote quip reference remark remarks reply response
    rhetoric slogan speech statement statements suggestion testimony threat tweet tweets view vow
    warning word words""")
