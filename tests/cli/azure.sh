#!/bin/sh
# A recorded day is replayed to the last token, and costs what its sums cost by hand.
. "$SOURCE/tests/cli/lib.sh"

scenario() { # TRACE [ATTRIBUTES]
    cat <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="azure">
  <horizon start="2026-11-01" months="1"/>
  <prices href="2026-11.xml"/>
  <workload name="calls"><replay href="$1" format="azure" ${2:-}/></workload>
  <architecture name="api">
    <endpoint name="llm" hosting="api" model="openai/gpt-4o"/>
  </architecture>
</scenario>
EOT
}

# The JSON of a run in stdout, less what depends on the machine.
answer() { # NAME SCENARIO
    expect "$1" 0 "$OUTLAY" run "$2" -n 2 --quiet --json -o "$2.h5"
    sed '/^  "timing"/,$d' stdout >"$2.json"
}

lines=architectures.0.lines
for trace in conv code; do
    reference "data/traces/azure2023_${trace}_first35min.csv" || continue
    cp "$found" "$trace.csv"
    gzip -c "$trace.csv" >"$trace.csv.gz"

    # gpt-4o: 2.5 USD/Mtok of input, 10 USD/Mtok of output, in the shipped book.
    awk -F, 'NR > 1 { rows++; input += $2; output += $3 }
        END { printf "%d %d %d %.17g\n", rows, input, output, input * 2.5e-6 + output * 1e-5 }' \
        "$trace.csv" >sums
    read -r rows input output cost <sums

    mkdir plain packed
    scenario "../$trace.csv" >plain/azure.xml
    scenario "../$trace.csv.gz" >packed/azure.xml
    scenario "$trace.csv" 'rate-factor="2"' >double.xml

    answer "a replay of $trace" plain/azure.xml
    get "$trace: every call" architectures.0.outcomes.calls "$rows"
    get "$trace: every prompt token" $lines.meter=input.quantity "$input"
    get "$trace: every output token" $lines.meter=output.quantity "$output"
    get "$trace: every request" $lines.meter=requests.quantity "$rows"
    get "$trace: nothing from a cache" $lines.meter=cache-read.quantity 0
    get "$trace: nothing left to chance" architectures.0.cost.sd 0
    near "$trace: the cost by hand" "$(value architectures.0.cost.mean)" "$cost" 1e-9
    near "$trace: the cost of the month" "$(value architectures.0.months.0.mean)" "$cost" 1e-9
    near "$trace: the cost of a call" "$(value architectures.0.unit.per_call)" \
        "$(awk -v c="$cost" -v n="$rows" 'BEGIN { printf "%.17g", c / n }')" 1e-9
    once=$(value architectures.0.cost.mean)

    answer "a replay of $trace, packed" packed/azure.xml
    sed 's/packed.azure/plain\/azure/' packed/azure.xml.json >unpacked
    ok "$trace: the packed trace gives the same" cmp unpacked plain/azure.xml.json

    answer "a replay of $trace, twice the rate" double.xml
    get "$trace: twice the calls" architectures.0.outcomes.calls $((2 * rows))
    get "$trace: twice the prompt tokens" $lines.meter=input.quantity $((2 * input))
    get "$trace: twice the output tokens" $lines.meter=output.quantity $((2 * output))
    near "$trace: twice the cost" "$(value architectures.0.cost.mean)" \
        "$(awk -v c="$once" 'BEGIN { printf "%.17g", 2 * c }')" 1e-15
    rm -r plain packed
done
done_testing
