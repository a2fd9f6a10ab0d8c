"""Workforce: worker, team, allocation, cover, supervision."""
