"""Connections (店铺连接): the seller's own accounts at Amazon, the way there and back, and how to cut them."""
