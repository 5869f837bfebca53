"""VIES, the Commission's register of VAT numbers of the member states."""

from pilotage.integrations.vies.register import Vies

__all__ = ["Vies"]
