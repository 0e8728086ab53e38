"""The learner's progress file: durable, mergeable, and hard to lose."""
