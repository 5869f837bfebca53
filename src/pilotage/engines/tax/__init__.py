"""From an Amazon VAT Transactions Report to returns; the contract is `tax.md` (申报计算)."""
