"""Finding partners: what a question means, who offers it, and in which order they are shown.

`index.Index` holds profiles and answers questions with counts and reasons · `ranking.rank` orders
candidates by terms that add up · `lexicon.trade()` is the trade's vocabulary · `snapshot` saves and
loads · `invent.partners` draws an invented directory. Import from these modules: some load NumPy.
"""
