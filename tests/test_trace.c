/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace.h"
#include "sim/memory.h"
#include "tests/suite.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>

enum { MOST_ROWS = 4 };

static bool open_text(const char *format, const char *text, model_trace **trace,
                      sim_failure *why)
{
    return scenario_trace_open_memory(text, strlen(text), "t",
                                      scenario_trace_format_named(format), trace, why);
}

/* What is read. */

typedef struct good_case {
    const char *format, *text;
    size_t n;
    model_trace_row rows[MOST_ROWS];
} good_case;

#define AZURE  "TIMESTAMP,ContextTokens,GeneratedTokens\n"
#define BURST  "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n"
#define OUTLAY "arrival_s,input_tokens,output_tokens\n"

static const good_case good_cases[] = {
    {"azure",
     AZURE "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n",
     2,
     {{0, 374, 0, 44, 0, 0, 1}, {4314579000, 396, 0, 109, 0, 0, 1}}},
    {"azure",
     AZURE "2024-05-12 23:59:59.999999+00:00,2162,5\n2024-05-13 00:00:00+00:00,2399,6\n"
           "2024-05-13T00:00:00.000000001Z,7,8",
     3,
     {{0, 2162, 0, 5, 0, 0, 1}, {1000, 2399, 0, 6, 0, 0, 1}, {1001, 7, 0, 8, 0, 0, 1}}},
    {"burstgpt",
     BURST "5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,1087,0,1087,API log\n",
     2,
     {{0, 472, 0, 18, 0, 0, 1}, {40000000000, 1087, 0, 0, 0, 0, 1}}},
    {"burstgpt",
     "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,"
     "Log Type\n"
     "19440110.0,1722ac82-0a46-4bf0-aa08-89794e7a2b3f,43,GPT-4,906,446,1352,x\n"
     "19440110.5,,2,ChatGPT,36,29,65,API log\n"
     "19440111.0,1722ac82-0a46-4bf0-aa08-89794e7a2b3f,43,GPT-4,907,447,1354,x\n"
     "19440111.0,,2,ChatGPT,37,30,67,API log\n",
     4,
     {{0, 906, 0, 446, 0, 0, 1},
      {500000000, 36, 0, 29, 0, 0, 1},
      {1000000000, 907, 0, 447, 0, 0, 0},
      {1000000000, 37, 0, 30, 0, 0, 1}}},
    {"mooncake",
     "{\"timestamp\": 27482, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": "
     "[46]}\n"
     "{\"output_length\":26,\"timestamp\":30535,\"input_length\":6472,\"hash_ids\":[]}\n",
     2,
     {{0, 6955, 0, 52, 0, 0, 1}, {3053000000, 6472, 0, 26, 0, 0, 1}}},
    {"bailian",
     "{\"chat_id\": 159, \"parent_chat_id\": -1, \"timestamp\": 61.114, \"input_length\": 521,"
     " \"output_length\": 132, \"type\": \"text\", \"turn\": 1, \"hash_ids\": [1089, 1090]}\n"
     "{\"chat_id\": 160, \"parent_chat_id\": 159, \"timestamp\": 62.5, \"input_length\": 400,"
     " \"output_length\": 80, \"type\": \"text\", \"turn\": 2, \"hash_ids\": []}\n"
     "{\"timestamp\": 63, \"input_length\": 1, \"output_length\": 2, \"parent_chat_id\": "
     "null}\n",
     3,
     {{0, 521, 0, 132, 0, 0, 1},
      {1386000000, 400, 0, 80, 0, 0, 0},
      {1886000000, 1, 0, 2, 0, 0, 1}}},
    {"servegen",
     "request_id,timestamp,input_tokens,output_tokens\n0,0.5,10,20\n1,1.2,15,25\n",
     2,
     {{0, 10, 0, 20, 0, 0, 1}, {700000000, 15, 0, 25, 0, 0, 1}}},
    {"servegen",
     "request_id,timestamp,input_tokens,output_tokens,reason_ratio\n"
     "0,6.103515625e-05,10,200,0.74\n1,1.000061035,15,25,0.0\n2,1.1,15,3,1.0\n",
     3,
     {{0, 10, 0, 52, 148, 0, 1},
      {1000000000, 15, 0, 25, 0, 0, 1},
      {1099938965, 15, 0, 0, 3, 0, 1}}},
    {"vidur",
     "arrived_at,num_prefill_tokens,num_decode_tokens,request_id\n0.0,3772,54,0\n"
     "2.828480710548229,2015,156,1\n",
     2,
     {{0, 3772, 0, 54, 0, 0, 1}, {2828480710, 2015, 0, 156, 0, 0, 1}}},
    {"outlay", OUTLAY "1.25,10,20", 1, {{0, 10, 0, 20, 0, 0, 1}}},
    {"outlay",
     "reasoning_tokens,model,app,session,cache_read_tokens,output_tokens,input_tokens,arrival_"
     "s\n"
     "4,openai/gpt-4o,support,s1,3,2,1,.5\n"
     "8,openai/gpt-4o,,s2,7,6,5,1.\n"
     ",,support,s1,,2147483647,0,1e0\n"
     "0,,\"sales, \"\"EMEA\"\"\",,0,0,0,2\n",
     4,
     {{0, 1, 3, 2, 4, 1, 1},
      {500000000, 5, 7, 6, 8, 0, 1},
      {500000000, 0, 0, 2147483647, 0, 1, 0},
      {1500000000, 0, 0, 0, 0, 2, 1}}},
    /* Byte order mark, CR LF, quotes, blanks, other columns, blank lines at the end. */
    {"outlay",
     "\xEF\xBB\xBF\"arrival_s\", x ,output_tokens,input_tokens\r\n"
     "\"3\",\"a,b\",\" 20\",10 \r\n4,\"\",\"0\",000000000000000007\r\n\r\n\n",
     2,
     {{0, 10, 0, 20, 0, 0, 1}, {1000000000, 7, 0, 0, 0, 0, 1}}},
};

