"""The argument: what each claim rests on, what leads where, and what leads nowhere."""
