"""Names of papers in text: the title at the head of a page, and a mention in a list or a receipt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from casereview.dossier.forms import Form, FormPack
from casereview.text import squeeze

_BODY = re.compile(r"^[一-龥]{2,24}?(?:局|队|厅|委员会|站|所|处|支队|大队|中心|机关|政府|公司|省|自治区|市|县|区)$")
_TAIL = re.compile(r"^(?:\([^()]{1,8}\)|续页|附页|复印件|原件|正本|副本|[一二三四五]|[:：])$")
_LONG = 5  # letters of a title that is still itself with two of them wrong
_FOLD = str.maketrans("（）【】〔〕［］", "()[]()[]")


@dataclass(frozen=True, slots=True)
class Titled:
    """A form whose title these words are; `exact` is how close: 1.0, or less with a slip of a letter or words around."""

    form: Form
    title: str
    exact: float


def folded(text: str) -> str:
    return squeeze(text).translate(_FOLD)


def title_of(line: str, forms: FormPack, *, recognised: bool = False) -> Titled | None:
    """The form that a whole line is the title of: exact, with its body's name before it, or one letter off; on a page
    that a recogniser read (`recognised`) two letters off."""
    words = folded(line).strip('《》"“”·-—:：')
    if not 2 <= len(words) <= 44:
        return None
    table = forms.by_title
    if words in table:
        return Titled(table[words], words, 1.0)
    close = _with_words_around(words, forms) or _one_letter_off(words, forms)
    return close or (_two_letters_off(words, forms) if recognised else None)


def _with_words_around(words: str, forms: FormPack) -> Titled | None:
    best: tuple[str, Form] | None = None
    for title in forms.held_in(words):
        at = words.find(title)
        before, after = words[:at], words[at + len(title) :]
        if (
            (not before or _BODY.match(before))
            and (not after or _TAIL.match(after))
            and (best is None or len(title) > len(best[0]))
        ):
            best = (title, forms.by_title[title])
    return Titled(best[1], best[0], 0.95) if best else None


def _one_letter_off(words: str, forms: FormPack) -> Titled | None:
    if len(words) < 4:
        return None
    for title in forms.near(words):
        if len(title) >= 4 and _distance_one(title, words):
            return Titled(forms.by_title[title], title, 0.8)
    return None


def _two_letters_off(words: str, forms: FormPack) -> Titled | None:
    """Two letters damaged (行致处罚块定书), not side by side: 行政复议决定书 is another word, not a damaged 行政处罚决定书."""
    near = []
    for title in forms.of_length(len(words)) if len(words) >= _LONG else ():
        wrong = [at for at, (one, other) in enumerate(zip(title, words)) if one != other]
        if len(wrong) == 2 and wrong[1] - wrong[0] > 1:
            near.append(title)
    found = {forms.by_title[title].code for title in near}
    return Titled(forms.by_title[near[0]], near[0], 0.65) if len(found) == 1 else None


def ending(line: str, forms: FormPack) -> Titled | None:
    """The form whose title a longer heading ends with: 关于某某超限运输案的调查终结报告."""
    words = re.sub(r"(?:\([^()]{1,12}\)|复印件)$", "", folded(line))
    held = [title for title in forms.held_in(words) if len(title) >= 4 and words.endswith(title)]
    best = max(held, key=len, default="")
    return Titled(forms.by_title[best], best, 0.75) if best else None


def _distance_one(one: str, other: str) -> bool:
    """Whether one insertion, deletion or change makes them equal."""
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    return one[at:] == other[at + 1 :] or (len(one) == len(other) and one[at + 1 :] == other[at + 1 :])


def mentioned(text: str, forms: FormPack) -> Form | None:
    """The form that a text mentions by its longest title: 《行政处罚决定书》（晋交罚〔2024〕1号）, 03-询问笔录-张三.docx."""
    best = max(forms.held_in(folded(text)), key=len, default="")
    return forms.by_title[best] if best else None