static void check_row(const good_case *c, size_t i, const model_trace_row *found)
{
    const model_trace_row *expected = &c->rows[i];
    ck_assert_msg(found->time_ns == expected->time_ns && found->input == expected->input &&
                      found->cache_read == expected->cache_read &&
                      found->output == expected->output &&
                      found->reasoning == expected->reasoning && found->app == expected->app &&
                      found->starts_session == expected->starts_session,
                  "%s row %zu of\n%s\nat %" PRId64 ": %u %u %u %u app %u starts %u", c->format,
                  i, c->text, found->time_ns, found->input, found->cache_read, found->output,
                  found->reasoning, found->app, found->starts_session);
}

TEST(every_format_reads_its_rows)
{
    for (size_t k = 0; k < sizeof good_cases / sizeof *good_cases; k++) {
        const good_case *c = &good_cases[k];
        model_trace_row rows[MOST_ROWS];
        model_trace *trace;
        sim_failure why = {""};
        ck_assert_msg(open_text(c->format, c->text, &trace, &why), "%s", why.text);
        ck_assert_uint_eq(trace->totals.rows, c->n);
        ck_assert(trace->read(trace, 0, c->n, rows, &why));
        for (size_t i = 0; i < c->n; i++)
            check_row(c, i, &rows[i]);
        scenario_trace_close(trace);
    }
}

TEST(totals_apps_and_sessions_are_counted_while_reading)
{
    model_trace *trace;
    sim_failure why;
    const char *text =
        "arrival_s,input_tokens,output_tokens,cache_read_tokens,reasoning_tokens,"
        "session,app\n"
        "10,11,13,17,19,a,x\n20,2147483647,2147483647,1,2,b,y\n"
        "30.5,2147483647,5,2147483647,3,a,y\n30.5,1,1,1,1,,\n";
    ck_assert(open_text("outlay", text, &trace, &why));
    ck_assert_str_eq(trace->name, "t");
    ck_assert_uint_eq(trace->totals.rows, 4);
    ck_assert_uint_eq(trace->totals.sessions, 3);
    ck_assert_uint_eq(trace->totals.input, 12 + 2 * (uint64_t)2147483647);
    ck_assert_uint_eq(trace->totals.output, 19 + (uint64_t)2147483647);
    ck_assert_uint_eq(trace->totals.cache_read, 19 + (uint64_t)2147483647);
    ck_assert_uint_eq(trace->totals.reasoning, 25);
    ck_assert_int_eq(trace->totals.first_unix_ns, 0);
    ck_assert_int_eq(trace->totals.last_ns, 20500000000);
    ck_assert_uint_eq(trace->n_apps, 3);
    ck_assert_ptr_null(trace->apps[0]);
    ck_assert_str_eq(trace->apps[1], "x");
    ck_assert_str_eq(trace->apps[2], "y");
    scenario_trace_close(trace);
}

