#!/bin/sh
# Rows of FOCUS add up to the bill, and hold what the specification asks for; a summary in Markdown.
. "$SOURCE/tests/cli/lib.sh"

expect "a run" 0 "$OUTLAY" run "$SOURCE/tests/cli/small.xml" -n 20 --quiet -o r.h5 --json
mean=$(value architectures.0.cost.mean)
first=$(value architectures.0.months.0.mean)
month=$(value architectures.0.months.0.month)
account=$(value architectures.0.name)

sum() { # COLUMN: of the first architecture's rows; no field before Tags holds a comma
    awk -F, -v name="$1" -v account="$account" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
        NR > 1 && $column["BillingAccountId"] == account { sum += $column[name] }
        END { printf "%.17g", sum }' stdout
}

expect "as FOCUS" 0 "$OUTLAY" report --focus r.h5
near "billed costs add up to the expected bill" "$(sum BilledCost)" "$mean" 1e-9
near "and so do effective costs" "$(sum EffectiveCost)" "$mean" 1e-9
# Mandatory in Cost and Usage 1.4.
for column in BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodStart BillingPeriodEnd \
    ChargeCategory ChargeClass ChargeDescription ChargePeriodStart ChargePeriodEnd ContractedCost EffectiveCost \
    HostProviderName InvoiceIssuerName ListCost PricingQuantity PricingUnit ServiceCategory ServiceName \
    ServiceProviderName; do
    ok "1.4 has $column" sh -c "head -1 stdout | tr , '\n' | grep -qx $column"
done
ok "1.4 has no ProviderName" sh -c '! head -1 stdout | tr , "\n" | grep -qx ProviderName'
ok "columns are in order" sh -c 'head -1 stdout | tr , "\n" >columns; LC_ALL=C sort -c columns'
says "${month}-01T"
says '"{""workload"":""'
ok "price by quantity is cost" awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { d = $column["ContractedUnitPrice"] * $column["PricingQuantity"] - $column["ContractedCost"]; n++
      if (d * d > 1e-18 * $column["ContractedCost"] ^ 2) exit 1 }
    END { exit !n }' stdout

expect "one month" 0 "$OUTLAY" report --focus=1.4 --month "$month" r.h5
near "adds up to its mean" "$(sum BilledCost)" "$first" 1e-9
expect "as FOCUS 1.2" 0 "$OUTLAY" report --focus=1.2 -o rows.csv r.h5
cp rows.csv stdout
near "it adds up, too" "$(sum BilledCost)" "$mean" 1e-9
for column in ProviderName PublisherName; do
    ok "1.2 has $column" sh -c "head -1 stdout | tr , '\n' | grep -qx $column"
done
ok "1.2 has no HostProviderName" sh -c '! head -1 stdout | grep -q HostProviderName'

"$OUTLAY" report --csv-replications r.h5 >replications.csv
bill() { # REPLICATION: its cost
    awk -F, -v wanted="$1" -v account="$account" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
        NR > 1 && $1 == wanted && $2 == account { print $column["cost"] }' replications.csv
}
expect "one future" 0 "$OUTLAY" report --focus --future 7 r.h5
near "adds up to its bill" "$(sum BilledCost)" "$(bill 7)" 1e-9
says 'replication 7'
# The 19th of 20 in ascending order.
p95=$(awk -F, -v account="$account" 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
    NR > 1 && $2 == account { print $column["cost"] }' replications.csv | sort -g | sed -n 19p)
expect "a percentile" 0 "$OUTLAY" report --focus --future p95 r.h5
near "is the future of that rank" "$(sum BilledCost)" "$p95" 1e-9

expect "no such month" 2 "$OUTLAY" report --focus --month 1999-01 r.h5
complains 'there is no month "1999-01" in the horizon: it goes from'
for future in 20 p100 -1 1.5 worst; do
    expect "no future $future" 2 "$OUTLAY" report --focus --future=$future r.h5
    complains "there is no future \"$future\": mean, p95 or another percentile, or a replication from 0 to 19"
done
expect "no such version" 2 "$OUTLAY" report --focus=1.0 r.h5
complains '--focus takes 1.2 or 1.4, not "1.0"'
expect "a month of nothing" 2 "$OUTLAY" report --json --month "$month" r.h5
complains '--month and --future are of --focus'

expect "two forms" 2 "$OUTLAY" report --focus --json r.h5
complains '--focus is a form of its own'

expect "in Markdown" 0 "$OUTLAY" report --markdown r.h5
says '| design | expected, '
says 'chance over it'
says 'Most of it:'
says ', 20 replications.'
ok "short enough for a comment" test "$(wc -l <stdout)" -le 60
cp stdout shown.md
expect "into a file" 0 "$OUTLAY" report --markdown -o summary.md r.h5
ok "the same" cmp shown.md summary.md

done_testing
