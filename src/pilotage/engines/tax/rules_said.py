"""The 28 rules of the ladder in words (规则说明), by the number that every row keeps."""

from __future__ import annotations

from pilotage.kernel.text import Text

RULES_SAID: dict[int, Text] = {
    1: Text("退货只移动货物，无税务影响。", "A return moves goods only; no effect."),
    101: Text("移仓或混仓缺少国家。", "A movement or commingling row lacks a country."),
    2: Text("同国移仓，无税务影响。", "Own goods moved within one country; no effect."),
    3: Text("欧盟国间自有货物移仓：发货国视同免税供应，到货国取得。", "Own goods between two EU states: exempt supply at departure, acquisition at arrival (Dir. 2006/112 art. 17, 21)."),
    4: Text("自有货物离开欧盟或英国：出口。", "Own goods leave the EU or GB: export."),
    5: Text("自有货物进口：进口增值税以清关文件为准。", "Own goods imported: customs papers decide."),
    6: Text("混仓买入：有税额则为进项税。", "Commingled purchase: input VAT when the row has VAT."),
    106: Text("混仓卖出：有税额则征税，否则为欧盟内供应。", "Commingled sale: taxed when the row has VAT, else an intra-Community supply."),
    7: Text("捐赠需人工判定。", "A donation has to be judged by a person."),
    8: Text("交易类型未知。", "The transaction type is unknown."),
    109: Text("退款缺少国家且找不到原销售。", "The refund lacks countries and its sale is not in the run."),
    9: Text("缺少发货国或到货国。", "The country of departure or arrival is missing."),
    10: Text("平台视同卖方：卖家只报免税营业额。", "The platform is the deemed supplier: the seller declares exempt turnover only (art. 14a(2), 136a)."),
    11: Text("英国境内平台视同销售。", "Deemed supply within the United Kingdom."),
    12: Text("平台在境外代收，货物离开欧盟或英国：出口。", "Collected abroad by the platform, goods leave the EU or GB: export."),
    112: Text("平台在境外代收，货物不在欧盟或英国：不在范围内。", "Collected abroad by the platform, goods outside the EU and GB: outside scope."),
    13: Text("平台的 IOSS：不在卖家申报范围。", "The platform's IOSS: outside the seller's returns."),
    14: Text("平台代收但方案未知。", "Collected by the platform under an unknown scheme."),
    15: Text("代收责任方未知。", "Who collects the tax is unknown."),
    16: Text("申报方案未知。", "The reporting scheme is unknown."),
    17: Text("货物离开欧盟或英国：出口免税。", "The goods leave the EU or GB: exempt export (art. 146)."),
    18: Text("卖家自己的 IOSS 远程销售。", "Distance sale of imported goods under the seller's own IOSS."),
    19: Text("货物从境外进入，以清关文件为准。", "Goods come in from outside; customs papers decide."),
    20: Text("非本地卖家的国内企业销售，由买方代缴。", "Domestic business sale by a seller not established there: the buyer owes the tax (art. 194)."),
    21: Text("国内企业销售，按本国税率征税。", "Domestic business sale, taxed there."),
    22: Text("卖给其他成员国税号：免税的欧盟内供应。", "Supply to a number of another member state: exempt (art. 138)."),
    23: Text("买方税号属发货国：在发货国征税。", "The buyer's number is of the state of departure: taxed there."),
    24: Text("国内消费者销售，按本国税率征税。", "Domestic consumer sale, taxed there."),
    25: Text("欧盟内远程销售，按到货国税率在 OSS 申报。", "Intra-Community distance sale, taxed at arrival, declared in OSS (art. 33(a))."),
    26: Text("欧盟内远程销售，有到货国税号：在到货国征税。", "Intra-Community distance sale with a number at arrival: taxed there."),
    27: Text("远程销售，既无 OSS 也无到货国税号。", "Distance sale with neither OSS nor a number at arrival."),
    28: Text("规则没有覆盖这种情形。", "No rule covers this case."),
}  # fmt: skip
