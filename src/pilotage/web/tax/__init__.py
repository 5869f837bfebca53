"""Pages of tax runs: upload, progress, returns box by box, rows, download."""
