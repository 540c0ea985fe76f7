#!/bin/sh
# Worked numbers at the prices of the shipped books: whole scenarios whose bills equal the hand
# calculations in their names and comments.
. "$SOURCE/tests/cli/lib.sh"

# A question is a horizon and its demand, then architectures with the bill that is wanted of each.
question() { # START DEMAND
    start=$1
    demand=$2
    : >architectures
    : >bills
}

bill() { # WANTED NAME MODEL [ATTRIBUTES [INSIDE-ENDPOINT [BESIDE-ENDPOINT]]]
    echo "$1 $2" >>bills
    echo "<architecture name=\"$2\">${6:-}<endpoint name=\"llm\" model=\"$3\" ${4:-}>${5:-}</endpoint></architecture>" >>architectures
}

answer() { # NAME [FIGURE]: plays the question; each architecture's cost, or other figure, is as wanted
    {
        echo "<scenario xmlns=\"urn:outlay:scenario:1\" name=\"worked\"><horizon start=\"$start\" months=\"${months:-1}\"/>"
        echo "<prices href=\"2026-11.xml\"/><hardware href=\"2026-11.xml\"/>$demand"
        cat architectures
        echo "</scenario>"
    } >worked.xml
    expect "$1" 0 "$OUTLAY" run worked.xml -n 1 --quiet -o worked.h5 --json
    i=0
    while read -r wanted architecture; do
        near "$architecture = $wanted USD" "$(value "architectures.$i.${2:-cost.mean}")" "$wanted" 1e-9
        i=$((i + 1))
    done <bills
}

replay() { # FILE TIME [ATTRIBUTES]
    echo "<workload name=\"q\"><replay href=\"$1\" format=\"outlay\" start=\"$2\" ${3:-}/></workload>"
}
call() { # FILE INPUT OUTPUT
    printf 'arrival_s,input_tokens,output_tokens\n0,%s,%s\n' "$2" "$3" >"$1"
}

# ---- what tokens cost ----

call call.csv 1000 500
question 2027-01-01 "$(replay call.csv 2027-01-15T12:00:00Z)"
bill 0.045 "o1: 1,000 x 15 + 500 x 60" openai/o1
bill 0.345 "with 5,000 hidden tokens: + 5,000 x 60" openai/o1 "" '<reasoning><constant value="5000"/></reasoning>'
bill 0.00405 "DeepSeek R1 as Azure sells it: 1,000 x 1.35 + 500 x 5.40, an eleventh of o1" azure-ai/deepseek-r1
bill 0.06 "GPT-4: 1,000 x 30 + 500 x 60" openai/gpt-4
bill 0.0006 "Llama 3 8B: 1,000 x 0.30 + 500 x 0.60, a hundredth of GPT-4" aws-bedrock/meta.llama3-8b-instruct-v1:0
bill 0.0075 "GPT-4o: 1,000 x 2.50 + 500 x 10" openai/gpt-4o
bill 0.00375 "in batches: half of it" openai/gpt-4o 'service="batch"'
bill 0.01275 "with priority: 1.7 times that" openai/gpt-4o 'service="priority"'
bill 0.009 "a tokenizer of 1.2: 1,200 x 2.50 + 600 x 10" openai/gpt-4o 'tokenizer="1.2"'
bill 0.005 "flex: 1,000 x 1.25 + 500 x 7.50" openai/gpt-5.4 'service="flex"'
bill 0.02 "priority: 1,000 x 5 + 500 x 30" openai/gpt-5.4 'service="priority"'
bill 0.0009 "tuned GPT-4o mini: 1,000 x 0.30 + 500 x 1.20" openai/ft:gpt-4o-mini-2024-07-18
bill 0.00045 "its base: half of it" openai/gpt-4o-mini
answer "a call of 1,000 + 500 tokens"

# The whole request is dearer from the first token beyond 200,000 on.
call below.csv 200000 2000
call beyond.csv 200001 2000
question 2027-01-01 "$(replay below.csv 2027-01-15T12:00:00Z)"
bill 0.27 "200,000 x 1.25 + 2,000 x 10" google-vertex/gemini-2.5-pro
answer "the longest short prompt"
question 2027-01-01 "$(replay beyond.csv 2027-01-15T12:00:00Z)"
bill 0.5300025 "200,001 x 2.50 + 2,000 x 15" google-vertex/gemini-2.5-pro
answer "the shortest long prompt"

# ---- when ----

