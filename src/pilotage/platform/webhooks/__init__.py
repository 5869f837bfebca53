"""Notices as signed messages to an organisation's own https addresses (消息推送); for receivers: docs/webhooks.md."""