TEST(a_format_with_dates_says_when_it_began)
{
    model_trace *trace;
    sim_failure why;
    ck_assert(open_text("azure", AZURE "2023-11-16 18:15:46.6805900,374,44\n", &trace, &why));
    /* date -u -d '2023-11-16 18:15:46' +%s */
    ck_assert_int_eq(trace->totals.first_unix_ns, 1700158546680590000);
    scenario_trace_close(trace);
}

TEST(days_of_24_hours_are_found_by_their_first_row)
{
    /* Days from 100 s on: two rows in the first, none in the second, one at the very beginning
       of the third, one at the end of the fourth. */
    model_trace *trace;
    sim_failure why;
    ck_assert(open_text("outlay",
                        OUTLAY "100,1,1\n86499.999999999,1,1\n172900,1,1\n345699.9,1,1\n",
                        &trace, &why));
    const uint64_t expected[] = {0, 2, 2, 3, 4};
    ck_assert_uint_eq(trace->n_days, 4);
    for (size_t i = 0; i <= trace->n_days; i++)
        ck_assert_uint_eq(trace->day_first[i], expected[i]);
    scenario_trace_close(trace);
}

TEST(formats_are_found_by_name_and_explain_themselves)
{
    size_t n = 0;
    for (; scenario_trace_formats[n]; n++) {
        const scenario_trace_format *format = scenario_trace_formats[n];
        ck_assert_ptr_eq(scenario_trace_format_named(scenario_trace_format_name(format)),
                         format);
        ck_assert_uint_gt(strlen(scenario_trace_format_summary(format)), 40);
    }
    ck_assert_uint_eq(n, 7);
    ck_assert_ptr_null(scenario_trace_format_named("Azure"));
}

/* What is refused. */

typedef struct bad_case {
    const char *format, *text;
    const char *sentence; /* how it begins */
    const char *also;     /* what it says further on */
} bad_case;