call even.csv 10000 10000
question 2025-03-01 "$(replay even.csv 2025-03-01T12:00:00Z)"
bill 0.0274 "10,000 x (0.55 + 2.19)" deepseek/deepseek-r1
answer "DeepSeek R1 by day"
question 2025-03-01 "$(replay even.csv 2025-03-01T20:00:00Z)"
bill 0.00685 "10,000 x (0.135 + 0.55)" deepseek/deepseek-r1
answer "DeepSeek R1 by night"
# Early in 2025 its list price is 1/27.4 of o1's: 15 + 60 against 0.55 + 2.19.
question 2025-02-01 "$(replay even.csv 2025-02-03T12:00:00Z)"
bill 0.0274 "10,000 x (0.55 + 2.19)" deepseek/deepseek-r1
bill 0.75 "10,000 x (15 + 60)" openai/o1
answer "DeepSeek R1 and o1 in February 2025"
# A million in and 100,000 out, the day before a step and a day after it.
printf 'arrival_s,input_tokens,output_tokens\n0,800000,100000\n86400,800000,100000\n' >step.csv
months=2
question 2026-08-01 "$(replay step.csv 2026-08-31T12:00:00Z)"
bill 6.5 "800,000 x (2 + 3) + 100,000 x (10 + 15)" anthropic/claude-sonnet-5
answer "Claude Sonnet 5 about 2026-09-01"
months=1

# ---- prefixes: 100 calls in a row, and 10 calls that come too late ----

# No session begins on the last day, so that all of them end.
calls() { # CALLS PAUSE PREFIX
    echo "<workload name=\"q\"><arrivals rate=\"5/day\"><special-day date=\"2027-01-31\" factor=\"0\"/></arrivals>
<developer><calls><constant value=\"$1\"/></calls><pause><constant value=\"$2\"/></pause>
<system-prompt tokens=\"$3\"/><prompt><constant value=\"1\"/></prompt><answer><constant value=\"1\"/></answer></developer></workload>"
}
cached='<prompt-cache ttl="5 min"/>'
# 10,000 x 3.75 + 99 x 10,000 x 0.30 = 0.3345; a token of question and one of answer in each call are
# 100 x (3.75 + 15) = 0.001875. Plain: 100 x 10,000 x 3 = 3.00 and 100 x (3 + 15) = 0.0018.
question 2027-01-01 "$(calls 100 "1 s" 10000)"
bill 3.0018 "plain" anthropic/claude-sonnet-4-5
bill 0.336375 "one write and 99 reads" anthropic/claude-sonnet-4-5 "" "$cached"
answer "a prefix of 10,000 tokens in 100 calls" unit.per_session
# Each writes it again: 10 x (10,001 x 3.75 + 15) is dearer than 10 x (10,001 x 3 + 15); for an hour
# it is 10,001 x 6 + 9 x (10,000 x 0.30 + 6) + 10 x 15.
question 2027-01-01 "$(calls 10 "6 min" 10000)"
bill 0.30018 "plain" anthropic/claude-sonnet-4-5
bill 0.3751875 "ten writes" anthropic/claude-sonnet-4-5 "" "$cached"
bill 0.08721 "kept for an hour" anthropic/claude-sonnet-4-5 "" '<prompt-cache ttl="1 h"/>'
answer "a prefix that is asked for too late" unit.per_session
question 2027-01-01 "$(calls 10 "1 s" 800)"
bill 0.02418 "10 x (801 x 3 + 15)" anthropic/claude-sonnet-4-5
bill 0.02418 "a cache changes nothing" anthropic/claude-sonnet-4-5 "" "$cached"
answer "a prefix below the minimum of 1,024" unit.per_session

# ---- documents before the question ----

kb='<store name="kb" vectors="1000" dimensions="1536" price="0 USD/h"/>'
docs='<retrieve store="kb" documents="10"><document-tokens><constant value="500"/></document-tokens></retrieve>'
ten="<pipeline for=\"q\">$docs<generate endpoint=\"llm\"/></pipeline>$kb"
three="<pipeline for=\"q\">$docs<rerank model=\"cohere/rerank-v3.5\" keep=\"3\"/><generate endpoint=\"llm\"/></pipeline>$kb"
question 2027-02-01 '<workload name="q"><arrivals rate="5/day"/><job><prompt><constant value="100"/></prompt><answer><constant value="50"/></answer></job></workload>'
bill 0.156 "GPT-4: 5,100 x 30 + 50 x 60" openai/gpt-4 "" "" "$ten"
bill 0.053 "reranked, 0.103 less: 1,600 x 30 + 50 x 60, and 0.002" openai/gpt-4 "" "" "$three"
bill 0.01325 "GPT-4o: 5,100 x 2.50 + 50 x 10" openai/gpt-4o "" "" "$ten"
bill 0.0065 "reranked, 0.00675 less: 1,600 x 2.50 + 50 x 10, and 0.002" openai/gpt-4o "" "" "$three"
bill 0.001375 "GPT-5 mini: 5,100 x 0.25 + 50 x 2" openai/gpt-5-mini "" "" "$ten"
bill 0.0025 "reranked, 0.001125 more: 1,600 x 0.25 + 50 x 2, and 0.002" openai/gpt-5-mini "" "" "$three"
answer "ten documents of 500 tokens, or the best three" unit.per_session

