"""Amazon's two interfaces, invented and offline (`pilotage sandbox`): sign-in, reports, money, advertising.

    with running(Wish(seed=7, failures=20)) as sandbox:
        sandbox.address   → "http://127.0.0.1:41873", for any client of SP-API or Ads API
        sandbox.calls     → every request as (method, path, status), recorded where it arrived

Shapes: the published models, `facts/amazon-formats.md` 1.2 to 1.6 and 3. Every figure is made up and follows
from the seed. It speaks only to this machine unless told otherwise, and knows no real account.
"""

from pilotage.integrations.sandbox.server import Sandbox, running
from pilotage.integrations.sandbox.state import CLIENT_ID, CLIENT_KEY, REFRESH, Wish

__all__ = ["CLIENT_ID", "CLIENT_KEY", "REFRESH", "Sandbox", "Wish", "running"]
