"""People: person, names, characteristics, family, relationship, network, address, identity and merge."""
