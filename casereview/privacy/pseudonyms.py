"""What stands in place of personal data: the same person bears the same pseudonym on every page.

Masks follow the table of redaction rules for library and bulletin: 处罚法50条, 个人信息保护法28条.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from casereview.privacy.model import Kind
from casereview.privacy.names import surname_of

_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BUSINESS = re.compile(
    r"运输|物流|客运|货运|公交|出租|贸易|商贸|建材|汽车|工程|旅游|租赁|养护|路桥|检测|维修|危货|快递|煤业|矿业|农业"
)
_COUNTY = re.compile(r"^.*?(?:自治县|[县区旗]|(?<=市)[^省市县区]{1,8}市|市(?!.{0,8}[县区旗市]))")
_KIND_WORDS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "合作社",
    "车队",
    "厂",
    "部",
    "店",
    "站",
    "中心",
    "行",
    "户",
)


def masks(entities: Iterable[tuple[Kind, str]]) -> Mapping[tuple[Kind, str], str]:
    """One mask for each (kind, text), by order of appearance."""
    given: dict[tuple[Kind, str], str] = {}
    people: dict[str, list[tuple[Kind, str]]] = {}
    officers: list[tuple[Kind, str]] = []
    companies: dict[str, list[tuple[Kind, str]]] = {}
    for key in dict.fromkeys(entities):
        kind, text = key
        if kind is Kind.PERSON:
            people.setdefault(surname_of(text) or text[:1], []).append(key)
        elif kind is Kind.OFFICER:
            officers.append(key)
        elif kind is Kind.ORGANISATION:
            companies.setdefault(_company(text), []).append(key)
        else:
            given[key] = _number(kind, text)
    for surname, keys in people.items():
        for place, key in enumerate(keys):
            given[key] = f"{surname}某" + (_counted(_STEMS, place) if len(keys) > 1 else "")
    for place, key in enumerate(officers):
        given[key] = f"执法人员{_counted(_STEMS, place)}"
    for stem, keys in companies.items():
        for place, key in enumerate(keys):
            given[key] = stem + (_counted(_LETTERS, place) if len(keys) > 1 else "")
    return given


def _counted(signs: str, place: int) -> str:
    return signs[place] if place < len(signs) else str(place + 1)


def _company(name: str) -> str:
    business = _BUSINESS.search(name)
    kind = next((word for word in _KIND_WORDS if name.endswith(word)), "单位")
    short = "公司" if kind.endswith("公司") else kind
    return f"某{business.group() if business else ''}{short}"


def _number(kind: Kind, text: str) -> str:
    if kind is Kind.PHONE:
        return "1** **** ****"
    if kind is Kind.PLATE:
        return f"{text[:2]}***{text[-2:]}"
    if kind is Kind.USCC:
        return f"{text[:2]}******{text[-2:]}"
    if kind is Kind.CASE_NO:
        return re.sub(r"([〔\[【(（﹝][^〕\]】)）﹞]*[〕\]】)）﹞]).*$", r"\1×号", text) if "号" in text else "×号"
    if kind is Kind.ADDRESS:
        county = _COUNTY.match(text)
        return f"{county.group()}某处" if county else "某处"
    return "***"
