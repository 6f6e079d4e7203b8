"""Pages for people: the class at a glance for instructors, feedback for each learner."""
