"""The pages of the ward's own settings, split by thing."""
