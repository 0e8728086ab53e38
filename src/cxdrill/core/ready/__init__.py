"""Readiness: the chance of passing an exam today, what would raise it most, and a daily load up to its date.

From memory states and the blueprint to a forecast: `learner` (what is known), `offset` (how far this learner is from
the model), `pass_chance` (the draw), `forecast` (all together). `gain` and `date_plan` say what to study.
"""
