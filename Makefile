# Other names for `python3 run.py …`, for those who type `make`.
PYTHON ?= python3

.PHONY: run test check bench area
run:
	$(PYTHON) run.py $(ARGS)
test:
	$(PYTHON) run.py test $(ARGS)
check:
	$(PYTHON) run.py check $(ARGS)
bench:
	$(PYTHON) run.py bench $(ARGS)
area:
	$(PYTHON) -m tools.area $(NAME)
