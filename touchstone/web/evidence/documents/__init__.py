"""Documents in advance: handing them in, saying that they are not there, reading them."""
