"""A thirteenth activity, made of this folder alone: the house needs no other change for it."""
