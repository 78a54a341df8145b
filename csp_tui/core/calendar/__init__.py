"""The days of partners as a calendar file (iCalendar, RFC 5545)."""
