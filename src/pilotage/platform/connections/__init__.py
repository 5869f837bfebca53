"""A seller's own accounts at Amazon (店铺连接): consented to, kept sealed, renewed in time, forgotten at once."""
