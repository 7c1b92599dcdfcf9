"""The engine of rules: declared conditions over told facts, answered yes, no or unknown, each with its reasons."""
