from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casereview.privacy.attack import attack_texts
from casereview.privacy.find import find, unread
from casereview.privacy.model import Kind
from casereview.privacy.redact import redacted_text
from tests.casereview.privacy.builders import a_reading

PARTY = {
    "party.name": "顾明澈",
    "party.type": "person",
    "party.id_no": "140702199003070016",
    "party.phone": "19900000012",
    "party.address": "山西省晋中市榆次区虚构路18号3幢",
    "vehicle_plate": "晋K·T0123",
    "officer": {"name": "周予安", "cert_no": "10020699901"},
}


def kinds_of(reading: object) -> dict[Kind, set[str]]:
    found: dict[Kind, set[str]] = {}
    for hit in find(reading):  # type: ignore[arg-type]
        found.setdefault(hit.entity.kind, set()).add(hit.entity.text)
    return found


def test_every_occurrence_of_the_dossiers_own_people_is_found_over_line_ends_and_spaces() -> None:
    reading = a_reading(
        ["当事人 顾 明 澈", "经查,顾明", "澈驾驶晋KT0123货车,电话199-0000-0012", "执法人员周予安(10020699901)"],
        facts=PARTY,
    )
    hits = find(reading)
    assert [h.entity.text for h in hits if h.entity.kind is Kind.PERSON] == ["顾明澈", "顾明澈"]
    split = [h for h in hits if h.entity.kind is Kind.PERSON][1]
    assert len(split.boxes) == 2 and split.boxes[0].y0 < split.boxes[1].y0
    assert {h.entity.kind for h in hits} >= {Kind.PLATE, Kind.PHONE, Kind.OFFICER, Kind.CERT_NO}


def test_people_behind_labels_are_found_without_any_fact() -> None:
    found = kinds_of(a_reading(["驾驶员:欧阳青岚  性别:女", "见证人:韩书远", "联系人:贺知微、卫长泽", "被询问人签名:"]))
    assert found[Kind.PERSON] == {"欧阳青岚", "韩书远", "贺知微", "卫长泽"}


def test_words_of_the_forms_are_no_names() -> None:
    assert (
        find(a_reading(["当事人基本情况", "执法人员应当出示证件", "负责人审批意见:同意立案", "申请人有权申请听证"]))
        == []
    )


def test_numbers_are_found_whatever_their_check_digit_says() -> None:
    found = kinds_of(a_reading(["身份证号 140702199003070011", "开户行账号 6222021202001234567", "手机13800001234"]))
    assert "140702199003070011" in found[Kind.ID_NO]
    assert "6222021202001234567" in found[Kind.ACCOUNT]
    assert "13800001234" in found[Kind.PHONE]


def test_one_person_bears_one_pseudonym_and_two_of_one_surname_differ() -> None:
    reading = a_reading(["证人:王安平", "驾驶员:王立业", "王安平陈述:王立业在场"])
    masks = {hit.entity.text: hit.entity.mask for hit in find(reading)}
    assert masks == {"王安平": "王某甲", "王立业": "王某乙"}


def test_companies_keep_their_trade_and_places_their_county() -> None:
    reading = a_reading(
        ["承运人:榆次鸿途运输有限公司", "住所:山西省晋中市榆次区虚构路18号3幢"],
        facts={"party.name": "榆次鸿途运输有限公司", "party.type": "organisation"},
    )
    masks = {hit.entity.kind: hit.entity.mask for hit in find(reading)}
    assert masks[Kind.ORGANISATION] == "某运输公司"
    assert masks[Kind.ADDRESS] == "山西省晋中市榆次区某处"


def test_pages_without_text_are_named_for_a_person_to_look_at() -> None:
    assert unread(a_reading(["有字"], [], ["有字"])) == [2]


names = st.tuples(st.sampled_from("张王李赵欧阳韩"), st.text("安平立业远舟知微书澈青岚", min_size=1, max_size=2)).map(
    "".join
)


@given(
    st.lists(names.filter(lambda n: 2 <= len(n) <= 3), min_size=1, max_size=4, unique=True),
    st.integers(10**10, 10**11 - 1),
)
def test_nothing_that_was_found_is_left_in_the_redacted_text(people: list[str], number: int) -> None:
    phone = f"1{3 + number % 7}{number % 10**9:09d}"
    lines = [f"驾驶员:{person}  电话:{phone}" for person in people] + [f"上述{'、'.join(people)}均到场"]
    reading = a_reading(lines)
    found = find(reading)
    text = redacted_text(reading.pages[0], found)
    assert attack_texts([("text", text)], {hit.entity for hit in found}) == []
    assert all(person not in text for person in people)


def test_a_typed_signature_before_a_date_is_found_whatever_its_surname() -> None:
    found = kinds_of(
        a_reading(
            [
                "同意立案。渠明远 2024.8.5",
                "日期 2024年8月5日",
                "同意 2024年8月5日",
                "立案时间 2024年8月5日",
                "本机关于2024年8月5日",
            ]
        )
    )
    assert found == {Kind.PERSON: {"渠明远"}}
