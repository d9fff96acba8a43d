"""A guess at names of real people in a text. Names of places and companies may look alike."""

from collections.abc import Collection, Iterator
from typing import Final

import regex

_PART: Final = r"\p{Lu}\p{M}*(?:\p{Ll}\p{M}*)+(?:\p{Lu}(?:\p{Ll}\p{M}*)+)?"
_NAME: Final = rf"(?:(?:O|D|L)['’])?{_PART}(?:[-‑'’]{_PART})*"
_FROM: Final = (
    "van der|van den|van de|von der|de la|del|della|van|von|zu|de|du|di|da|dos|al|el|bin|ibn|ten"
)
_TWO: Final = regex.compile(rf"\b({_NAME})\s(?=(?:(?:{_FROM})\s)?({_NAME})\b)")
_LISTED: Final = regex.compile(rf"(?<![\w.])({_NAME}),\s({_NAME})\b")
"""A last name and a first one, or two people."""
_TITLE: Final = "Mrs?|Ms|Mx|Dr|Prof|Herrn?|Frau|Madame|Mademoiselle|Mme|Mlle|Monsieur|Sr|Sra"
_TITLED: Final = regex.compile(rf"\b(?:(?:{_TITLE})\.?\s)+{_NAME}")
_CONTACT: Final = regex.compile(r"[^\s<>(),;:]+@[^\s<>(),;:]+\.\w+|\+\d[\d ()/-]{7,}")
_HANDLE: Final = regex.compile(
    r"(?<![\w.@])@(?=[\p{L}\d_<])<?[\p{L}\p{M}\d_.:-]*[\p{L}\d]>?|\[~[^\]\s]{1,80}\]|<@[\w|.-]{2,80}>"
)
# After “z. B.” and the like comes a noun, and after “Plan B.” a sentence.
_INITIAL: Final = regex.compile(
    rf"(?<![\p{{L}}\d.]|\p{{Ll}}\.\s|(?i:plan|option|gate|part|type|typ|tor|halle|class|phase|team)\s)"
    rf"(?:\p{{Lu}}\.[ -]?){{1,3}}(?:(?:{_FROM})\s)?({_NAME})"
)
_ONLY_INITIALS: Final = regex.compile(r"(?<![\p{L}\d.])\p{Lu}\.\s?\p{Lu}\.(?!\p{L}|\s?\p{Lu})")
_SHORT: Final = frozenset(
    {"AI", "AM", "EU", "HR", "IT", "NB", "PM", "PR", "PS", "QA", "SA", "UK", "US"}
)
"""Two letters with dots that are nobody's."""
_AFTER: Final = regex.compile(rf"\b{_NAME}\s\p{{Lu}}\.(?=\s|$|[,;)])")
"""A first name and the initial of the last."""
_FOREIGN: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]{2,}|[\p{Hangul}]{2,}|[\p{Arabic}]{2,}(?: [\p{Arabic}]{2,})*"
    r"|[\p{Hebrew}]{2,}(?: [\p{Hebrew}]{2,})*|[\p{Cyrillic}]{2,}(?: [\p{Cyrillic}]{2,})*"
    r"|[\p{Greek}]{2,}(?: [\p{Greek}]{2,})*|[\p{Devanagari}]{2,}(?: [\p{Devanagari}]{2,})*"
    r"|[\p{Thai}]{2,}|[\p{Armenian}]{2,}|[\p{Georgian}]{2,}|[\p{Bengali}]{2,}|[\p{Tamil}]{2,}"
)
_LATIN: Final = regex.compile(r"\p{Latin}")
_HONOUR: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]{1,8}(?:さん|さま|様|氏|くん|先生|女士|小姐|经理|經理)"
    r"|\p{Hangul}{2,4}\s?(?:님|씨)(?!\p{Hangul})"
    r"|(?<!\w)(?:السيدة|السيد|د\.)\s\p{Arabic}+|(?<!\w)(?:מר|גב['׳])\s\p{Hebrew}+"
    r"|(?<!\w)(?:श्रीमती|श्री)\s[\p{Devanagari}]+|คุณ\p{Thai}+"
    r"|(?<!\w)(?:г-жа|г-н|господин|госпожа|пан|пані|κ\.|κα|κος)\s[\p{Lu}][\p{Ll}]+"
)
_FIRST_WORD: Final = regex.compile(
    r"A|After|All|An|And|Any|As|At|Because|Before|But|By|Do|Does|During|Each|Every|Everybody|For"
    r"|From|He|Her|His|How|However|If|In|It|Its|Last|Let|Many|Most|My|New|Next|No|Nobody|Nothing"
    r"|Not|Now|Of|On|Once|One|Only|Or|Our|Over|Please|She|Since|So|Some|Sometimes|Still|Tell|That"
    r"|The|Their|Then|There|Therefore|These|They|This|Those|Three|Today|To|Two|Under|Until|Up|We"
    r"|What|When|Where|Which|While|Who|Why|With|Without|Yes|You|Your"
    r"|Aber|Alle|Bei|Das|Der|Die|Ein|Eine|Es|Für|Ihr|Im|Jede|Jeder|Kein|Keine|Mit|Nur|Sie|Und|Wenn"
    r"|Wer|Wir"
    r"|Après|Au|Aux|Avec|Avant|Ce|Ces|Cet|Cette|Chaque|Chez|Dans|De|Des|Depuis|Deux|Donnez|Du|Elle"
    r"|Elles|En|Entre|Et|Il|Ils|La|Le|Les|Leur|Leurs|Lors|Mais|Mes|Mon|Ni|Nos|Notre|Nous|On|Ou|Où"
    r"|Par|Pas|Plus|Pour|Pourquoi|Quand|Que|Quel|Quelle|Qui|Quoi|Sa|Sans|Si|Son|Sous|Sur|Tous|Tout"
    r"|Toute|Toutes|Trois|Un|Une|Vos|Votre|Vous"
)
"""Words that begin a sentence and are not names."""
_NO_NAME: Final = regex.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    rf"|September|October|November|December|{_TITLE}"
)
"""What stands beside a name, or looks like one."""


