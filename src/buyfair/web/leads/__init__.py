"""Leads: names on awards that a listed party could be, decided by people, once, with a reason and a second reader."""
