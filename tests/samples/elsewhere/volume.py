"""The archive's own sheets, hearings and waivers, photographs and approvals."""

from __future__ import annotations

from tests.samples.elsewhere.paper import Elsewhere, grid, right, served, sheet

_CAUSE = "蓟州虚构航运有限公司未按规定配备船员案"

VOLUME = Elsewhere(
    "天津 卷宗",
    (
        sheet("X-COVER", "行政处罚案卷", [
            grid((1.2, 2.8), ["案号", "津蓟交罚〔2024〕5号"], ["案由", _CAUSE], ["当事人", "蓟州虚构航运有限公司"], ["处理结果", "罚款人民币三千元"],
                 ["程序类型", "普通程序"], ["立案时间", "2024年1月9日"], ["结案时间", "2024年4月2日"], ["归档时间", "2024年4月20日"],
                 ["保管期限", "30年"], ["立卷人", "苗可待"])]),
        sheet("X-CATALOG", "卷内目录", [
            grid((0.6, 2.4, 1.8, 0.8), ["序号", "文书名称", "文号", "页码"], ["1", "立案登记表", "津蓟交罚〔2024〕5号", "1"],
                 ["2", "询问笔录", "", "2-4"], ["3", "行政处罚决定书", "津蓟交罚〔2024〕5号", "5"])]),
        sheet("X-BK", "卷内备考表", ["本卷共有文书材料5页。", "立卷人：苗可待　　检查人：容若谷", right("2024年4月20日")]),
    ),
    {
        "case_no": ["津蓟交罚〔2024〕5号"],
        "cause": [_CAUSE],
        "party.name": ["蓟州虚构航运有限公司"],
        "cover.result": ["罚款人民币三千元"],
        "cover.procedure": ["普通程序"],
        "filed_on": ["2024-01-09"],
        "closed_on": ["2024-04-02"],
        "archived_on": ["2024-04-20"],
        "cover.retention": ["30年"],
        "cover.filed_by": ["苗可待"],
        "cover.checked_by": ["容若谷"],
        "catalogue.row": [
            {"title": "立案登记表", "form": "F01", "first": 1, "last": 1},
            {"title": "询问笔录", "form": "F02", "first": 2, "last": 4},
            {"title": "行政处罚决定书", "form": "F15", "first": 5, "last": 5},
        ],
    },
)  # fmt: skip

HEARD = Elsewhere(
    "河南 听证的申请与通知",
    (
        sheet("X-HREQ", "听证申请书", ["申请人：商丘市梁园区应天驾校", "申请时间：2024年5月9日", "请求就拟处罚事项举行听证。"]),
        sheet("F12", "听证通知书", [
            "商丘市梁园区应天驾校：", "现定于2024年5月28日上午9时举行听证。听证地点：商丘市交通运输局三楼", "听证主持人：宗少文　　记录员：晁补之",
            right("商丘市交通运输局（印章）"), right("2024年5月16日")]),
        sheet("F23", "送达回证", [
            "受送达人：商丘市梁园区应天驾校",
            grid((2, 1.3, 1.4, 1.3, 1.2, 1.1), ["送达文书名称、文号", "收件人签名", "送达地点", "送达日期", "送达方式", "送达人"],
                 ["听证通知书", "应无咎", "梁园区虚构路2号", "2024年5月17日", "直接送达", "宗少文"])]),
        sheet("X-WAIVER", "放弃陈述申辩和听证权利声明", ["本人已知悉处罚事项，自愿放弃陈述、申辩和要求听证的权利。", "声明人：应无咎", right("2024年6月3日")]),
    ),
    {
        "party.name": ["商丘市梁园区应天驾校", "应无咎"],
        "hearing.requested_on": ["2024-05-09"],
        "hearing.planned_at": ["2024-05-28T09:00"],
        "hearing.place": ["商丘市交通运输局三楼"],
        "hearing.chair": ["宗少文"],
        "hearing.recorder": ["晁补之"],
        "hearing.notice_made_on": ["2024-05-16"],
        "hearing.notice_served_on": ["2024-05-17"],
        "service": [served("听证通知书", "F12", "", "2024-05-17", "直接送达", "应无咎")],
        "officer": [{"name": "宗少文", "cert_no": "", "role": "server"}],
        "waiver.right": ["statement", "hearing"],
        "waiver.signed_on": ["2024-06-03"],
        "enforcement_body": ["商丘市交通运输局"],
    },
)  # fmt: skip

ANSWERED = Elsewhere(
    "山西 陈述申辩与审批",
    (
        sheet("X-STATE", "陈述申辩笔录", ["陈述申辩时间：2024年7月3日", "陈述申辩内容：请求从轻处罚。", "复核意见：理由不成立。　2024年7月5日"]),
        sheet("X-REPORT", "案件调查终结报告", ["案由：涉嫌超限运输", "调查经过：车货总长度18.2米、总宽度2.9米、总高度4.3米，没有违法所得。",
                                       "执法部门负责人审批意见：同意。　2024年6月25日"]),
        sheet("X-PAPPR", "行政处罚审批表", ["案由：涉嫌超限运输", "承办人意见：建议处罚。", "负责人审批意见：同意。　2024年7月8日"]),
        sheet("X-APPR", "先行登记保存审批表", ["案由：涉嫌超限运输", "负责人审批意见：同意。　2024年6月20日"]),
        sheet("F09", "延长扣押期限通知书", ["康如是：", "现决定将扣押期限延长至2024年8月15日。", right("忻州市交通运输局（印章）"), right("2024年7月15日")]),
        sheet("X-PHOTO", "现场照片", ["拍摄时间：2024年6月20日9时10分　　拍摄地点：忻府区虚构路　　拍摄人：康庄、成蹊", "照片说明：车辆左前方"]),
        sheet("X-AV", "音像资料说明", ["制作日期：2024年6月20日", "存储介质：光盘"]),
        sheet("X-COURT", "行政处罚强制执行申请书", ["被申请人：康如是", "申请人民法院强制执行行政处罚决定。", right("忻州市交通运输局（印章）"), right("2024年12月2日")]),
    ),
    {
        "statement.received_on": ["2024-07-03"],
        "statement.reviewed_on": ["2024-07-05"],
        "cause": ["涉嫌超限运输"],
        "load.length_m": ["18.2"],
        "load.width_m": ["2.9"],
        "load.height_m": ["4.3"],
        "gains.none": ["true"],
        "report.approved_on": ["2024-06-25"],
        "leader_approved_on": ["2024-07-08"],
        "reg_save.approved_on": ["2024-06-20"],
        "party.name": ["康如是"],
        "measure.extended_to": ["2024-08-15"],
        "measure.extension_on": ["2024-07-15"],
        "photo.taken_at": ["2024-06-20T09:10"],
        "photo.place": ["忻府区虚构路"],
        "photo.by": ["康庄", "成蹊"],
        "av.made_on": ["2024-06-20"],
        "court.applied_on": ["2024-12-02"],
        "enforcement_body": ["忻州市交通运输局"],
    },
)  # fmt: skip

PAPERS = (VOLUME, HEARD, ANSWERED)
