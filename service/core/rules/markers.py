"""Blocks known by how they begin: what opens an appeal, and notes about the article."""

import re

from service.core.rules.line import Line
from service.core.rules.words import WordClass

# Longer blocks that begin like an opener hold the appeal itself; the phrases judge those.
_OPENER_WORDS = 12

_OPENER = re.compile(
    r"""^\W*(?:
    (?:an?\ )?(?:message|note|word|letter|appeal)\ (?:from|to)\ (?:the|our|readers)\b
    | dear\ (?:friends?|readers?|supporters?|viewers?|listeners?)\b
    | (?:since|while|as)\ you(?:['’]re|\ are)\ here
    | before\ you\ (?:go|leave|continue|close|move\ on)\b | take\ a\ moment\W*$
    | liebe\w*\ (?:leser|freund|hörer) | da\ sie\ (?:gerade\ )?hier\ sind
    | ch(?:ers?|ères?)\ (?:lect|ami) | puisque\ vous\ êtes\ (?:là|ici)
    | queridos?\ (?:lector|amig) | estimad[oa]s?\ lector | ya\ que\ estás\ aquí
    | car[oi]\ lettor | beste\ lezer | prezad[oa]s?\ leitor | car[oa]s?\ leitor
    | дорогие\ (?:читател|друзья) | drodzy\ czytelnicy
    )""",
    re.IGNORECASE | re.VERBOSE,
)

_NOTE = re.compile(
    r"""^\W*(?:
    corrections?\b | clarifications?\b | editor(?:['’]?s|s['’])?\ note\b | errat(?:um|a)\b
    | th(?:is|e)\ (?:article|story|post|report|piece|headline|version)
      \ (?:originally|(?:was|has\ been)\ (?:\w+\ ){0,2}(?:updated|corrected|amended|edited|changed
      |clarified|revised|altered|modified|removed|reworded|republished|published|headlined))\b
    | (?:an\ )?(?:earlier|previous|original)\ versions?\ of\b
    | updated?\b | korrektur | anmerkung\ der\ redaktion | in\ einer\ früheren
    | rectificat | mise\ à\ jour | note\ de\ la\ rédaction | nota\ d(?:el|e\ la)\ (?:editor|redac)
    | fe\ de\ (?:errores|erratas) | correção | nota\ da\ reda | rettifica | correctie
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def opens_appeal(line: Line) -> bool:
    """Tell a short block that only opens an appeal ("Dear readers,")."""
    return line.words <= _OPENER_WORDS and _OPENER.search(line.text) is not None


def may_be_note(text: str) -> bool:
    """Tell a block that begins like a note about the article; `is_note` says whether it is one."""
    return _NOTE.search(text) is not None


def is_note(line: Line) -> bool:
    """Tell a correction or another note about the article, which belongs to it.

    One that asks or addresses the reader is an appeal in disguise ("Editor's note: support us!").
    """
    asks = line.count(WordClass.YOU) > 0 or "?" in line.text or "!" in line.text
    return not asks and _NOTE.search(line.text) is not None
