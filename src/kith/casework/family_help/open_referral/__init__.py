"""Open Referral UK 3.0: what the standard says a service is, reading services from others, and writing our own.

Plain Python: no Django, no database. `standard.json` holds the standard's shapes, made from the publisher's schemas.
"""
