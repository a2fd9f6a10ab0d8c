"""What may be done to people's records: each action one transaction, ending with its event and audit line."""
