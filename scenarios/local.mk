# The scenario language, its loader, and the scenarios and books we ship.

scenario_sources = \
  %D%/axis.c \
  %D%/books.c \
  %D%/books.h \
  %D%/build.c \
  %D%/build.h \
  %D%/build_pipelines.c \
  %D%/build_pipelines.h \
  %D%/build_questions.c \
  %D%/build_questions.h \
  %D%/check.c \
  %D%/check.h \
  %D%/check_agents.c \
  %D%/check_horizon.c \
  %D%/check_limits.c \
  %D%/check_prices.c \
  %D%/clock.c \
  %D%/clock.h \
  %D%/differences.c \
  %D%/differences.h \
  %D%/draft.h \
  %D%/empirical.c \
  %D%/empirical.h \
  %D%/engine.c \
  %D%/engine.h \
  %D%/expectation.h \
  %D%/explain.c \
  %D%/fallbacks.c \
  %D%/fallbacks.h \
  %D%/hardware_books.c \
  %D%/hardware_books.h \
  %D%/hosting.c \
  %D%/hosting.h \
  %D%/language/choice.h \
  %D%/language/dates.c \
  %D%/language/dates.h \
  %D%/language/document.c \
  %D%/language/document.h \
  %D%/language/element.h \
  %D%/language/expression.c \
  %D%/language/expression.h \
  %D%/language/kinds.h \
  %D%/language/kinds_number.c \
  %D%/language/kinds_text.c \
  %D%/language/output.c \
  %D%/language/output.h \
  %D%/language/quiet.c \
  %D%/language/quiet.h \
  %D%/language/reader.c \
  %D%/language/reader.h \
  %D%/language/set.c \
  %D%/language/suggest.c \
  %D%/language/suggest.h \
  %D%/language/units.c \
  %D%/language/units.h \
  %D%/language/walk.c \
  %D%/language/walk.h \
  %D%/load.c \
  %D%/lookup.c \
  %D%/lookup.h \
  %D%/names.c \
  %D%/names.h \
  %D%/policies.c \
  %D%/policies.h \
  %D%/problems.c \
  %D%/scenario.h \
  %D%/schema.c \
  %D%/shipped.c \
  %D%/spool.c \
  %D%/spool.h \
  %D%/tables/elements.h \
  %D%/tables/elements_agent.c \
  %D%/tables/elements_architecture.c \
  %D%/tables/elements_arrivals.c \
  %D%/tables/elements_book.c \
  %D%/tables/elements_demand.c \
  %D%/tables/elements_expect.c \
  %D%/tables/elements_guard.c \
  %D%/tables/elements_hardware.c \
  %D%/tables/elements_law.c \
  %D%/tables/elements_limit.c \
  %D%/tables/elements_version.c \
  %D%/tables/elements_watch.c \
  %D%/tables/elements_pipeline.c \
  %D%/tables/elements_plan.c \
  %D%/tables/elements_price_future.c \
  %D%/tables/elements_prices.c \
  %D%/tables/elements_route.c \
  %D%/tables/elements_scenario.c \
  %D%/tables/elements_standing.c \
  %D%/tables/elements_store.c \
  %D%/tables/elements_training.c \
  %D%/tables/elements_unknowns.c \
  %D%/tables/elements_fleet.c \
  %D%/tables/elements_vendor.c \
  %D%/tables/quantities.c \
  %D%/tables/weeks.c \
  %D%/tables/weeks.h \
  %D%/terms.c \
  %D%/terms.h \
  %D%/training.c \
  %D%/training.h \
  %D%/trace.c \
  %D%/trace.h \
  %D%/trace_bytes.c \
  %D%/trace_bytes.h \
  %D%/trace_column.c \
  %D%/trace_csv.c \
  %D%/trace_csv.h \
  %D%/trace_decimal.c \
  %D%/trace_decimal.h \
  %D%/trace_format.c \
  %D%/trace_format.h \
  %D%/trace_frequency.c \
  %D%/trace_header.c \
  %D%/trace_header.h \
  %D%/trace_json.c \
  %D%/trace_json.h \
  %D%/trace_keep.c \
  %D%/trace_keep.h \
  %D%/trace_lines.c \
  %D%/trace_lines.h \
  %D%/trace_names.c \
  %D%/trace_names.h \
  %D%/trace_utc.c \
  %D%/trace_utc.h \
  %D%/trace_value.c \
  %D%/trace_value.h \
  %D%/versions.c \
  %D%/versions.h

noinst_LIBRARIES += %D%/libscenarios.a
%C%_libscenarios_a_SOURCES  = $(scenario_sources)
%C%_libscenarios_a_CPPFLAGS = $(AM_CPPFLAGS) $(DATA_CPPFLAGS) \
  $(XML_CFLAGS) $(ZLIB_CFLAGS) $(JANSSON_CFLAGS)
EXTRA_DIST += %D%/README.md build-aux/make-sample-trace.awk

# Shipped files, by the directory in which they are installed.

# Scenarios with the traces and tables they refer to.
examples = \
  %D%/examples/api-or-own.xml \
  %D%/examples/capacity-plan.xml \
  %D%/examples/chat-trace.csv.gz \
  %D%/examples/dedicated-or-serverless.xml \
  %D%/examples/enterprise.xml \
  %D%/examples/everything.xml \
  %D%/examples/h100-or-inferentia2.xml \
  %D%/examples/job-batch.xml \
  %D%/examples/long-context.xml \
  %D%/examples/frontier-share.xml \
  %D%/examples/model-arbitrage.xml \
  %D%/examples/price-futures.xml \
  %D%/examples/price-step.xml \
  %D%/examples/prompt-engineering-or-lora.xml \
  %D%/examples/rag-reranker.xml \
  %D%/examples/replay-trace.xml \
  %D%/examples/runaway-agent.xml \
  %D%/examples/sagemaker-or-vertex.xml \
  %D%/examples/semantic-cache.xml \
  %D%/examples/sandbox.xml \
  %D%/examples/support-agent.xml \
  %D%/examples/support-assistant.xml \
  %D%/examples/vectors-in-ram-or-on-disk.xml \
  %D%/examples/writing-assistant.xml

price_books = \
  %D%/prices/2026-11.xml

hardware_books = \
  %D%/hardware/2026-11.xml

templates = \
  %D%/templates/chat.xml \
  %D%/templates/replay.xml

examplesdir  = $(pkgdatadir)/examples
pricesdir    = $(pkgdatadir)/prices
hardwaredir  = $(pkgdatadir)/hardware
templatesdir = $(pkgdatadir)/templates
dist_examples_DATA  = $(examples)
dist_prices_DATA    = $(price_books)
dist_hardware_DATA  = $(hardware_books)
dist_templates_DATA = $(templates)

# Schemas, written by the program itself: %D%/NAME.xsd is what "outlay explain --schema NAME"
# prints. Those listed here are built and installed.
schemas = \
  %D%/hardware.xsd \
  %D%/prices.xsd \
  %D%/scenario.xsd

schemasdir = $(pkgdatadir)
nodist_schemas_DATA = $(schemas)
CLEANFILES += $(schemas)
SUFFIXES = .xsd
$(schemas): outlay$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) %D% && \
	  ./outlay explain --schema "$$(basename $@ .xsd)" >$@.part && mv $@.part $@
