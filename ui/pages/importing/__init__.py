"""What the page of importing is put together from: where a file is dropped, and the preview."""
