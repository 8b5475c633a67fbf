"""The sample room: the service's list, the draw, substitutes, and the frozen sample."""
