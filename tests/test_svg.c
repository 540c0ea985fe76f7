/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/html_writer.h"
#include "reports/render/svg.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static char *text;
static size_t size;

static FILE *begin(void)
{
    free(text);
    return open_memstream(&text, &size);
}

static void wrote(FILE *out, const char *expected)
{
    fclose(out);
    ck_assert_str_eq(text, expected);
}

TEST(what_html_keeps_for_itself_is_escaped)
{
    const struct {
        const char *text, *html;
    } cases[] = {
        {"a<b & \"c\" 'd' > e", "a&lt;b &amp; &quot;c&quot; &#39;d&#39; &gt; e"},
        {"</script><script>alert(1)</script>",
         "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac"},
        {"\xff\xc3|", "\xef\xbf\xbd\xef\xbf\xbd|"}, /* no UTF-8: two bytes, two signs */
        {"a\x01"
         "b\n\x7f",
         "a\xef\xbf\xbd"
         "b\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xef\xbf\xbe\xef\xbf\xbf", "\xef\xbf\xbd\xef\xbf\xbd"}, /* U+FFFE, U+FFFF */
        {"\xef\xbf\xbd", "\xef\xbf\xbd"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *out = begin();
        report_html_text(cases[i].text, out);
        wrote(out, cases[i].html);
    }
}

TEST(a_figure_carries_its_value_in_full)
{
    FILE *out = begin();
    report_html_figure("18,240 USD (18,100..18,380)", 18240.25, out);
    wrote(out, "<data value=\"18240.25\">18,240 USD</data> "
               "<span class=\"ci\">(18,100..18,380)</span>");
    out = begin();
    report_html_figure("n/a", NAN, out);
    wrote(out, "n/a");
}

TEST(tables_close_their_rows)
{
    static const char *const heads[] = {"a&b", "x", NULL};
    FILE *out = begin();
    report_html_table table = report_html_table_open("of", heads, out);
    report_html_table_row(&table, "r");
    report_html_table_cell(&table, "1", 1);
    report_html_table_row(&table, "s");
    report_html_table_text(&table, "<t>");
    report_html_table_close(&table);
    wrote(out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"of\"><table>"
               "<caption>of</caption><thead><tr><th scope=\"col\">a&amp;b</th>"
               "<th scope=\"col\">x</th></tr></thead><tbody>\n"
               "<tr><th scope=\"row\">r</th><td><data value=\"1\">1</data></td></tr>\n"
               "<tr><th scope=\"row\">s</th><td class=\"text\">&lt;t&gt;</td></tr>\n"
               "</tbody></table></div>\n");
}

TEST(figures_of_cards_have_their_heads)
{
    static const char *const heads[] = {"a", "b&c", "d", NULL};
    FILE *out = begin();
    report_html_table table = report_html_cards_open("of", heads, out);
    report_html_table_row(&table, "r");
    report_html_table_cell(&table, "1", 1);
    report_html_table_text(&table, "t");
    report_html_table_row(&table, "s");
    report_html_table_cell(&table, "2", 2);
    report_html_table_close(&table);
    wrote(out,
          "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"of\">"
          "<table class=\"stack\"><caption>of</caption><thead><tr><th scope=\"col\">a</th>"
          "<th scope=\"col\">b&amp;c</th><th scope=\"col\">d</th></tr></thead><tbody>\n"
          "<tr><th scope=\"row\">r</th><td data-head=\"b&amp;c\"><data value=\"1\">1</data>"
          "</td><td class=\"text\" data-head=\"d\">t</td></tr>\n"
          "<tr><th scope=\"row\">s</th><td data-head=\"b&amp;c\"><data value=\"2\">2</data>"
          "</td></tr>\n</tbody></table></div>\n");
}

TEST(marks_stand_where_they_are_put)
{
    report_svg svg = {.out = begin()};
    report_svg_line(&svg, "axis", (report_point){1, 2.25}, (report_point){3.04, 4});
    report_svg_tip(&svg, "%d < %s", 1, "\"2\"");
    report_svg_box(&svg, "fill s1", (report_box){10, 20, 30.55, -1});
    report_svg_dot(&svg, "dot", (report_point){5, 6}, 3.5);
    report_svg_text(&svg, "mark", (report_point){7, 8}, "R&D");
    wrote(svg.out, "<line class=\"axis\" x1=\"1.0\" y1=\"2.2\" x2=\"3.0\" y2=\"4.0\"/>\n"
                   "<rect class=\"fill s1\" x=\"10.0\" y=\"20.0\" width=\"30.6\" "
                   "height=\"0.0\" data-tip=\"1 &lt; &quot;2&quot;\"/>\n"
                   "<circle class=\"dot\" cx=\"5.0\" cy=\"6.0\" r=\"3.5\"/>\n"
                   "<text class=\"mark\" x=\"7.0\" y=\"8.0\">R&amp;D</text>\n");
}

TEST(paths_leave_out_what_is_no_number)
{
    const report_point points[] = {{NAN, 0}, {1, 2}, {3, NAN}, {4.46, 5}, {6, 7}};
    report_svg svg = {.out = begin()};
    report_svg_path(&svg, "line", points, 5, false);
    report_svg_path(&svg, "band", points + 1, 4, true);
    report_svg_path(&svg, "band", points, 1, true);
    wrote(svg.out, "<path class=\"line\" d=\"M1.0,2.0L4.5,5.0L6.0,7.0\"/>\n"
                   "<path class=\"band\" d=\"M1.0,2.0L4.5,5.0L6.0,7.0Z\"/>\n"
                   "<path class=\"band\" d=\"\"/>\n");
}

SUITE("svg", what_html_keeps_for_itself_is_escaped, a_figure_carries_its_value_in_full,
      tables_close_their_rows, figures_of_cards_have_their_heads,
      marks_stand_where_they_are_put, paths_leave_out_what_is_no_number)