static const bad_case bad_cases[] = {
    {"azure", "", "t: error: the trace is empty, expected at least one row", ""},
    {"azure", "\n\n", "t: error: the trace is empty", ""},
    {"azure", AZURE, "t: error: the trace is empty", ""},
    {"azure", AZURE "\r\n", "t: error: the trace is empty", ""},
    {"mooncake", "\xEF\xBB\xBF", "t: error: the trace is empty", ""},
    /* Headers. */
    {"azure", "TIMESTAMP,ContextTokens\n",
     "t:1: error: there is no column \"GeneratedTokens\" among TIMESTAMP, ContextTokens; ",
     "expected TIMESTAMP, ContextTokens, GeneratedTokens"},
    {"azure", "Timestamp,Context Tokens,GeneratedTokens\n",
     "t:1: error: there is no column \"TIMESTAMP\"", "; is it \"Timestamp\"?"},
    {"azure", BURST, "t:1: error: there is no column \"TIMESTAMP\"", "; is it \"Timestamp\"?"},
    {"outlay", BURST, "t:1: error: there is no column \"arrival_s\"",
     "; did you mean format \"burstgpt\"?"},
    {"servegen", "t_s,rate_rps\n", "t:1: error: there is no column \"timestamp\"",
     "not its chunk-*-trace.csv of rates"},
    {"vidur", "{\"timestamp\": 0, \"input_length\": 6758}\n",
     "t:1: error: there is no column \"arrived_at\" among {\"timestamp\": 0", ""},
    {"outlay", "arrival_s,input_tokens,output_tokens,input_tokens\n",
     "t:1: error: there are 2 columns \"input_tokens\", expected one", ""},
    {"outlay", "arrival_s,\"input_tokens\n", "t:1: error: a quoted column name is not closed",
     ""},
    {"outlay", "\n" OUTLAY "1,2,3\n", "t:1: error: the line is blank", "only at the end"},
    /* Lines. */
    {"outlay", OUTLAY "1,2,3\n\n\n1,2,3\n", "t:3: error: the line is blank", ""},
    {"outlay", OUTLAY "1,2,3\n1,2\n", "t:3: error: the row has 2 of 3 fields", ""},
    {"outlay", OUTLAY "1,2,3\n1,2,3,\n", "t:3: error: the row has more than 3 fields", ""},
    {"outlay", OUTLAY "1,2,3\n1,\"2,3\n", "t:3: error: a quoted field is not closed", ""},
    {"outlay", OUTLAY "1,\"2\"2,3\n", "t:2: error: a quoted field is not closed", ""},
    {"outlay", "arrival_s,input_tokens,output_tokens,x\n1,2,3,\"\n",
     "t:2: error: a quoted field is not closed", ""},
    /* Tokens. */
    {"azure", AZURE "2023-11-16 18:15:46,374,44\r\n2023-11-16 18:15:47,-374,44\r\n",
     "t:3: error: ContextTokens is \"-374\", expected a whole number of tokens from 0 to", ""},
    {"outlay", OUTLAY "0,2147483648,1\n", "t:2: error: input_tokens is \"2147483648\"",
     "from 0 to 2147483647"},
    {"outlay", OUTLAY "0,1,99999999999999999999\n", "t:2: error: output_tokens is \"9999", ""},
    {"outlay", OUTLAY "0,1.5,1\n", "t:2: error: input_tokens is \"1.5\"", "a whole number"},
    {"outlay", OUTLAY "0,,1\n", "t:2: error: input_tokens is \"\"", "a whole number"},
    {"outlay", OUTLAY "0,\"1 2\",1\n", "t:2: error: input_tokens is \"1 2\"", ""},
    {"outlay", OUTLAY "0,\t\1,1\n", "t:2: error: input_tokens is \"??\"", ""},
    {"outlay", OUTLAY "0,1,0x10\n", "t:2: error: output_tokens is \"0x10\"", ""},
    {"mooncake", "{\"timestamp\": 0, \"input_length\": -1, \"output_length\": 1}\n",
     "t:1: error: input_length is -1, expected a whole number of tokens", ""},
    {"mooncake", "{\"timestamp\": 0, \"input_length\": 1.0, \"output_length\": 1}\n",
     "t:1: error: input_length is 1.0", ""},
    {"mooncake", "{\"timestamp\": 0, \"input_length\": 4294967297, \"output_length\": 1}\n",
     "t:1: error: input_length is 4294967297", ""},
    /* Times. */
    {"azure", AZURE "2023-11-16 18:15:60.0,374,44\n",
     "t:2: error: TIMESTAMP is \"2023-11-16 18",
     "expected a time in UTC such as 2023-11-16 18:15:46.6805900"},
    {"burstgpt", BURST "-5,ChatGPT,472,18,490,x\n", "t:2: error: Timestamp is \"-5\"",
     "expected a time in seconds, 0 or more"},
    {"outlay", OUTLAY "nan,1,1\n", "t:2: error: arrival_s is \"nan\"", ""},
    {"outlay", OUTLAY "9.3e9,1,1\n", "t:2: error: arrival_s is \"9.3e9\"", ""},
    {"outlay", OUTLAY "0,1,1\n3e8,1,1\n",
     "t:3: error: the time is 9.51 years after the first row, expected at most 9", ""},
    {"mooncake", "{\"timestamp\": -1, \"input_length\": 1, \"output_length\": 1}\n",
     "t:1: error: timestamp is -1, expected a time in milliseconds", ""},
    {"mooncake", "{\"timestamp\": 1e300, \"input_length\": 1, \"output_length\": 1}\n",
     "t:1: error: timestamp is 1.0", "e300, expected"},
    {"bailian", "{\"timestamp\": \"1\", \"input_length\": 1, \"output_length\": 1}\n",
     "t:1: error: timestamp is \"1\", expected a time in seconds", ""},
    {"vidur", "arrived_at,num_prefill_tokens,num_decode_tokens\n1.5,1,1\n1.25,1,1\n",
     "t:3: error: the time is 0.25 s before that of the row above, expected rows in order", ""},
    {"bailian",
     "{\"timestamp\": 2, \"input_length\": 1, \"output_length\": 1}\n"
     "{\"timestamp\": 1, \"input_length\": 1, \"output_length\": 1}\n",
     "t:2: error: the time is 1 s before", ""},
    /* Other values. */
    {"servegen", "timestamp,input_tokens,output_tokens,reason_ratio\n1,1,1,1.01\n",
     "t:2: error: reason_ratio is \"1.01\", expected a share from 0 to 1", ""},
    {"bailian",
     "{\"timestamp\": 2, \"input_length\": 1, \"output_length\": 1, \"parent_chat_id\": "
     "\"x\"}\n",
     "t:1: error: parent_chat_id is \"x\", expected the whole number of the call before", ""},
    {"outlay", "arrival_s,input_tokens,output_tokens,app\n1,1,1,caf\xE9\n",
     "t:2: error: app is \"caf\xE9\", expected a name in UTF-8 of at most 200 bytes", ""},
    /* JSON. */
    {"mooncake", AZURE, "t:1: error: the line is no JSON (column 9: ", "expected an object"},
    {"mooncake", "[1]\n", "t:1: error: the line is no JSON object", ""},
    {"mooncake", "{\"timestamp\": 0} 1\n", "t:1: error: the line is no JSON (column 18: ", ""},
    {"mooncake", "{\"timestamp\": 0, \"timestamp\": 0}\n", "t:1: error: the line is no JSON",
     "duplicate"},
    {"mooncake", "{\"timestamp\": 0, \"input_length\": 1}\n",
     "t:1: error: there is no member \"output_length\", expected a whole number", ""},
};

