# Results on disk, their analysis, and what people read.

report_sources = \
  %D%/analysis.h \
  %D%/answer.c \
  %D%/answer.h \
  %D%/answer_agents.c \
  %D%/answer_breach.c \
  %D%/answer_compare.c \
  %D%/answer_documents.c \
  %D%/answer_influences.c \
  %D%/answer_overrun.c \
  %D%/answer_policy.c \
  %D%/answer_service.c \
  %D%/answer_split.c \
  %D%/answer_prices.c \
  %D%/answer_training.c \
  %D%/answer_unit.c \
  %D%/answer_warn.c \
  %D%/answer_watch.c \
  %D%/budgets.c \
  %D%/budgets.h \
  %D%/break_even.c \
  %D%/break_even.h \
  %D%/break_even_root.c \
  %D%/break_even_search.h \
  %D%/change.c \
  %D%/change.h \
  %D%/check.c \
  %D%/check.h \
  %D%/choice.c \
  %D%/choice.h \
  %D%/estimate.c \
  %D%/estimate.h \
  %D%/focus.h \
  %D%/frontier.c \
  %D%/frontier.h \
  %D%/gather.c \
  %D%/gather.h \
  %D%/join.c \
  %D%/join.h \
  %D%/offers.c \
  %D%/offers.h \
  %D%/plan.c \
  %D%/plan.h \
  %D%/plan_design.c \
  %D%/plan_goals.c \
  %D%/plan_mix.c \
  %D%/plan_parts.h \
  %D%/plan_staff.c \
  %D%/render/budgets_csv.c \
  %D%/render/budgets_json.c \
  %D%/render/budgets_text.c \
  %D%/render/break_even_csv.c \
  %D%/render/break_even_json.c \
  %D%/render/break_even_say.c \
  %D%/render/break_even_say.h \
  %D%/render/break_even_text.c \
  %D%/render/change_csv.c \
  %D%/render/change_json.c \
  %D%/render/change_text.c \
  %D%/render/chart.c \
  %D%/render/chart.h \
  %D%/render/chart_break_even.c \
  %D%/render/chart_costs.c \
  %D%/render/chart_cumulative.c \
  %D%/render/chart_curve.c \
  %D%/render/chart_designs.c \
  %D%/render/chart_months.c \
  %D%/render/chart_overruns.c \
  %D%/render/chart_tornado.c \
  %D%/render/check_json.c \
  %D%/render/check_junit.c \
  %D%/render/check_markdown.c \
  %D%/render/check_text.c \
  %D%/render/check_words.c \
  %D%/render/check_words.h \
  %D%/render/choice_csv.c \
  %D%/render/choice_json.c \
  %D%/render/choice_text.c \
  %D%/render/csv.c \
  %D%/render/csv_writer.c \
  %D%/render/csv_writer.h \
  %D%/render/figure.c \
  %D%/render/figure.h \
  %D%/render/focus.c \
  %D%/render/goal_csv.c \
  %D%/render/goal_json.c \
  %D%/render/goal_text.c \
  %D%/render/html_assets.h \
  %D%/render/html_page.c \
  %D%/render/html_parts.h \
  %D%/render/html_summary.c \
  %D%/render/html_writer.c \
  %D%/render/html_writer.h \
  %D%/render/json.c \
  %D%/render/json_parts.c \
  %D%/render/json_parts.h \
  %D%/render/json_writer.c \
  %D%/render/json_writer.h \
  %D%/render/markdown.c \
  %D%/render/markup.c \
  %D%/render/markup.h \
  %D%/render/offers_json.c \
  %D%/render/offers_text.c \
  %D%/render/plan_csv.c \
  %D%/render/plan_json.c \
  %D%/render/plan_text.c \
  %D%/render/scale.c \
  %D%/render/scale.h \
  %D%/render/sensitivity_csv.c \
  %D%/render/sensitivity_json.c \
  %D%/render/sensitivity_svg.c \
  %D%/render/sensitivity_text.c \
  %D%/render/spike_csv.c \
  %D%/render/spike_json.c \
  %D%/render/spike_text.c \
  %D%/render/svg.c \
  %D%/render/svg.h \
  %D%/render/sweep_csv.c \
  %D%/render/sweep_json.c \
  %D%/render/sweep_text.c \
  %D%/render/table.c \
  %D%/render/table.h \
  %D%/render/tail_json.c \
  %D%/render/tail_text.c \
  %D%/render/text_agents.c \
  %D%/render/text_documents.c \
  %D%/render/text_break_even.c \
  %D%/render/text_curve.c \
  %D%/render/text_full.c \
  %D%/render/text_headline.c \
  %D%/render/text_page.c \
  %D%/render/text_policy.c \
  %D%/render/text_parts.h \
  %D%/render/text_service.c \
  %D%/render/text_tables.c \
  %D%/render/text_prices.c \
  %D%/render/text_training.c \
  %D%/render/text_watch.c \
  %D%/render/utf8.c \
  %D%/render/utf8.h \
  %D%/render/xlsx.c \
  %D%/render/xlsx.h \
  %D%/render/xlsx_answer.c \
  %D%/render/xlsx_breakdown.c \
  %D%/render/xlsx_budgets.c \
  %D%/render/xlsx_check.c \
  %D%/render/xlsx_comparison.c \
  %D%/render/xlsx_futures.c \
  %D%/render/xlsx_months.c \
  %D%/render/xlsx_notes.c \
  %D%/render/xlsx_parts.h \
  %D%/render/xlsx_sheet.c \
  %D%/render/xlsx_unknowns.c \
  %D%/render/xlsx_what_if.c \
  %D%/quantity.c \
  %D%/quantity.h \
  %D%/quantity_estimate.c \
  %D%/renderer.c \
  %D%/renderer.h \
  %D%/reprice.c \
  %D%/reprice.h \
  %D%/results.h \
  %D%/sensitivity.c \
  %D%/sensitivity.h \
  %D%/spike.c \
  %D%/spike.h \
  %D%/store.h \
  %D%/store_break_even.c \
  %D%/store_break_even.h \
  %D%/store_create.c \
  %D%/store_file.c \
  %D%/store_file.h \
  %D%/store_part.c \
  %D%/store_read.c \
  %D%/store_read.h \
  %D%/store_write.c \
  %D%/store_write.h \
  %D%/sweep.c \
  %D%/sweep.h \
  %D%/tail.c \
  %D%/tail.h

noinst_LIBRARIES += %D%/libreports.a
%C%_libreports_a_SOURCES  = $(report_sources)
%C%_libreports_a_CPPFLAGS = $(AM_CPPFLAGS) $(HDF5_CFLAGS) $(XLSX_CFLAGS) $(ZLIB_CFLAGS)
EXTRA_DIST += %D%/README.md $(report_assets) build-aux/embed.sh

# What the page for a browser brings with it becomes constants.
report_assets = %D%/render/chart.css %D%/render/page.css %D%/render/page.js
nodist_%C%_libreports_a_SOURCES = %D%/render/html_assets.c
CLEANFILES += %D%/render/html_assets.c
%D%/render/html_assets.c: $(report_assets) build-aux/embed.sh
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(SHELL) $(top_srcdir)/build-aux/embed.sh \
	  report_html_chart_style $(top_srcdir)/%D%/render/chart.css \
	  report_html_page_style $(top_srcdir)/%D%/render/page.css \
	  report_html_script $(top_srcdir)/%D%/render/page.js >$@.new && mv $@.new $@
