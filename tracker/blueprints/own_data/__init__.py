"""All that the register knows of whoever is signed in, and asking for it to be erased."""