TEST(bad_input_gets_a_sentence_with_its_line)
{
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        const bad_case *c = &bad_cases[i];
        model_trace *trace = NULL;
        sim_failure why = {""};
        const bool is_open = open_text(c->format, c->text, &trace, &why);
        ck_assert_msg(!is_open && !trace, "%s accepted\n%s", c->format, c->text);
        ck_assert_msg(strncmp(why.text, c->sentence, strlen(c->sentence)) == 0 &&
                          strstr(why.text, c->also),
                      "%s", why.text);
    }
}

TEST(a_file_that_is_not_there_gets_a_sentence)
{
    model_trace *trace;
    sim_failure why;
    ck_assert(!scenario_trace_open("/nowhere/t.csv", scenario_trace_format_named("azure"),
                                   &trace, &why));
    ck_assert_str_eq(why.text, "/nowhere/t.csv: error: cannot open: No such file or directory");
    ck_assert(!scenario_trace_open("/", scenario_trace_format_named("azure"), &trace, &why));
    ck_assert_str_eq(why.text, "/: error: cannot read: Is a directory");
}

/* Rows 1 s apart whose app is "a" and the number of the row; their text, to be freed. */
static char *many_apps(int n)
{
    char *text = sim_alloc((size_t)n + 8, 32, "a test");
    size_t at = (size_t)sprintf(text, "arrival_s,input_tokens,output_tokens,app\n");
    for (int i = 0; i < n; i++)
        at += (size_t)sprintf(text + at, "%d,1,1,a%d\n", i, i);
    return text;
}

TEST(there_are_at_most_256_apps)
{
    model_trace *trace;
    sim_failure why;
    char *text = many_apps(256);
    ck_assert(open_text("outlay", text, &trace, &why));
    free(text);
    ck_assert_uint_eq(trace->n_apps, 257);
    for (uint64_t i = 0; i < 256; i++) {
        model_trace_row row;
        char name[16];
        snprintf(name, sizeof name, "a%" PRIu64, i);
        ck_assert(trace->read(trace, i, 1, &row, &why));
        ck_assert_str_eq(trace->apps[row.app], name);
    }
    scenario_trace_close(trace);
    text = many_apps(257);
    ck_assert(!open_text("outlay", text, &trace, &why));
    free(text);
    ck_assert_str_eq(why.text,
                     "t:258: error: app is \"a256\", expected at most 256 different apps");
}

TEST(many_sessions_are_told_apart)
{
    /* Three rows each of 20,000 sessions. */
    enum { SESSIONS = 20000 };
    char *text = sim_alloc(3 * SESSIONS + 8, 40, "a test");
    size_t at = (size_t)sprintf(text, "arrival_s,input_tokens,output_tokens,session\n");
    for (int i = 0; i < 3 * SESSIONS; i++)
        at += (size_t)sprintf(text + at, "%d,1,1,session-%d\n", i, i * 7 % SESSIONS);
    model_trace *trace;
    sim_failure why;
    ck_assert(open_text("outlay", text, &trace, &why));
    free(text);
    ck_assert_uint_eq(trace->totals.sessions, SESSIONS);
    static model_trace_row rows[3 * SESSIONS];
    ck_assert(trace->read(trace, 0, 3 * SESSIONS, rows, &why));
    int i = 0;
    while (i < 3 * SESSIONS && rows[i].starts_session == (i < SESSIONS))
        i++;
    ck_assert_int_eq(i, 3 * SESSIONS);
    scenario_trace_close(trace);
}

/* A trace beyond the spool's memory, read by two threads. */

enum { MANY = 2300000, BLOCK = 5000 };