def people(text: str, known: Collection[str], language: str = "en") -> Iterator[str]:
    """Yield what in `text` may tell who somebody is: a name with a title, a full name, an address.

    Words in `known` have a capital and are no names here. In German every noun has one, so full
    names are not looked for there.
    """
    sure = list(certain(text, known))
    yield from sure
    if language.startswith("de"):
        return
    full = list(_TWO.finditer(text))
    ends = {match.end(2) for match in full}
    listed = (match for match in _LISTED.finditer(text) if match.end(1) not in ends)
    for match in (*full, *listed):
        names = match[1], match[2]
        ordinary = any(_FIRST_WORD.fullmatch(one) or _NO_NAME.fullmatch(one) for one in names)
        found = text[match.start(1) : match.end(2)]
        if not ordinary and not {*names} & {*known} and found not in sure:
            yield found


def certain(text: str, known: Collection[str] = ()) -> Iterator[str]:
    """Yield what tells who somebody is in any language: addresses, titles, handles, initials.

    Words of another script than the rest of the text are names more often than not.
    """
    for pattern in (_CONTACT, _TITLED, _HANDLE):
        yield from (match[0] for match in pattern.finditer(text))
    for match in _INITIAL.finditer(text):
        if match[1] not in known and not _FIRST_WORD.fullmatch(match[1]):
            yield match[0]
    for match in _ONLY_INITIALS.finditer(text):
        if "".join(filter(str.isalpha, match[0])) not in _SHORT:
            yield match[0]
    yield from (match[0] for match in _AFTER.finditer(text) if match[0].split()[0] not in known)
    foreign = _FOREIGN if _LATIN.search(text) else _HONOUR
    yield from (match[0] for match in foreign.finditer(text) if match[0] not in known)
