"""What pages and the API read of the assessment: rows put together, never written."""
