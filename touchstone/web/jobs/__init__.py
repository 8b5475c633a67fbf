"""Long work in the background: queue, worker, progress, and what happens when a worker dies."""
