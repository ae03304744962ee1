"""What a sample dossier is made of, and how clerks write dates and money. Nothing here knows a reader or a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

# Off-days and make-up workdays of the State Council's notices for 2024 and 2025.
_OFF = {
    2024: ("0101", "0210-0217", "0404-0406", "0501-0505", "0610", "0915-0917", "1001-1007"),
    2025: ("0101", "0128-0204", "0404-0406", "0501-0505", "0531-0602", "1001-1008"),
}
_WORK = {
    2024: ("0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"),
    2025: ("0126", "0208", "0427", "0928", "1011"),
}


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    cert: str


@dataclass(frozen=True, slots=True)
class Office:
    """A unit: `body` issues the papers, `team` handles the cases."""

    key: str
    body: str
    team: str
    government: str
    court: str
    short: str
    address: str
    phone: str
    leader: str
    chief: str
    reviewer: str
    chair: str
    officers: tuple[Officer, ...]


@dataclass(frozen=True, slots=True)
class Party:
    kind: str
    name: str
    number: str
    address: str
    phone: str
    sex: str = ""
    age: int = 0
    legal_rep: str = ""
    driver: str = ""
    driver_number: str = ""

    @property
    def person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class Cause:
    """An act: its name, the articles violated and applied, the story and the questions of the interview."""

    act: str
    violated: tuple[str, ...]
    basis: tuple[str, ...]
    story: str
    talk: tuple[tuple[str, str], ...]
    gains: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How a bureau writes: `layout` table, prose or south; `dates` han, pad, dot, cn or wide; `money` both, num, comma or words."""

    layout: str = "table"
    dates: str = "han"
    signed: str = "han"
    decided: str = "han"
    money: str = "both"
    seal: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """A defect that stands in the files; `needs` names what the verdict takes for granted ("register", "batch")."""

    rule: str
    verdict: str
    why: str
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    form: str  # bound, docx, pdfs, scan, photos, zip
    office: Office
    party: Party
    cause: Cause
    plate: str
    serial: str
    amount: int
    days: dict[str, date]
    papers: tuple[str, ...]
    style: Style = Style()
    procedure: str = "general"
    complete: bool = False
    times: dict[str, tuple[str, str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    crew: dict[str, tuple[int, ...]] = field(default_factory=dict)
    notice_amount: int = 0
    hearing_ticked: bool = False
    planted: tuple[Planted, ...] = ()
    attachments: bool = False
    also: tuple[str, ...] = ()  # rules that may speak up too, because of what was planted

    @property
    def number(self) -> str:
        return f"{self.office.short}交执罚〔{self.days['filed'].year if 'filed' in self.days else self.days['decision'].year}〕{self.serial}号"

    def officers(self, act: str) -> tuple[Officer, ...]:
        """Who did an act: the case's two officers unless the act has others."""
        return tuple(self.office.officers[i] for i in self.crew.get(act, self.crew.get("case", (0, 1))))

    def word(self, key: str, usual: str) -> str:
        """A text of the papers that a case may change."""
        return self.words.get(key, usual)

    def day(self, key: str, how: str = "") -> str:
        return write_day(self.days[key], how or self.style.dates)

    @property
    def title(self) -> str:
        return f"{self.party.name}{self.cause.act}案"

    def times_of(self, act: str) -> tuple[str, str]:
        return self.times.get(
            act, {"scene": ("09:10", "09:40"), "inquiry": ("10:05", "10:50")}.get(act, ("15:00", "16:10"))
        )


def is_workday(day: date) -> bool:
    key = f"{day:%m%d}"
    if key in _WORK[day.year]:
        return True
    return day.weekday() < 5 and not any(span[:4] <= key <= span[-4:] for span in _OFF[day.year])


def workdays_later(day: date, count: int) -> date:
    """The day `count` workdays after `day`, which is not counted itself."""
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def usual_days(found: date, **changed: str) -> dict[str, date]:
    """The days of an orderly general case found on `found`; `changed` gives others as ISO dates ("" takes one out)."""
    given = {key: date.fromisoformat(value) for key, value in changed.items() if value}
    days = dict.fromkeys(("found", "accepted", "filed", "scene", "inquiry"), found) | given
    for key, after, count in (
        ("report", "filed", 4), ("notice", "report", 2), ("notice_served", "notice", 1), ("approved", "notice_served", 7),
        ("decision", "approved", 1), ("decision_served", "decision", 2), ("published", "decision", 5),
        ("paid", "decision_served", 4), ("closed", "paid", 3), ("archived", "closed", 6),
    ):  # fmt: skip
        days[key] = given.get(key) or workdays_later(days[after], count)
    return {key: value for key, value in days.items() if changed.get(key, "-")}


def spot_days(found: date, **changed: str) -> dict[str, date]:
    """The days of a summary case: decided and handed over where it was found."""
    days = dict.fromkeys(("found", "accepted", "scene", "inquiry", "decision"), found)
    days |= {"paid": workdays_later(found, 3), "published": workdays_later(found, 5)}
    return days | {key: date.fromisoformat(value) for key, value in changed.items()}


_DIGITS = "〇一二三四五六七八九"


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def write_day(day: date, how: str) -> str:
    if how == "pad":
        return f"{day.year}年{day.month:02d}月{day.day:02d}日"
    if how == "dot":
        return f"{day.year}.{day.month}.{day.day}"
    if how == "cn":
        return f"{''.join(_DIGITS[int(c)] for c in str(day.year))}年{_small(day.month)}月{_small(day.day)}日"
    if how == "wide":
        return f"{day.year} 年 {day.month} 月 {day.day} 日"
    return f"{day.year}年{day.month}月{day.day}日"


def write_span(day: date, times: tuple[str, str], how: str) -> str:
    start, end = (datetime.strptime(t, "%H:%M") for t in times)
    if how == "dot":
        return f"{day.year}年{day.month}月{day.day}日 {start:%H:%M}—{end:%H:%M}"
    return f"{write_day(day, how)}{start.hour}时{start:%M}分至{end.hour}时{end:%M}分"


def in_words(amount: int) -> str:
    """Whole yuan up to 99,999 in the capital numerals of money."""
    digits, units = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟", "万")
    text, gap = "", False
    for place, char in zip(range(len(str(amount)) - 1, -1, -1), str(amount)):
        if char == "0":
            gap = True
            continue
        text += ("零" if gap and text else "") + digits[int(char)] + units[place]
        gap = False
    return text + "元整"


def write_money(amount: int, how: str, words: str = "") -> str:
    spelled = words or in_words(amount)
    return {
        "num": f"{amount}元",
        "comma": f"{amount:,}元",
        "words": f"人民币{spelled}",
        "paren": f"{amount}元（大写：{spelled}）",
    }.get(how, f"人民币{spelled}（¥{Decimal(amount):,.2f}）")


def citizen_number(first17: str) -> str:
    """An identity number with the check digit of GB 11643."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(c) * w for c, w in zip(first17, weights)) % 11]


def credit_code(first17: str) -> str:
    """A unified social credit code with the check character of GB 32100."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return first17 + alphabet[-sum(alphabet.index(c) * w for c, w in zip(first17, weights)) % 31]
