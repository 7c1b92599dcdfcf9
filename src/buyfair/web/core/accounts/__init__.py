"""Accounts: coming in by password and a code of one's telephone or by an agency's own log-in, invitations, roles, sessions."""
