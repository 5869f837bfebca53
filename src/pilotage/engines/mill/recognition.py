"""What kind of file this is, from its first bytes and its header; refuses all but the one report."""

from __future__ import annotations

from pilotage.engines.mill.columns import BY_HEADER
from pilotage.engines.mill.layout import normal
from pilotage.engines.mill.refusals import empty, not_text, not_this_report, other_report
from pilotage.kernel.errors import Invalid
from pilotage.kernel.text import Text

_FORMATS = (
    (
        b"PK\x03\x04",
        "SPREADSHEET_OR_ZIP",
        Text("Excel 工作簿或 ZIP 压缩包", "an Excel workbook or a ZIP archive"),
    ),
    (b"PK\x05\x06", "SPREADSHEET_OR_ZIP", Text("空的 ZIP 压缩包", "an empty ZIP archive")),
    (
        b"\xd0\xcf\x11\xe0",
        "SPREADSHEET_OR_ZIP",
        Text("旧版 Excel 工作簿（.xls）", "an old Excel workbook (.xls)"),
    ),
    (b"\x1f\x8b", "COMPRESSED", Text("gzip 压缩文件", "a gzip file")),
    (b"BZh", "COMPRESSED", Text("bzip2 压缩文件", "a bzip2 file")),
    (b"\xfd7zXZ\x00", "COMPRESSED", Text("xz 压缩文件", "an xz file")),
    (b"7z\xbc\xaf\x27\x1c", "COMPRESSED", Text("7z 压缩文件", "a 7z archive")),
    (b"Rar!", "COMPRESSED", Text("RAR 压缩文件", "a RAR archive")),
    (b"\x28\xb5\x2f\xfd", "COMPRESSED", Text("zstd 压缩文件", "a zstd file")),
    (b"%PDF", "PDF", Text("PDF 文档", "a PDF document")),
    (b"PAR1", "PARQUET", Text("Parquet 文件", "a Parquet file")),
    (b"\x89PNG", "IMAGE", Text("图片", "a picture")),
    (b"\xff\xd8\xff", "IMAGE", Text("图片", "a picture")),
    (b"GIF8", "IMAGE", Text("图片", "a picture")),
    (b"MZ", "PROGRAM", Text("程序文件", "a program")),
    (b"\x7fELF", "PROGRAM", Text("程序文件", "a program")),
    (b"SQLite format 3", "DATABASE", Text("数据库文件", "a database file")),
)
_MARKUP = (
    (
        "<!doctype html",
        "HTML",
        Text("网页（可能是登录超时页面）", "a web page (perhaps an expired log-in)"),
    ),
    ("<html", "HTML", Text("网页（可能是登录超时页面）", "a web page (perhaps an expired log-in)")),
    (
        "<?xml",
        "XML",
        Text("XML 文件（可能是接口的报错）", "an XML file (perhaps an interface's error)"),
    ),
    ("{", "JSON", Text("JSON 数据（可能是接口的报错）", "JSON (perhaps an interface's error)")),
    ("[{", "JSON", Text("JSON 数据（可能是接口的报错）", "JSON (perhaps an interface's error)")),
)
# Headers that only the named report has together.
_OTHER_REPORTS = (
    (
        {"MARKETPLACE_ID", "MERCHANT_ID"},
        Text("《增值税计算报告》（VAT Calculation Report）", "the VAT Calculation Report"),
    ),
    ({"SETTLEMENT_ID"}, Text("《结算报告》（Settlement Report）", "a Settlement Report")),
    ({"AMAZON_ORDER_ID", "PURCHASE_DATE"}, Text("《订单报告》", "an All Orders report")),
    ({"ORDER_ID", "ORDER_ITEM_ID"}, Text("《订单报告》", "an Orders report")),
    ({"RETURN_DATE", "ORDER_ID"}, Text("《退货报告》", "a Returns report")),
    ({"SHIPMENT_DATE", "FNSKU"}, Text("《库存流水报告》", "an inventory report")),
    ({"SELLER_SKU", "ASIN1"}, Text("《可售商品报告》", "an Active Listings report")),
    ({"CAMPAIGN_NAME", "IMPRESSIONS"}, Text("《广告报告》", "an advertising report")),
    (
        {"INVOICE_NUMBER", "INVOICE_URL"},
        Text("《增值税发票数据报告》", "the VAT Invoice Data Report"),
    ),
)


def check_format(head: bytes, size: int) -> None:
    """Refuse what is not text: raises `Invalid` naming the format."""
    if size == 0 or not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise empty()
    for mark, code, name in _FORMATS:
        if head.startswith(mark):
            raise not_text(code, name)
    start = head[:500].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1").lower()
    for opening, code, name in _MARKUP:
        if start.startswith(opening):
            raise not_text(code, name)


def check_header(cells: list[str]) -> None:
    """Refuse a header that is not this report's: raises `Invalid` naming the report if known."""
    headers = {normal(cell) for cell in cells}
    if len(headers & BY_HEADER.keys()) >= 20 and "TRANSACTION_TYPE" in headers:
        return
    raise _other(headers) or not_this_report(", ".join(cells)[:120].replace("\0", " "))


def _other(headers: set[str]) -> Invalid | None:
    spelled = {header.replace("-", "_") for header in headers}
    return next((other_report(name) for marks, name in _OTHER_REPORTS if marks <= spelled), None)
