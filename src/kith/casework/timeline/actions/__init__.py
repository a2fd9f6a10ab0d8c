"""What the timeline does: record events, write notes, keep documents, hand out tasks, explain late clocks."""
