"""Directory (服务商名录): what partners offer and to whom it is shown; search, comparison, shortlist, candidates.

Words: *profile*, *offer* (a service category in a country, with a fee plan), *capacity* and *taken* places,
*track* (ratings per category). Who may be shown is decided in `certification`, by one gate.
Below: certification. Above: engagements.
"""
