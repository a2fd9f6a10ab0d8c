"""Statutory returns: an analyst's own files checked by every rule, held sealed for the session and then forgotten."""
