"""Certification (资质认证): who may be listed for which service in which country, on evidence that expires.

Words: *partner* (a firm), *credential* (one piece of evidence), *item* (a service category in a country that a
partner applied for), *application* (one round of items), *standing* (active, warned, suspended), *badge*.
Whether a partner is listed is never stored: `rules.why_not_listed` says so, for every path.
Below: documents, notices, access, parties, audit. Above: directory, engagements.
"""
