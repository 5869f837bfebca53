"""Amazon's Selling Partner API: only calls on the allow-list can be made (`calls.py`)."""
