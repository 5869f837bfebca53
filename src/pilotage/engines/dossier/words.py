"""What documents and fields are called in front of people."""

from __future__ import annotations

from pilotage.kernel.text import Text

_DOCUMENTS = {
    "business_licence": Text("营业执照", "business licence"),
    "legal_representative_id_front": Text("法定代表人身份证人像面", "identity card, portrait side"),
    "legal_representative_id_back": Text("法定代表人身份证国徽面", "identity card, emblem side"),
    "bank_statement": Text("银行对账单", "bank statement"),
    "platform_statement": Text("平台流水", "platform statement"),
    "legal_representative_passport": Text("法定代表人护照", "passport"),
    "business_registration": Text("商业登记证", "business registration certificate"),
    "application": Text("填写的申请", "the application as typed"),
}
_FIELDS = {
    "uscc": Text("统一社会信用代码", "unified social credit code"),
    "name": Text("名称", "name"),
    "type": Text("类型", "type"),
    "legal_representative": Text("法定代表人", "legal representative"),
    "registered_capital": Text("注册资本", "registered capital"),
    "established": Text("成立日期", "day of establishment"),
    "valid_from": Text("有效期起", "valid from"),
    "valid_to": Text("有效期止", "valid to"),
    "address": Text("住所", "address"),
    "scope": Text("经营范围", "business scope"),
    "sex": Text("性别", "sex"),
    "ethnicity": Text("民族", "ethnicity"),
    "birth_date": Text("出生日期", "date of birth"),
    "id_number": Text("公民身份号码", "identity number"),
    "authority": Text("签发机关", "issuing authority"),
    "holder": Text("户名", "account holder"),
    "holder_en": Text("英文户名", "account holder in English"),
    "account_number": Text("账号", "account number"),
    "currency": Text("币种", "currency"),
    "period_from": Text("期间起", "period from"),
    "period_to": Text("期间止", "period to"),
    "issued": Text("出具日期", "day of issue"),
    "month": Text("月份", "month"),
    "store_id": Text("店铺编号", "store id"),
    "net_proceeds": Text("结算净额", "net proceeds"),
    "legal_entity": Text("经营主体", "legal entity"),
    "passport_number": Text("护照号码", "passport number"),
    "printed_number": Text("印刷的护照号码", "passport number as printed"),
    "printed_dates": Text("印刷的日期", "dates as printed"),
    "name_en": Text("英文名称", "name in English"),
    "nationality": Text("国籍", "nationality"),
    "mrz_faults": Text("机读区校验", "check of the machine-readable zone"),
    "company_number": Text("公司编号", "company number"),
    "registration_number": Text("登记证号码", "registration number"),
    "page": Text("页面", "page"),
}  # fmt: skip


def document_name(name: str) -> Text:
    """A document by its name; a numbered platform statement keeps its number."""
    kind, _, number = name.rpartition("_")
    if number.isdigit() and kind in _DOCUMENTS:
        said = _DOCUMENTS[kind]
        return Text(f"{said.zh} {number}", f"{said.en} {number}")
    return _DOCUMENTS.get(name, Text(name, name))


def field_name(name: str) -> Text:
    return _FIELDS.get(name, Text(name, name))
