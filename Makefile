# Thin aliases of bootstrap.py, which works without make as well: python3 bootstrap.py VERB
PYTHON ?= python3

.PHONY: run test check bench shots setup lock clean help kill validity marking-study
run test check bench shots setup lock clean help:
	@$(PYTHON) bootstrap.py $@ $(ARGS)

# Long studies: minutes, not seconds. Small versions of them run in the suite.
kill validity marking-study:
	@$(PYTHON) bootstrap.py bench $@ $(ARGS)

.DEFAULT_GOAL := help
