"""The pages of the catalogue, split by who reads them."""
