"""Pages of brand protection: portfolio and deadlines, clearance, watch, Brand Registry, the menu."""
