"""Pages of webhooks (消息推送)."""
