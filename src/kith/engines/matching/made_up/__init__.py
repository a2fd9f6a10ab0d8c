"""Made-up children and homes, shaped by published figures. No real child or home is in them."""
