"""The study as typed, frozen values that know their file and line."""
