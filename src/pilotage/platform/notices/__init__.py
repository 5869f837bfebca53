"""Telling people what happened: in the product at once, by e-mail through an outbox (通知)."""
