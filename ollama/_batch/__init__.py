"""Many inputs: bounded work in threads and tasks, embeddings in batches, journals."""
