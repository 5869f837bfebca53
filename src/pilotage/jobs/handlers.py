"""Which function does which kind of job, and what the worker does between jobs. One visible table each."""

from __future__ import annotations

# kind → dotted name of `run(args, *, at)`; a sibling `gave_up(args, *, at, error)` is called after the last try.
HANDLERS: dict[str, str] = {
    "advertising.plan": "pilotage.jobs.ads.run",
    "advertising.proof": "pilotage.jobs.ads_proof.run",
    "advertising.sheet": "pilotage.jobs.ads_sheet.run",
    "brand.work": "pilotage.jobs.brand.run",
    "compliance.epr": "pilotage.jobs.epr.run",
    "compliance.evidence": "pilotage.jobs.evidence.run",
    "compliance.filing": "pilotage.jobs.filing.run",
    "compliance.fit": "pilotage.jobs.fit.run",
    "compliance.tax": "pilotage.jobs.tax.run",
    "exits.bag": "pilotage.jobs.exits.run",
    "localops.corrected": "pilotage.jobs.listings_corrected.run",
    "localops.listings": "pilotage.jobs.listings.run",
    "onboarding.audit": "pilotage.jobs.onboarding.run",
    "reports.collect": "pilotage.jobs.collecting.run",
    "reports.month": "pilotage.jobs.month.run",
}

# Dotted names of `tick(at) -> int` and how often, in seconds.
TICKS: dict[str, int] = {
    "pilotage.jobs.mail.tick": 5,
    "pilotage.jobs.requests.tick": 10,
    "pilotage.jobs.audit.tick": 3600,
    "pilotage.jobs.billing.tick": 3600,
    "pilotage.jobs.brand.tick": 3600,
    "pilotage.jobs.cases.tick": 15,
    "pilotage.jobs.certification.tick": 3600,
    "pilotage.jobs.collecting.tick": 3600,
    "pilotage.jobs.connections.tick": 3600,
    "pilotage.jobs.contracts.tick": 600,
    "pilotage.jobs.delivery.tick": 60,
    "pilotage.jobs.disputes.tick": 60,
    "pilotage.jobs.due_days.tick": 3600,
    "pilotage.jobs.exits.tick": 600,
    "pilotage.jobs.incidents.tick": 3600,
    "pilotage.jobs.numbers.tick": 30,
    "pilotage.jobs.onboarding.tick": 3600,
    "pilotage.jobs.reports.tick": 3600,
    "pilotage.jobs.programme.tick": 3600,
    "pilotage.jobs.proposals.tick": 3600,
    "pilotage.jobs.scorecards.tick": 900,
    "pilotage.jobs.webhooks.tick": 5,
    "pilotage.jobs.webhooks.put_away": 3600,
}
