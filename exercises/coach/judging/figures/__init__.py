"""What is looked at in a figure, part by part; `exercises.coach.judging.plots` asks for all."""
