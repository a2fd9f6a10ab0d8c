"""Given names and surnames: what is usual among whom, and drawing them."""
