"""Why a row is blocked (被拦下的行), and what to do next: one sentence each, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from pilotage.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in the way and the next step."""

    says: Text
    next_step: Text


_ASK = Text(
    "请向亚马逊或申报人员确认后更正。", "Ask Amazon or your filing agent, then correct the row."
)

BLOCKS: dict[str, Block] = {
    "COUNTRY_MISSING": Block(
        Text("缺少发货国或到货国。", "The country of departure or arrival is missing."),
        Text("请在报告中补上国家后重跑。", "Fill the country in the report and run again."),
    ),
    "DONATION_REVIEW": Block(
        Text(
            "捐赠可能视同销售，本表不判定。",
            "A donation may count as a supply; it is not decided here.",
        ),
        Text("请税务人员按当地规定处理。", "Have a tax person treat it by local rules."),
    ),
    "UNKNOWN_TYPE": Block(Text("交易类型未知。", "The transaction type is unknown."), _ASK),
    "UNKNOWN_SCHEME": Block(Text("申报方案未知。", "The reporting scheme is unknown."), _ASK),
    "UNKNOWN_RESPONSIBILITY": Block(
        Text(
            "未写明由谁代收税款（2020 版报告没有此列）。",
            "Who collects the tax is not said (the 2020 layout lacks the column).",
        ),
        Text("请重新下载 95 列的报告。", "Download the report again in its 95-column layout."),
    ),
    "IMPORT_NEEDS_CUSTOMS": Block(
        Text(
            "货物从境外进入，税务取决于进口清关文件。",
            "The goods were imported; customs papers decide.",
        ),
        Text("请提供进口申报单，由税务人员处理。", "Bring the import declaration to a tax person."),
    ),
    "NO_REGISTRATION_FOR_ARRIVAL": Block(
        Text(
            "到货国没有税号，也没有有效的 OSS 登记。按发货国税率申报是部分代理的做法，自 2021-07 起不合法。",
            "No number in the state of arrival and no OSS in force. Declaring at the departure rate, as some agents do, has been wrong since 2021-07.",
        ),
        Text(
            "请登记 OSS 或到货国税号后重跑。", "Register for OSS or in that state, then run again."
        ),
    ),
    "REFUND_WITHOUT_SALE": Block(
        Text(
            "退款缺少国家，且找不到原销售。",
            "The refund lacks countries and its sale is not in the run.",
        ),
        Text("请把原销售所在月份的报告一并加入。", "Add the report of the month of its sale."),
    ),
    "RATE_UNKNOWN": Block(
        Text("法规表中没有这一税率。", "The law tables have no such rate."),
        Text("请核对商品税码和税率。", "Check the product tax code and its rate."),
    ),
    "RATE_MISMATCH": Block(
        Text(
            "报告税率 {file}% 与法定税率 {legal}% 不符。",
            "The report's rate {file} % differs from the legal rate {legal} %.",
        ),
        Text("请核对商品税码和计税设置。", "Check the product tax code and the tax settings."),
    ),
    "SPLIT_BROKEN": Block(
        Text("不含税额加税额不等于含税额。", "Net and VAT do not add up to gross."), _ASK
    ),
    "AMOUNT_MISSING": Block(Text("缺少计税所需的金额。", "An amount needed is missing."), _ASK),
    "COST_MISSING": Block(
        Text("移仓缺少该 SKU 在当日的成本。", "No unit cost of the SKU on the day of movement."),
        Text("请在 costs.csv 中补上成本。", "Add the cost to costs.csv."),
    ),
    "IT_NOT_IN_VIES": Block(
        Text(
            "未交意大利 VIES 担保，不能做进出意大利的欧盟内移仓。",
            "Without the Italian VIES guarantee goods cannot be moved to or from Italy within the Union.",
        ),
        Text("请先办理担保，或停止该移仓。", "Give the guarantee first, or stop these movements."),
    ),
    "OSS_TOO_OLD": Block(
        Text("退款超过三年更正期。", "The refund is past the three years for corrections."),
        Text("请直接向消费国税局更正。", "Correct it with the state of consumption directly."),
    ),
    "FX_MISSING": Block(
        Text(
            "缺少币种或所需汇率。",
            "The currency, or a rate of exchange that is needed, is missing.",
        ),
        Text("请在 fx.csv 中补上该日欧洲央行汇率。", "Add the ECB rate of that day to fx.csv."),
    ),
    "NOT_COVERED": Block(
        Text("规则没有覆盖这种情形。", "No rule covers this case."),
        Text("请税务人员单独处理。", "Have a tax person treat it by itself."),
    ),
}
