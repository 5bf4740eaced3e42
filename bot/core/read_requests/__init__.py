"""Documents that curators ask people to read, and who has confirmed that they did."""
