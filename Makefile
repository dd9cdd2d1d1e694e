# Thin aliases of bootstrap.py, which works without make as well: python3 bootstrap.py VERB
PYTHON ?= python3

.PHONY: run test check bench shots setup lock clean help
run test check bench shots setup lock clean help:
	@$(PYTHON) bootstrap.py $@ $(ARGS)

.DEFAULT_GOAL := help
