"""Work given by name, with a product and a day, until another than the doer confirms it."""
