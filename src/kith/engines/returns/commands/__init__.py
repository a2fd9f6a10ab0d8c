"""The words that follow `kith-returns`, one module each."""
