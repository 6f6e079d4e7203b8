"""What runs beside the learner's code: it serves their app and never judges it.

Nothing in here knows a check, a solution or a result. Modules of this package are
imported into the very process that the learner's code runs in, so whatever they know,
that code can know.
"""
