"""The department's rules, one short function each, by return."""
