# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    AcctUsedFlagCode1,
    ClrTypeCode6,
    ClrWayCode6,
    CvlservFlagCode3,
    Date10Id,
    DateTime19,
    FundPayTypeCode6,
    GendCode6,
    InsutypeCode6,
    MdtrtCertTypeCode3,
    MedTypeCode6,
    Num4_1,
    Num5_4,
    Num16_2,
    PsnCertTypeCode6,
    PsnSetlwayCode6,
    PsnTypeCode6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50Card,
    Str50Id,
    Str50Name,
    Str200,
    Str4000,
)


class InputData(Request):
    """2207 门诊结算 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · 01-电子凭证，02-身份证，03-社保卡"""
    mdtrt_cert_no: Str50Card | None = None
    """就诊凭证编号 · 字符型 50 · 可空 · 随 mdtrt_cert_type：01 填电子凭证码，02 填身份证号，03 填社保卡卡号"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · 11-普通门诊，12-门诊挂号，13-急诊，14-门诊慢特病，19-意外伤害门诊，21-普通住院，22-外伤住院，23-转外诊治住院，24-急诊转住院，41-定点药店购药，51-生育门诊，52-生育住院，53-计划生育手术费，26-单病种住院，28-日间手术"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    psn_setlway: PsnSetlwayCode6
    """个人结算方式 · 字符型 6 · 必填 · 01-按项目结算，02-按定额结算"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    chrg_bchno: Str30
    """收费批次号 · 字符型 30 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · 310-职工基本医疗保险，320-公务员医疗补助，330-大额医疗费用补助，340-离休人员医疗保障，350-一至六级残废军人医疗补助，360-老红军医疗保障，370-企业补充医疗保险，380-新型农村合作医疗，390-城乡居民基本医疗保险，391-城镇居民基本医疗保险，392-城乡居民大病医疗保险，399-其他特殊人员医疗保障，410-长期照护保险，510-生育保险"""
    acct_used_flag: AcctUsedFlagCode1
    """个人账户使用标志 · 字符型 1 · 必填 · 0-否，1-是"""
    invono: Str20 | None = None
    """发票号 · 字符型 20 · 可空"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填"""
    overlmt_selfpay: Num16_2
    """超限价金额 · 数值型 16,2 · 必填"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称多处一致，其余只见于一个实现"""


class OutputSetldetail(ReplyBase):
    """2207 门诊结算 · 输出 setldetail（多行） · 依据：公开客户端代码，5 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · 310100-职工基本医疗保险统筹基金，310200-职工基本医疗保险个人账户基金，320100-公务员医疗补助基金，330100-大额医疗费用补助基金，340100-离休人员医疗保障基金，350100-一至六级残疾军人医疗补助基金，370100-企业补充医疗保险基金，390100-城乡居民基本医疗保险基金，390200-城乡居民大病医疗保险基金，510100-生育基金，610100-医疗救助基金，999996-医院垫付基金，999997-其他基金"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空"""


class OutputSetlinfo(ReplyBase):
    """2207 门诊结算 · 输出 setlinfo（单行） · 依据：公开客户端代码，5 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · 1-身份证，01-居民身份证（户口簿），02-中国人民解放军军官证，03-中国人民武装警察警官证，04-香港特区护照/港澳居民来往内地通行证，05-澳门特区护照/港澳居民来往内地通行证，06-台湾居民来往大陆通行证，07-外国人永久居留证，08-外国人护照，09-残疾人证，10-军烈属证明，11-外国人就业证，12-外国专家证，13-外国人常驻记者证，14-台港澳人员就业证，15-回国（来华）定居专家证，16-中国护照，17-港澳台居民居住证，90-社会保障卡，91-保密人员证件，99-港澳台及其它证件"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    gend: GendCode6 | None = None
    """性别 · 字符型 6 · 可空 · 0-未知的性别，1-男，2-女，9-未说明的性别"""
    naty: Str3 | None = None
    """民族 · 字符型 3 · 可空"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空"""
    insutype: InsutypeCode6 | None = None
    """险种类型 · 字符型 6 · 可空 · 310-职工基本医疗保险，320-公务员医疗补助，330-大额医疗费用补助，340-离休人员医疗保障，350-一至六级残废军人医疗补助，360-老红军医疗保障，370-企业补充医疗保险，380-新型农村合作医疗，390-城乡居民基本医疗保险，391-城镇居民基本医疗保险，392-城乡居民大病医疗保险，399-其他特殊人员医疗保障，410-长期照护保险，510-生育保险"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · 11-在职，12-退休人员，13-离休，14-居民（未成年），15-居民（成年），16-居民（老年），1101-职工在职，1102-公务员在职，1103-灵活就业人员在职，1160-地方其他扩展人员，1201-职工退休，1202-公务员退休，1203-灵活就业人员退休，1260-地方其他扩展人员，1300-离休人员，1360-地方其他扩展人员，1401-新生儿，1402-学龄前儿童，1403-中小学生，1404-大学生，1405-未成年（未入学），1460-地方其他扩展身份，1501-普通居民（成年），1560-地方其他扩展身份"""
    cvlserv_flag: CvlservFlagCode3
    """公务员标志 · 字符型 3 · 必填 · 0-否，1-是"""
    setl_time: DateTime19
    """结算时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_cert_type: MdtrtCertTypeCode3 | None = None
    """就诊凭证类型 · 字符型 3 · 可空 · 01-电子凭证，02-身份证，03-社保卡"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · 11-普通门诊，12-门诊挂号，13-急诊，14-门诊慢特病，19-意外伤害门诊，21-普通住院，22-外伤住院，23-转外诊治住院，24-急诊转住院，41-定点药店购药，51-生育门诊，52-生育住院，53-计划生育手术费，26-单病种住院，28-日间手术"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填"""
    overlmt_selfpay: Num16_2
    """超限价自费费用 · 数值型 16,2 · 必填"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    act_pay_dedc: Num16_2 | None = None
    """实际支付起付线 · 数值型 16,2 · 可空"""
    hifp_pay: Num16_2
    """基本医疗保险统筹基金支出 · 数值型 16,2 · 必填"""
    pool_prop_selfpay: Num5_4
    """基本医疗保险统筹基金支付比例 · 数值型 5,4 · 必填"""
    cvlserv_pay: Num16_2
    """公务员医疗补助资金支出 · 数值型 16,2 · 必填"""
    hifes_pay: Num16_2
    """企业补充医疗保险基金支出 · 数值型 16,2 · 必填"""
    hifmi_pay: Num16_2
    """居民大病保险资金支出 · 数值型 16,2 · 必填"""
    hifob_pay: Num16_2
    """职工大额医疗费用补助基金支出 · 数值型 16,2 · 必填"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填"""
    psn_part_amt: Num16_2
    """个人负担总金额 · 数值型 16,2 · 必填"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填"""
    psn_cash_pay: Num16_2
    """个人现金支出 · 数值型 16,2 · 必填"""
    hosp_part_amt: Num16_2
    """医院负担金额 · 数值型 16,2 · 必填"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid）"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空"""
    clr_way: ClrWayCode6 | None = None
    """清算方式 · 字符型 6 · 可空 · 1-按项目，10-按项目，20-单病种，30-按病种分值，40-疾病诊断相关分组（DRG），50-按床日，60-按人头，99-其他"""
    clr_type: ClrTypeCode6
    """清算类别 · 字符型 6 · 必填 · 11-门诊，21-住院，41-药店购药，51-暂缓结算，99-其他"""


class Input(Request):
    """2207 门诊结算 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2207 门诊结算 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
