"""账单: invoices, credit notes and service credits in books that always balance. Money is recorded here, never moved."""
