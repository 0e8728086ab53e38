"""Item analysis: what many people's attempts at one exam say about the exam and its questions."""
