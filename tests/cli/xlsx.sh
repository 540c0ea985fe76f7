#!/bin/sh
# The workbook: the figures of --json, formulas that come to them, whole or not there.
. "$SOURCE/tests/cli/lib.sh"

# A second design, a name that no sheet may have, a text that looks like a formula.
sed -e 's#<architecture name="api">\(.*\)</architecture>#<architecture name="a:b/c [2026] \&amp; a name of many letters">\1</architecture>\
<architecture name="=1+1"><endpoint name="llm" model="openai/gpt-4o-mini"/></architecture>#' \
    -e 's#</budgets>#<budget name="month" amount="4 USD" per="month"/></budgets>#' \
    "$SOURCE/tests/cli/small.xml" >two.xml

expect 'a run with a workbook' 0 "$OUTLAY" run two.xml -n 60 --quiet -o r.h5 --xlsx first.xlsx
expect 'the same workbook again' 0 "$OUTLAY" report --xlsx book.xlsx r.h5
ok 'the same results give the same bytes' cmp first.xlsx book.xlsx
ok 'nothing is left beside it' sh -c '! ls ./*.partial'
silent

expect 'a file that cannot be' 1 "$OUTLAY" report --xlsx no/where.xlsx r.h5
complains 'cannot write no/where.xlsx: No such file or directory'
# A package of whole parts that end in the middle is what a full disk leaves.
for blocks in 4 40 100; do
    expect "files of $blocks blocks" 1 sh -c "trap '' XFSZ; ulimit -f $blocks; '$OUTLAY' report --xlsx full.xlsx r.h5"
    complains 'error: cannot write full.xlsx: '
    ok 'one sentence' test "$(wc -l <stderr)" -eq 1
    ok 'and no file' sh -c '! ls full.xlsx*'
done
expect 'no results' 2 "$OUTLAY" report --xlsx book.xlsx no.h5
expect 'with another form' 2 "$OUTLAY" report --xlsx book.xlsx --json r.h5
complains '--xlsx writes a file of its own'
expect 'a name that is taken for another option' 2 "$OUTLAY" report r.h5 --xlsx -o other.xlsx
complains 'one results file at a time: not r.h5 and other.xlsx; --xlsx FILE is the workbook'
expect 'with -o' 2 "$OUTLAY" report --xlsx book.xlsx -o other.xlsx r.h5
expect 'without a name' 2 "$OUTLAY" run two.xml --xlsx ''
complains '--xlsx takes the name of a file'

if ! command -v unzip >/dev/null; then
    ok 'the parts of the workbook # SKIP there is no unzip' true
    done_testing
    exit
fi
mkdir book
ok 'a package' sh -c 'cd book && unzip -q ../book.xlsx'
if command -v xmllint >/dev/null; then
    ok 'all parts are well-formed' sh -c 'find book -type f -exec xmllint --nonet --noout {} +'
fi
ok 'no cell is no number' sh -c '! grep -liE "<v>-?(nan|inf)" book/xl/worksheets/*.xml'
ok 'it says when it was made, always the same' grep -q '>1980-01-01T00:00:00Z<' book/docProps/core.xml
ok 'spreadsheets compute it when they open it' grep -q 'fullCalcOnLoad="1"' book/xl/workbook.xml

sheet() { # NAME: its file
    number=$(grep -o '<sheet name="[^"]*"' book/xl/workbook.xml | grep -nF "\"$1\"" | cut -d: -f1)
    echo "book/xl/worksheets/sheet$number.xml"
}
of_cell() { # SHEET CELL: what stands between its tags
    sed 's/<c /\
<c /g' "$(sheet "$1")" | sed -n "s#^<c r=\"$2\"[^>]*>\\(.*\\)</c>.*#\\1#p"
}
cell() { of_cell "$1" "$2" | sed 's#.*<v>\([^<]*\)</v>.*#\1#' | tr E e; }
formula() { # NAME SHEET CELL TEXT: one test: the cell is a formula that has the text
    of_cell "$2" "$3" >found
    ok "$1" grep -qF "$4" found
}

for name in Answer 'What if' Months 'From the start' Budgets 'When budgets break' Breakdown Who \
    Comparison Differences Unknowns 'In words' Notes; do
    ok "a sheet $name" test -s "$(sheet "$name")"
done
ok 'a design is a sheet of futures, by a name that a sheet may have' \
    grep -q '<sheet name="Futures 1 a-b-c -2026- &amp; a name"' book/xl/workbook.xml
