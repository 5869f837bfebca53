"""交付: work orders, their steps and deliverables, acceptance, and reviews of both sides."""
