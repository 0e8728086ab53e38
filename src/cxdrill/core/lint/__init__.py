"""Item writing under rules: what makes a question unclear, or its answer guessable without knowing the subject.

The rules follow Haladyna, Downing and Rodriguez, "A review of multiple-choice item-writing guidelines" (2002); their
thresholds are this project's. Word lists are English. Structure (S rules) is the loaders' concern.
"""
