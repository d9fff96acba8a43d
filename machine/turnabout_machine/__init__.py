"""What both ends need from the machine they run on. It knows nothing of the game."""
