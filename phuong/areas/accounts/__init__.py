"""Who somebody is to the system: second steps, devices, letters, a citizen's gathered dossiers."""
