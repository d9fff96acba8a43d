"""The stage: one screen for all to look at, on a projector or shared in a call."""