static char *many_rows(void)
{
    char *text = sim_alloc(MANY + 8, 32, "a test");
    size_t at = (size_t)sprintf(text, OUTLAY);
    for (int i = 0; i < MANY; i++)
        at += (size_t)sprintf(text + at, "%d,%d,%d\n", i / 10, i % 4001, i % 977);
    return text;
}

/* NULL, or the trace if it is not what was written. */
static void *read_all(void *context)
{
    const model_trace *trace = context;
    static _Thread_local model_trace_row rows[BLOCK];
    sim_failure why;
    for (int i = 0; i < MANY; i += BLOCK) {
        if (!trace->read(trace, (uint64_t)i, BLOCK, rows, &why))
            return context;
        for (int k = 0; k < BLOCK; k++)
            if (rows[k].time_ns != (int64_t)((i + k) / 10) * 1000000000 ||
                rows[k].input != (uint32_t)((i + k) % 4001) ||
                rows[k].output != (uint32_t)((i + k) % 977))
                return context;
    }
    return NULL;
}

TEST(a_trace_larger_than_its_memory_is_read_by_two_threads)
{
    model_trace *trace;
    sim_failure why;
    char *text = many_rows();
    ck_assert_msg(open_text("outlay", text, &trace, &why), "%s", why.text);
    free(text);
    ck_assert_uint_eq(trace->totals.rows, MANY);
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, read_all, trace), 0);
    for (int i = 0; i < 2; i++) {
        void *wrong;
        ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
        ck_assert_ptr_null(wrong);
    }
    scenario_trace_close(trace);
}

/* Published files: totals by another program, a naive one. */

static void check_azure(const char *file, uint64_t expected_rows)
{
    char path[4096], day[16], hour[24];
    FILE *naive = suite_reference(file);
    if (!naive)
        return;
    unsigned long rows = 0, inputs = 0, outputs = 0, input, output;
    ck_assert_int_eq(fscanf(naive, "%*s "), 0);
    while (fscanf(naive, "%15s %23[^,],%lu,%lu ", day, hour, &input, &output) == 4) {
        rows++;
        inputs += input;
        outputs += output;
    }
    fclose(naive);
    model_trace *trace;
    sim_failure why;
    snprintf(path, sizeof path, "%s/%s", getenv("OUTLAY_REFERENCE"), file);
    ck_assert_msg(scenario_trace_open(path, scenario_trace_format_named("azure"), &trace, &why),
                  "%s", why.text);
    ck_assert_uint_eq(trace->totals.rows, expected_rows);
    ck_assert_uint_eq(trace->totals.rows, rows);
    ck_assert_uint_eq(trace->totals.input, inputs);
    ck_assert_uint_eq(trace->totals.output, outputs);
    scenario_trace_close(trace);
}

TEST(the_published_azure_traces_add_up)
{
    check_azure("data/traces/azure2023_conv_first35min.csv", 12337);
    check_azure("data/traces/azure2023_code_first35min.csv", 6621);
}

TEST(the_published_mooncake_trace_is_read)
{
    static const char file[] = "data/traces/mooncake_conversation_first40min.jsonl.gz";
    FILE *opened = suite_reference(file);
    if (!opened)
        return;
    fclose(opened);
    char path[4096];
    model_trace *trace;
    sim_failure why;
    snprintf(path, sizeof path, "%s/%s", getenv("OUTLAY_REFERENCE"), file);
    ck_assert_msg(
        scenario_trace_open(path, scenario_trace_format_named("mooncake"), &trace, &why), "%s",
        why.text);
    ck_assert_uint_eq(trace->totals.rows, 7851);
    /* 40 minutes with a clock of 3 s; means from the data's own statistics. */
    ck_assert_int_le(trace->totals.last_ns, (int64_t)2400 * 1000000000);
    ck_assert_double_eq_tol((double)trace->totals.input / 7851, 12400, 50);
    ck_assert_double_eq_tol((double)trace->totals.output / 7851, 347, 0.5);
    scenario_trace_close(trace);
}

SUITE("trace", every_format_reads_its_rows, totals_apps_and_sessions_are_counted_while_reading,
      a_format_with_dates_says_when_it_began, days_of_24_hours_are_found_by_their_first_row,
      formats_are_found_by_name_and_explain_themselves, bad_input_gets_a_sentence_with_its_line,
      a_file_that_is_not_there_gets_a_sentence, there_are_at_most_256_apps,
      many_sessions_are_told_apart, a_trace_larger_than_its_memory_is_read_by_two_threads,
      the_published_azure_traces_add_up, the_published_mooncake_trace_is_read)
