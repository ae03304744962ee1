"""Units, officers, parties: all fictional. Numbers carry the right check digit unless a case spoils them."""

from __future__ import annotations

from tests.samples.case import Office, Officer, Party, citizen_number, credit_code


def _office(key: str, short: str, code: int, people: str, names: str) -> Office:
    leader, chief, reviewer, chair = people.split()
    officers = tuple(Officer(name, f"1407{code}{n:05d}") for n, name in enumerate(names.split(), 11))
    bare = key[:-1] if key[-1] in "县市" and len(key) > 2 else key
    return Office(
        key=key, body=f"{key}交通运输局", team=f"{key}交通运输综合行政执法队", government=f"{key}人民政府", court=f"{key}人民法院",
        short=f"晋{short}", address=f"{bare}虚构大街{code}号", phone=f"0354-00000{code}", leader=leader, chief=chief, reviewer=reviewer,
        chair=chair, officers=officers,
    )  # fmt: skip


YUCI = _office("榆次区", "榆", 21, "高景行 曹若谷 孟清和 谭守正", "齐怀远 卫知行 蒋牧之 乔一鸣")
TAIGU = _office("太谷区", "谷", 22, "任远山 武致和 尹思诚 潘见微", "岳承平 史怀瑜 柳长青 申屠亦")
QIXIAN = _office("祁县", "祁", 23, "渠明远 段文澜 戴知白 常有恒", "乔子谦 温如许 何以宁 范仲言")
PINGYAO = _office("平遥县", "平", 24, "雷正声 侯令仪 郝明德 冀北辰", "毛遂安 梁星河 郭子衿 霍去疾")
JIEXIU = _office("介休市", "介", 25, "张之屏 宋兰亭 邓守拙 文彦修", "介子扬 郭有信 韩若水 庞行健")
LINGSHI = _office("灵石县", "灵", 26, "王砚田 景长风 何绍安 杨静斋", "耿直言 燕北归 翟光霁 裴自清")
OFFICES = (YUCI, TAIGU, QIXIAN, PINGYAO, JIEXIU, LINGSHI)


def _person(name: str, sex: str, first17: str, place: str, phone: int) -> Party:
    return Party(
        "person", name, citizen_number(first17), place, f"199000000{phone:02d}", sex, 2024 - int(first17[6:10])
    )


def _firm(name: str, first17: str, place: str, phone: int, head: str, driver: str) -> Party:
    return Party(
        "organisation",
        name,
        credit_code(first17),
        place,
        f"199000000{phone:02d}",
        legal_rep=head,
        driver=driver,
        driver_number=citizen_number(f"{first17[2:8]}1983{phone % 12 + 1:02d}{phone % 27 + 1:02d}{phone:03d}"),
    )


P1 = _person("陆拾遗", "男", "14070219820914001", "山西省晋中市榆次区虚构路7号2单元301室", 21)
P2 = _person("贺兰舟", "男", "14072619860305003", "山西省晋中市榆次区样例街道梦溪巷15号", 22)
P5 = _person("申屠长风", "男", "14072719791127005", "山西省晋中市祁县乌有镇子虚村3排2号", 23)
P8 = _person("郑小满", "女", "14072819940521002", "山西省晋中市平遥县无名乡东场村18号", 24)
P9 = _person("柴望舒", "男", "14078119880702001", "山西省晋中市介休市虚拟街道桃源小区6号楼", 25)
P11 = _person("牛得草", "男", "14072919750818007", "山西省晋中市灵石县乌有乡南坡村41号", 26)
P12 = _person("解三春", "男", "14072919910213003", "山西省晋中市灵石县样例镇北关街9号", 27)
P15 = _person("欧阳霁", "男", "14072719830429001", "山西省晋中市祁县样例镇西街村22号", 28)
P18 = _person("令狐知秋", "女", "14070219900911002", "山西省晋中市榆次区样例街道听雨巷4号", 29)
P14 = _person("段九章", "男", "14070219870618005", "山西省晋中市榆次区虚构镇枣园村56号", 30)
P20 = _person("景小楼", "男", "14072919900622003", "山西省晋中市灵石县乌有乡北坡村7号", 31)

F3 = _firm("太谷区乌有乡物流有限公司", "91140703MA0FCT003", "太谷区虚构工业园5号", 41, "冷于冰", "马行空")
F4 = _firm("晋中子虚客运有限责任公司", "91140703MA0FCT004", "太谷区虚构路88号", 42, "连城璧", "石破天惊")
F6 = _firm("祁县无何有建材运输有限公司", "91140727MA0FCT006", "祁县样例镇虚构村口", 43, "沈浪花", "阮小舟")
F7 = _firm("平遥海市蜃楼旅游客运有限公司", "91140728MA0FCT007", "平遥县虚构环城路16号", 44, "云中鹤鸣", "安步当")
F10 = _firm("介休市空中楼阁商贸有限公司", "91140781MA0FCT010", "介休市虚拟街道12号", 45, "白驹过", "祝长安")
F13 = _firm("灵石县画饼货运服务有限公司", "91140729MA0FCT013", "灵石县样例镇虚构大道3号", 46, "墨守成", "闻人语")
F16 = _firm("太谷区镜花缘搬家服务有限公司", "91140703MA0FCT016", "太谷区虚构东街21号", 47, "唐小山前", "林之洋洋")
F17 = _firm("平遥县水中月砂石有限公司", "91140728MA0FCT017", "平遥县无名乡河滩村", 48, "骆红叶", "多九公里")
F19 = _firm("介休市桃花源危货运输有限公司", "91140781MA0FCT019", "介休市虚拟工业区9号", 49, "武陵人", "渔舟唱")
