"""The command line for whoever runs the machine: init, demo, doctor, user, worker, content."""
