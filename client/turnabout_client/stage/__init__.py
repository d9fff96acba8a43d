"""What a screen for all says: pure, for the stage in a terminal and on a page."""
