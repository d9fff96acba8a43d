"""The way to a table: the link, the door, the check of a session that is over. No screens."""
