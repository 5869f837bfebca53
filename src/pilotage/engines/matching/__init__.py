"""What a seller needs and who covers it (匹配).

`fit.advise` reads a report and says what is needed · `eligibility.why_not` judges one partner for one need ·
`cover_best.best_sets` finds the sets of partners that cover everything best, proven, over a `cover.Cover` in
whole minor units. Import from these modules: some load NumPy, DuckDB or the solver.
"""
