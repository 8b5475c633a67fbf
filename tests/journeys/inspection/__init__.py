"""One inspection of an invented service from its plan to its decided ratings, by the cast of the demonstration."""
