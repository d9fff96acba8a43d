"""What a facilitator is told, and can do: pure, for the console's screens and its dialogue."""
