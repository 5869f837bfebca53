"""Names of treatments, stages, lines, findings and boxes, as a seller reads them."""

from __future__ import annotations

from pilotage.engines.tax import Stage
from pilotage.kernel.text import Text

TREATMENTS: dict[str, Text] = {
    "taxed": Text("应税销售", "Taxed sale"),
    "deemed_supply": Text("平台代收代缴", "Collected by the marketplace"),
    "distance_sale_oss": Text("跨境远程销售（OSS）", "Distance sale (OSS)"),
    "ioss_sale": Text("进口小包（IOSS）", "Import sale (IOSS)"),
    "ic_supply": Text("欧盟内 B2B 免税销售", "Intra-Community supply"),
    "reverse_charge": Text("买方反向计税", "Reverse charge"),
    "export": Text("出口", "Export"),
    "own_goods": Text("跨国移仓", "Own goods moved"),
    "own_goods_export": Text("移仓出境", "Own goods exported"),
    "own_goods_import": Text("移仓入境（看清关文件）", "Own goods imported (customs papers)"),
    "commingling_buy": Text("混仓购入", "Commingling purchase"),
    "commingling_sell": Text("混仓售出", "Commingling sale"),
    "outside_scope": Text("不在征税范围", "Outside the scope"),
    "no_effect": Text("不影响申报", "No effect"),
    "blocked": Text("被拦下", "Blocked"),
    "rejected": Text("无法读取", "Could not be read"),
    "duplicate": Text("重复行", "Repeated"),
}


def named(treatment: str) -> Text:
    """What a treatment is called; one that has no name stands as it is."""
    return TREATMENTS.get(treatment, Text(treatment, treatment))


STAGES: dict[Stage, Text] = {
    Stage.READ: Text("读取报告", "Reading the reports"),
    Stage.DETERMINE: Text("逐行判定", "Determining each row"),
    Stage.RETURNS: Text("归入各国申报表", "Putting rows into returns"),
    Stage.FILES: Text("生成申报文件", "Making the filing files"),
    Stage.PACK: Text("核对总数并打包", "Reconciling and packing"),
}

LINES: dict[str, Text] = {
    "taxed": Text("应税销售", "Taxed sales"),
    "acquisition": Text("欧盟内购进", "Acquisitions"),
    "ic_supply": Text("欧盟内免税销售与移仓", "Intra-Community supplies"),
    "export": Text("出口", "Exports"),
    "deemed_supply": Text("平台代收代缴", "Collected by the marketplace"),
    "reverse_charge": Text("买方反向计税", "Reverse charge"),
    "distance_elsewhere": Text("在别国经 OSS 纳税（仅供参考）", "Taxed elsewhere through OSS"),
    "input_vat": Text("可抵扣进项税", "Input VAT"),
}

FINDINGS: dict[str, Text] = {
    "BUYER_NUMBER_INVALID": Text(
        "买方税号格式或校验位不对，按没有税号处理。",
        "The buyer's VAT number has a wrong form or check digit; treated as none.",
    ),
    "PLATFORM_MISSED": Text(
        "卖家不在欧盟设立，这类 B2C 销售本应由平台代收，报告却写卖家负责。请向亚马逊核实。",
        "For a seller not established here the marketplace should have collected this tax, yet the report says the seller. Ask Amazon.",
    ),
    "OSS_NOT_IN_PROFILE": Text(
        "报告按 OSS 处理，但公司资料里没有 OSS 登记。",
        "The report uses OSS, but the company profile has no OSS registration.",
    ),
    "IOSS_NOT_IN_PROFILE": Text(
        "报告按 IOSS 处理，但公司资料里没有 IOSS 税号。",
        "The report uses IOSS, but the company profile has no IOSS number.",
    ),
    "DEPARTURE_RATE_PRACTICE": Text(
        "部分代理会把这类销售按发货国税率申报；2021-07 起不合法。",
        "Some agents declare such sales at the departure rate; unlawful since 2021-07.",
    ),
}

BOXES: dict[str, Text] = {
    key: Text(zh, en)
    for key, zh, en in (
        line.split("|")
        for line in """\
GB.1|销售应交增值税|VAT due on sales
GB.2|购进应交增值税（仅北爱）|VAT due on acquisitions (NI)
GB.3|应交合计|Total VAT due
GB.4|可抵扣进项税|VAT reclaimed
GB.5|应交或应退净额|Net VAT
GB.6|不含税销售额|Sales excluding VAT
GB.7|不含税采购额|Purchases excluding VAT
GB.8|发往欧盟的供货（仅北爱）|Goods supplied to the EU (NI)
GB.9|来自欧盟的购进（仅北爱）|Acquisitions from the EU (NI)
DE.81|19% 应税销售额|Taxed at 19 %, base
DE.86|7% 应税销售额|Taxed at 7 %, base
DE.35|其他税率应税销售额|Other rates, base
DE.36|其他税率税额|Other rates, tax
DE.41|欧盟内免税销售与移仓|Intra-Community supplies
DE.43|其他免税销售（可抵扣）|Other exempt supplies with credit
DE.89|欧盟内购进 19%|Acquisitions at 19 %
DE.93|欧盟内购进 7%|Acquisitions at 7 %
DE.95|欧盟内购进，其他税率|Acquisitions, other rates
DE.98|欧盟内购进税额，其他税率|Acquisitions, other rates, tax
DE.61|欧盟内购进的进项税|Input VAT on acquisitions
DE.66|进项税|Input VAT
DE.83|应交（退）税额|Amount payable""".splitlines()
    )
}
