/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/output.h"

#include "cli/command.h"
#include "reports/render/xlsx.h"
#include "reports/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

report_page cli_output_page(const char *file)
{
    const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    const char *locale = "";
    for (size_t i = 0; i < sizeof names / sizeof *names && !*locale; i++) {
        const char *value = getenv(names[i]);
        locale = value ? value : "";
    }
    bool is_utf8 = strstr(locale, "UTF-8") || strstr(locale, "utf8");
    return (report_page){.file = file, .is_utf8 = is_utf8};
}

/* Why not everything could be written, or 0. Who writes keeps no reason, so after an error the
   system is asked once more. */
static int write_error(FILE *out)
{
    const bool has_failed = ferror(out);
    errno = 0;
    if (has_failed) {
        clearerr(out);
        fputc('\n', out);
    }
    const bool is_flushed = fflush(out) == 0 && !ferror(out);
    return is_flushed && !has_failed ? 0 : errno ? errno : EIO;
}

int cli_output_close(void)
{
    const int error = write_error(stdout);
    if (!error)
        return CLI_DONE;
    fprintf(stderr, "outlay: error: cannot write to standard output: %s\n", strerror(error));
    return CLI_FAILED;
}

int cli_output_write(const report_results *results, const report_renderer *renderer,
                     const char *file)
{
    report_page page = cli_output_page(file);
    report_answer *answer = report_answer_new(results);
    renderer->write(answer, results, &page, stdout);
    report_answer_free(answer);
    return cli_output_close();
}

int cli_output_file(const char *path, const report_renderer *renderer)
{
    sim_failure why;
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    int status = cli_output_write(results, renderer, path);
    report_results_free(results);
    return status;
}

static int cannot_write(const char *path, int error)
{
    fprintf(stderr, "outlay: error: cannot write %s: %s\n", path, strerror(error));
    return CLI_FAILED;
}

/* Whether something is there that is no plain file. */
static bool is_taken(const char *path)
{
    struct stat there;
    return lstat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

bool cli_output_begin(cli_draft *draft, const char *path)
{
    const size_t size = strlen(path) + sizeof ".partial";
    draft->path = path;
    draft->is_straight = is_taken(path);
    draft->beside = sim_alloc(size, 1, "a path");
    snprintf(draft->beside, size, "%s%s", path, draft->is_straight ? "" : ".partial");
    draft->out = fopen(draft->beside, "w");
    if (draft->out)
        return true;
    cannot_write(path, errno);
    free(draft->beside);
    return false;
}

/* Ends a draft, of which nothing stays beside its place. */
static void let_go(cli_draft *draft, bool is_whole)
{
    if (!is_whole && !draft->is_straight)
        unlink(draft->beside);
    free(draft->beside);
}

int cli_output_end(cli_draft *draft)
{
    int error = write_error(draft->out);
    if (fclose(draft->out) != 0 && !error)
        error = errno;
    if (!error && !draft->is_straight && rename(draft->beside, draft->path) != 0)
        error = errno;
    let_go(draft, !error);
    return error ? cannot_write(draft->path, error) : CLI_DONE;
}

/* Of a file that was not written. */
static int give_up(cli_draft *draft, const char *sentence)
{
    fclose(draft->out);
    let_go(draft, false);
    return cli_complain(CLI_FAILED, sentence);
}

int cli_output_workbook(const char *path, const char *file)
{
    sim_failure why;
    cli_draft draft;
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    int status = CLI_FAILED;
    if (cli_output_begin(&draft, file)) {
        report_answer *answer = report_answer_new(results);
        status = report_xlsx_write(answer, results, draft.beside, file, &why)
                     ? cli_output_end(&draft)
                     : give_up(&draft, why.text);
        report_answer_free(answer);
    }
    report_results_free(results);
    return status;
}

int cli_output_into(const char *path, const report_renderer *renderer, const char *file)
{
    sim_failure why;
    cli_draft draft;
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    int status = CLI_FAILED;
    if (cli_output_begin(&draft, file)) {
        const report_page page = cli_output_page(path);
        report_answer *answer = report_answer_new(results);
        renderer->write(answer, results, &page, draft.out);
        report_answer_free(answer);
        status = cli_output_end(&draft);
    }
    report_results_free(results);
    return status;
}
