"""Made-up returns of any size, with faults planted on request. No real child is in them."""
