"""Money between the parties of a contract (账单): invoices, credits and how they came about, payments stated."""
