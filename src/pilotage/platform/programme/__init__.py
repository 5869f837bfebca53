"""The programme (项目): what came of it, counted from its own data; resources it hands out; rules it announces.

Outcomes are counted once a day by the worker through the rooms' queries and kept with their cohort; the guide's figures
stand apart as claims. Looks at every room below, none looks at it.
"""
