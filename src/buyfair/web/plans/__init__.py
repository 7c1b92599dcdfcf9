"""Compliance plans that a supplier sends: received, reviewed part by part, returned with findings, accepted by a person."""
