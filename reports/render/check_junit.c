/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A check as a JUnit file, which CI systems show: an expectation in an architecture is a test
 * case, one that is undecided counts as skipped. Without times, so that the same check is the
 * same file.
 */
#include "reports/render/check_words.h"
#include "reports/render/html_writer.h"

/* NAME="TEXT" */
static void put_attribute(const char *name, const char *text, FILE *out)
{
    fprintf(out, " %s=\"", name);
    report_html_text(text, out);
    fputc('"', out);
}

static void put_property(const char *name, const char *text, FILE *out)
{
    fputs("      <property", out);
    put_attribute("name", name, out);
    put_attribute("value", text, out);
    fputs("/>\n", out);
}

static void put_counted(const char *name, uint64_t count, FILE *out)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)count);
    put_property(name, text, out);
}

static void put_counts(const report_check *check, FILE *out)
{
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\"", check->n,
            report_check_count(check, SIM_MISSED), report_check_count(check, SIM_UNDECIDED));
}

static void put_verdict(const report_check *check, const report_gate *gate, FILE *out)
{
    const char *element = gate->verdict == SIM_MISSED ? "failure" : "skipped";
    const report_words sentence = report_check_sentence(check, gate);
    fprintf(out, "      <%s", element);
    put_attribute("message", sentence.text, out);
    if (gate->verdict == SIM_MISSED) {
        put_attribute("type", gate->of->quantity->word.name, out);
        fputc('>', out);
        report_html_text(gate->of->file, out);
        fprintf(out, ":%d: ", gate->of->line);
        report_html_text(sentence.text, out);
        fprintf(out, "</%s>\n", element);
    } else {
        fputs("/>\n", out);
    }
}

static void put_gate(const report_check *check, const report_gate *gate, FILE *out)
{
    const report_words subject = report_check_subject(gate);
    char name[1024], group[512];
    snprintf(name, sizeof name, "%.700s %.300s", subject.text,
             report_check_required(check, gate).text);
    snprintf(group, sizeof group, "%.200s.%.200s", check->results->header.scenario, gate->in);
    fputs("    <testcase", out);
    put_attribute("classname", group, out);
    put_attribute("name", name, out);
    put_attribute("file", gate->of->file, out);
    fprintf(out, " line=\"%d\"", gate->of->line);
    if (gate->verdict == SIM_MET) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    put_verdict(check, gate, out);
    fputs("    </testcase>\n", out);
}

void report_check_write_junit(const report_check *check, const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &check->results->header;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"outlay check\"", out);
    put_counts(check, out);
    fputs(">\n  <testsuite", out);
    put_attribute("name", header->scenario, out);
    put_counts(check, out);
    fputs(">\n    <properties>\n", out);
    put_property("version", header->version, out);
    put_counted("seed", header->seed, out);
    put_counted("replications", check->results->n, out);
    put_property("command", header->command_line, out);
    fputs("    </properties>\n", out);
    for (size_t i = 0; i < check->n; i++)
        put_gate(check, &check->gates[i], out);
    fputs("  </testsuite>\n</testsuites>\n", out);
}
