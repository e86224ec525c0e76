"""Who speaks at a cue, and which cue reports a part, on docs built by hand."""

import pytest
from docs import build_doc, paragraph

from service.core.reporting import Frame, Tie, is_outlet

INVERTED = """
    “     ``   punct 4
    _Go   VB   ccomp 4
    _,    ,    punct 4
    _”    ''   punct 4
    said  VBD  ROOT  4
    Ann   NNP  compound 6 PERSON
    Holt  NNP  nsubj 4 PERSON
    _.    .    punct 4
"""
BEFORE = """
    Holt  NNP  nsubj 1 PERSON
    said  VBD  ROOT  1
    _:    :    punct 1
    “     ``   punct 1
    _Go   VB   ccomp 1
    _.    .    punct 1
    _”    ''   punct 1
"""
HELD = """
    Holt    NNP nsubj 1 PERSON
    said    VBD ROOT  1
    that    IN  mark  4
    Ruiz    NNP nsubj 4 PERSON
    claimed VBD ccomp 1
    a       DT  det   7
    “       ``  punct 7
    _win    NN  dobj  4
    _.      .   punct 1
    _”      ''  punct 1
"""
PARTICIPLE = """
    Holt    NNP nsubj 1 PERSON
    left    VBD ROOT  1
    _,      ,   punct 1
    calling VBG advcl 1
    it      PRP nsubj 6
    “       ``  punct 6
    _absurd JJ  ccomp 3
    _.      .   punct 1
    _”      ''  punct 1
"""
PASSIVE = """
    The    DT  det       1
    plan   NN  nsubjpass 3
    was    VBD auxpass   3
    called VBN ROOT      3
    “      ``  punct     5
    _mad   JJ  oprd      3
    _”     ''  punct     3
    by     IN  agent     3
    Holt   NNP pobj      7 PERSON
    _.     .   punct     3
"""
RELAYED = """
    Reuters NNP nsubj 1 ORG
    quoted  VBD ROOT  1
    Holt    NNP dobj  1 PERSON
    as      IN  prep  1
    saying  VBG pcomp 3
    _:      :   punct 1
    “       ``  punct 1
    _Go     VB  ccomp 1
    _.      .   punct 1
    _”      ''  punct 1
"""
PASSED_ON = """
    Holt     NNP nsubj 1 PERSON
    said     VBD ccomp 8
    it       PRP nsubj 3
    was      VBD ccomp 1
    “        ``  punct 5
    _mad     JJ  acomp 3
    _,       ,   punct 8
    _”       ''  punct 8
    reported VBD ROOT  8
    Reuters  NNP nsubj 8 ORG
    _.       .   punct 8
"""
LISTENER = """
    “       ``   punct 5
    _Go     VB   ccomp 5
    _,      ,    punct 5
    _”      ''   punct 5
    Holt    NNP  nsubj 5 PERSON
    told    VBD  ROOT  5
    Reuters NNP  dobj  5 ORG
    _.      .    punct 5
"""
ACCORDING = """
    The       DT  det   1
    wait      NN  nsubj 2
    is        VBZ ROOT  2
    “         ``  punct 4
    _long     JJ  acomp 2
    _,        ,   punct 2
    _”        ''  punct 2
    according VBG prep  2
    to        IN  prep  7
    Holt      NNP pobj  8 PERSON
    _.        .   punct 2
"""
COLON = """
    Holt   NNP ROOT  0 PERSON
    _:     :   punct 0
    “      ``  punct 0
    _Go    VB  dep   0
    _.     .   punct 0
    _”     ''  punct 0
"""
NOTHING = """
    The   DT  det   3
    “     ``  punct 3
    _old  JJ  amod  3
    _”    ''  punct 3
    pier  NN  nsubj 5
    fell  VBD ROOT  5
    _.    .   punct 5
"""


MISPARSED_INVERSION = """
    “     ``   punct 4
    _Go   VB   ROOT  1
    _,    ,    punct 1
    _”    ''   punct 1
    said  VBD  dep   1
    Ann   NNP  compound 6 PERSON
    Holt  NNP  dobj  4 PERSON
    _,    ,    punct 1
    as    IN   mark  9
    Ruiz  NNP  nsubj 4 PERSON
    _.    .    punct 1
"""
MISPARSED_DISTRICT = """
    “     ``   punct 8
    _Go   VB   ccomp 8
    _,    ,    punct 8
    _”    ''   punct 8
    Holt  NNP  appos 6 PERSON
    (     -LRB- punct 6
    _MA   NNP  nsubj 8 GPE
    _)    -RRB- punct 6
    said  VBD  ROOT  8
    _.    .    punct 8
"""


def chosen(rows: str) -> tuple[str | None, str | None, str | None, Tie]:
    """Cue, speaker's head, reporter's head and tie of a paragraph's only part."""
    one = paragraph(build_doc(rows))
    frame = Frame(one, one.sentences[0])
    link, tie = frame.choose(one.sentences[0].parts[0])
    if link is None:
        return None, None, None, tie
    reporter = frame.reporter(link)
    speaker = link.speaker and link.speaker.text
    return frame.text(link.start, link.end), speaker, reporter and reporter.text, tie


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (INVERTED, ("said", "Holt", None, Tie.TAIL)),
        (BEFORE, ("said", "Holt", None, Tie.BESIDE)),
        (HELD, ("said", "Holt", None, Tie.BEFORE)),
        (PARTICIPLE, ("calling", "Holt", None, Tie.BEFORE)),
        (PASSIVE, ("called", "Holt", None, Tie.BEFORE)),
        (RELAYED, ("quoted", "Holt", "Reuters", Tie.BEFORE)),
        (PASSED_ON, ("said", "Holt", "Reuters", Tie.BEFORE)),
        (LISTENER, ("told", "Holt", "Reuters", Tie.TAIL)),
        (ACCORDING, ("according to", "Holt", None, Tie.TAIL)),
        (COLON, (":", "Holt", None, Tie.COLON)),
        (MISPARSED_INVERSION, ("said", "Holt", None, Tie.TAIL)),
        (MISPARSED_DISTRICT, ("said", "Holt", None, Tie.TAIL)),
        (NOTHING, (None, None, None, Tie.NONE)),
    ],
    ids=[
        "inverted", "before", "held", "participle", "passive", "relayed", "passed-on", "listener",
        "according", "colon", "misparsed-inversion", "misparsed-district", "nothing",
    ],
)  # fmt: skip
def test_cue_and_speaker(
    rows: str, expected: tuple[str | None, str | None, str | None, Tie]
) -> None:
    assert chosen(rows) == expected


def test_passive_without_agent_names_nobody() -> None:
    rows = "\n".join(PASSIVE.strip().splitlines()[:7])

    assert chosen(rows)[1] is None


OUTLETS = """
    the     DT  det      4
    news    NN  compound 2
    agency  NN  compound 4
    Zephyr  NNP compound 4
    Wire    NNP ROOT     4 PERSON
"""
PAPER = """
    the     DT  det      2
    Harbour NNP compound 2 ORG
    Herald  NNP ROOT     2 ORG
"""
UNION = """
    the     DT  det      2
    Dockers NNP compound 2 ORG
    Union   NNP ROOT     2 ORG
"""


@pytest.mark.parametrize(("rows", "expected"), [(OUTLETS, True), (PAPER, True), (UNION, False)])
def test_outlets(rows: str, expected: bool) -> None:
    doc = build_doc(rows)

    assert is_outlet(doc[len(doc) - 1]) is expected
