"""A guess at names of real people in a text. Names of places and companies may look alike."""

import re
from collections.abc import Collection, Iterator
from typing import Final

_NAME: Final = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?"
_TWO: Final = re.compile(rf"\b({_NAME})\s(?=({_NAME})\b)")
_TITLE: Final = "Mrs?|Ms|Dr|Prof|Herrn?|Frau|Madame|Mademoiselle|Monsieur|Mme|Mlle"
_TITLED: Final = re.compile(rf"\b(?:{_TITLE})\.?\s{_NAME}")
_CONTACT: Final = re.compile(r"\S+@\S+\.\w+|\+\d[\d ()/-]{7,}")
_FIRST_WORD: Final = re.compile(
    r"A|After|All|An|And|As|At|Before|But|By|Do|Does|During|Each|Every|For|From|He|Her|His|How|If|In"
    r"|It|Its|Last|Let|My|New|Next|No|Not|Of|On|One|Only|Or|Our|Over|Please|She|Since|So|Some|Tell"
    r"|That|The|Their|Then|There|These|They|This|Those|Three|To|Two|Under|Until|Up|We|What|When|Where"
    r"|Which|While|Who|Why|With|Without|You|Your"
    r"|Après|Au|Aux|Avec|Avant|Ce|Ces|Cet|Cette|Chaque|Chez|Dans|De|Des|Depuis|Deux|Donnez|Du|Elle"
    r"|Elles|En|Entre|Et|Il|Ils|La|Le|Les|Leur|Leurs|Lors|Mais|Mes|Mon|Ni|Nos|Notre|Nous|On|Ou|Où"
    r"|Par|Pas|Plus|Pour|Pourquoi|Quand|Que|Quel|Quelle|Qui|Quoi|Sa|Sans|Si|Son|Sous|Sur|Tous|Tout"
    r"|Toute|Toutes|Trois|Un|Une|Vos|Votre|Vous"
)
"""Words that begin a sentence and are not names."""
_NO_NAME: Final = re.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    rf"|September|October|November|December|{_TITLE}"
)
"""What stands beside a name, or looks like one."""


def people(text: str, known: Collection[str], language: str = "en") -> Iterator[str]:
    """Yield what in `text` may tell who somebody is: a name with a title, a full name, an address.

    Words in `known` have a capital and are no names here. In German every noun has one, so full
    names are not looked for there.
    """
    for pattern in (_CONTACT, _TITLED):
        yield from (match[0] for match in pattern.finditer(text))
    if language.startswith("de"):
        return
    for first, last in _TWO.findall(text):
        ordinary = _FIRST_WORD.fullmatch(first) or any(map(_NO_NAME.fullmatch, (first, last)))
        if not ordinary and first not in known and last not in known:
            yield f"{first} {last}"