ok 'and another' grep -q '<sheet name="Futures 2 =1+1"' book/xl/workbook.xml
ok 'a text is no formula' sh -c '! grep -rq "<f>1+1" book/xl/worksheets'

expect 'the figures for programs' 0 "$OUTLAY" report --json r.h5
same() { # SHEET CELL PATH: one test
    near "$1 $2 is $3" "$(cell "$1" "$2")" "$(value "$3")" 1e-12
}
same Answer C4 architectures.0.cost.mean
same Answer D4 architectures.0.cost.ci95.0
same Answer E4 architectures.0.cost.ci95.1
same Answer C5 architectures.1.cost.mean
same Answer C6 architectures.0.cost.p95
same Answer C8 architectures.0.cost.p99
same Answer C11 architectures.1.cost.p50
same Answer C12 architectures.0.cost.p05
same Answer C14 architectures.0.cost.cvar95
same Answer C16 architectures.0.variance.unknowns
formula 'the mean is a formula' Answer C4 '<f>AVERAGE('
formula 'a quantile is the order statistic' Answer C6 'ROUNDUP(ROUND(ROWS('
same Months C4 architectures.0.months.0.mean
same Months F5 architectures.0.months.1.p05
same Months L6 architectures.0.months.2.p95
same Months C7 architectures.0.cost.mean
formula 'months add up' Months C7 '<f>SUM(C4:C6)</f>'
same 'From the start' I6 architectures.0.cost.p95
# Budgets: two amounts, a blank row, the heads; q1, three months and "any" of each design.
same Budgets B4 architectures.0.overruns.0.amount
for i in 0 1 2 3 4; do
    for column in F.probability G.ci95.0 H.ci95.1 I.expected_excess J.confidence_budget.p90 \
        K.confidence_budget.p95 L.confidence_budget.p99; do
        same Budgets "${column%%.*}$((8 + i))" "architectures.0.overruns.$i.${column#*.}"
    done
done
formula 'a chance counts futures above a cell' Budgets E8 '"&gt;"&amp;($B$4/(exchange*(1-discount))))'
formula 'and has exact limits' Budgets H8 '_xlfn.BETA.INV(0.975,'
same 'What if' B9 architectures.0.cost.mean
same 'What if' B10 architectures.1.cost.mean
same 'What if' F9 architectures.0.overruns.0.probability
same Comparison C4 comparisons.0.difference
same Comparison F4 comparisons.0.p_cheaper
ok 'the reader may change amounts by name' sh -c '
    grep -q "<definedName name=\"discount\">" book/xl/workbook.xml &&
    grep -q "<definedName name=\"exchange\">" book/xl/workbook.xml'
ok 'charts' test "$(find book/xl/charts -name 'chart*.xml' | wc -l)" -ge 8

# All futures, their total the sum of their months.
futures=$(sheet 'Futures 1 a-b-c -2026- &amp; a name')
ok 'all futures are listed' test "$(grep -o '<row ' "$futures" | wc -l)" -eq 63
expect 'each future' 0 "$OUTLAY" report --csv-replications r.h5
awk -F, '!/^replication/ && $1 == 7 { print $(NF - 3); exit }' stdout >total
near 'a future is that of --csv-replications' \
    "$(cell 'Futures 1 a-b-c -2026- &amp; a name' B11)" "$(cat total)" 1e-12

# Another program, that is made to compute everything anew, finds the same.
if command -v soffice >/dev/null; then
    mkdir -p profile/user
    cat >profile/user/registrymodifications.xcu <<EOT
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>
EOT
    filter='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'
    compute() { # FILE DIRECTORY
        soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$filter" \
            --outdir "$2" "$1" >/dev/null 2>&1
    }
    compute book.xlsx computed
    "$OUTLAY" report --json r.h5 >stdout
    cut -d, -f3 "computed/book-Answer.csv" | sed -n '4p' | tr -d '"' >mean
    near 'LibreOffice finds the mean' "$(cat mean)" "$(value architectures.0.cost.mean)" 1e-12
    cut -d, -f8 "computed/book-Budgets.csv" | sed -n '8p' | tr -d '"%' >limit
    near 'and the limit of a chance' "$(awk '{ print $1 / 100 }' limit)" \
        "$(value architectures.0.overruns.0.ci95.1)" 1e-5
else
    ok 'LibreOffice finds the same # SKIP there is no soffice' true
fi
done_testing
