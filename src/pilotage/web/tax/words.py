"""Names of treatments, lines, findings and returns, as a seller reads them."""

from __future__ import annotations

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


# Why a row got its treatment, in the words of the ladder.
BECAUSE: dict[str, Text] = {
    "taxed": Text(
        "货物在同一国内交付，或卖家在到货国有税号：税款由卖家申报。",
        "Delivered within one country, or the seller has a number where the goods arrive: the seller declares the tax.",
    ),
    "deemed_supply": Text(
        "报告写明由亚马逊代收（DEEMED_RESELLER 或 UK_VOEC）：税由平台申报，卖家只报免税的视同供货额。",
        "The report says the marketplace collects (DEEMED_RESELLER or UK_VOEC): it declares the tax, the seller reports the exempt supply to it.",
    ),
    "distance_sale_oss": Text(
        "货物从一个成员国发给另一国的个人，且按 OSS 申报：税率用到货国的。",
        "Goods from one member state to a consumer in another, declared under OSS: the rate of the state of arrival applies.",
    ),
    "ioss_sale": Text(
        "从欧盟外发给欧盟个人，按 IOSS 申报。",
        "From outside the Union to a consumer in it, declared under IOSS.",
    ),
    "ic_supply": Text(
        "发往另一成员国，买方有别国签发的有效税号：免税，并列入汇总申报。",
        "Sent to another member state to a buyer with a valid number of another state: exempt, listed in the recapitulative statement.",
    ),
    "reverse_charge": Text(
        "国内 B2B，卖家不在该国设立，该国规定由买方计税。",
        "Domestic sale to a business by a seller not established there, where the law makes the buyer account for the tax.",
    ),
    "export": Text("货物离开欧盟或英国：免税。", "The goods leave the Union or the UK: exempt."),
    "own_goods": Text(
        "自有库存从一个成员国移到另一国：发出国算免税供货，到达国算购进，按成本计税。",
        "Own stock moved between member states: an exempt supply where it leaves, an acquisition where it arrives, at cost.",
    ),
    "own_goods_export": Text("自有库存移出欧盟或英国。", "Own stock leaves the Union or the UK."),
    "own_goods_import": Text(
        "自有库存进入欧盟或英国，进口税以清关文件为准，这里不计。",
        "Own stock enters the Union or the UK; import VAT follows the customs papers and is not counted here.",
    ),
    "commingling_buy": Text("混仓中购入的商品。", "Bought within commingled stock."),
    "commingling_sell": Text("混仓中售出的商品。", "Sold within commingled stock."),
    "outside_scope": Text(
        "税由平台在另一套制度下处理，卖家不申报。",
        "The marketplace handles the tax under another scheme; the seller declares nothing.",
    ),
    "no_effect": Text(
        "退货入库或同国移仓，不改变申报。",
        "A return to stock or a movement within one country; no return changes.",
    ),
    "rejected": Text(
        "这一行有读不懂的值，见下载包里的 rejects.csv。",
        "A value of this row cannot be read; see rejects.csv in the download.",
    ),
    "duplicate": Text(
        "同一行在前面的报告里已经出现，只算一次。",
        "An earlier report of the run already holds this row; it counts once.",
    ),
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
