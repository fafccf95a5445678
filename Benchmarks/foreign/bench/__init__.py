"""Trainings with and without a planted fault, and the logs that are written of them."""
