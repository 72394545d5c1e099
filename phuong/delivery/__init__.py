"""Front doors: addresses, navigation, pages that join areas, commands of the installation."""
