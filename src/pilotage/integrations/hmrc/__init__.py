"""HMRC's check of a UK VAT number."""

from pilotage.integrations.hmrc.register import Hmrc

__all__ = ["Hmrc"]
