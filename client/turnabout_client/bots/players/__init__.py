"""The longer minds, a module an activity."""