# ---- stores, training, machines: February has 672 hours ----

call nothing.csv 0 0
store() { echo "<store name=\"kb\" vectors=\"$1\" dimensions=\"1536\" $2/>"; }
lora='<training name="lora" tokens="5M" epochs="3" validation-tokens="1M" service="ori/lora-10b"/>'
question 2027-02-01 "$(replay nothing.csv 2027-02-01T00:00:00Z)"
bill 50 "a million vectors: 6.144 GB x 0.33 and 4 for writing them, topped up to 50" openai/gpt-4o "" "" "$(store 1000000 'service="pinecone/standard"')"
bill 60.2752 "10 million: 61.44 GB x 0.33, and 40 for writing them" openai/gpt-4o "" "" "$(store 10000000 'service="pinecone/standard"')"
bill 71.424 "by dimensions: 15,360 million x 0.00465 a million" openai/gpt-4o "" "" "$(store 10000000 'service="weaviate/flex"')"
bill 45 "a quarter of that, topped up to 45" openai/gpt-4o "" "" "$(store 10000000 'service="weaviate/flex" quantisation="4"')"
bill 7.36 "LoRA: 3 x 5M + 1M tokens at 0.46" openai/gpt-4o "" "" "$lora"
bill 42336 "a model unit: 672 h x 63" openai/gpt-4o 'hosting="provisioned"' '<units n="1" tokens="1000000/min" price="63 USD/h"/>'
answer "a month without a token"

# Five calls an hour, all month: 5.672 / 5 = 1.1344 a call on a machine of one's own, whatever it does.
awk 'BEGIN { print "arrival_s,input_tokens,output_tokens"; for (i = 0; i < 3360; i++) print i * 720 ",1000,300" }' >five.csv
own='hosting="dedicated" instance="aws/g5.12xlarge" accelerators="2"'
question 2027-02-01 "$(replay five.csv 2027-02-01T00:00:00Z)"
bill 3811.584 "672 h x 5.672" meta/llama-3.1-8b "$own"
bill 2401.29792 "reserved for a year: 672 h x 3.57336" meta/llama-3.1-8b "$own term=\"reserved-1y\""
bill 1.6128 "by tokens: 3,360 x (1,000 x 0.30 + 300 x 0.60)" aws-bedrock/meta.llama3-8b-instruct-v1:0
answer "five calls an hour"

# A copy by the minute, 0.05718, in steps of 5 min: one call costs 0.2859, one every 4 min all of
# February's 40,320 min.
copy='hosting="serverless" instance="modal/a10" price="3.4308 USD/h" paid-step="5 min"'
idle='<autoscale min="0" max="1" idle="290 s"/><cold-start><constant value="0 s"/></cold-start>'
question 2027-02-01 "$(replay call.csv 2027-02-01T12:00:00Z)"
bill 0.2859 "5 min x 0.05718" meta/llama-3.1-8b "$copy" "$idle"
answer "one call of a copy"
awk 'BEGIN { print "arrival_s,input_tokens,output_tokens"; for (i = 0; i < 10080; i++) print i * 240 ",100,10" }' >four.csv
question 2027-02-01 "$(replay four.csv 2027-02-01T00:00:00Z)"
bill 2305.4976 "40,320 min x 0.05718" meta/llama-3.1-8b "$copy" "$idle"
answer "a call every four minutes"

# ---- a loop: 100 calls a minute of 2,000 + 500 tokens are 9 USD a minute ----

awk 'BEGIN { print "arrival_s,input_tokens,output_tokens"; for (i = 0; i < 1110; i++) print i * 60 ",2000,500" }' >loop.csv
question 2027-02-01 "$(replay loop.csv 2027-02-01T00:00:00Z 'rate-factor="100"')"
bill 9990 "1,110 min x 100 x (2,000 x 30 + 500 x 60)" openai/gpt-4
answer "18.5 hours of a loop"

done_testing
