"""The calendar of due days, and its feed for other calendars."""
