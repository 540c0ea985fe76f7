#!/bin/sh
# Which way the shipped comparisons answer their questions, and that the first page says so.
. "$SOURCE/tests/cli/lib.sh"

play() { # SCENARIO REPLICATIONS
    expect "$1" 0 "$OUTLAY" run "$1.xml" -n "$2" --quiet -o "$1.h5" --json
    k=0
    : >pairs
    while a=$(value "comparisons.$k.a" 2>/dev/null) && [ -n "$a" ]; do
        echo "$a|$(value "comparisons.$k.b")|$(value "comparisons.$k.ci95.0")|$(value "comparisons.$k.ci95.1")" >>pairs
        k=$((k + 1))
    done
}
cheaper() { # A B: A costs less than B, by more than chance; the difference is A less B
    ok "$1 is cheaper than $2" awk -F'|' -v a="$1" -v b="$2" '
        $1 == a && $2 == b { found = 1; ok = $4 < 0 }
        $1 == b && $2 == a { found = 1; ok = $3 > 0 }
        END { exit !(found && ok) }' pairs
}
page() { expect "the page of $1" 0 "$OUTLAY" report "$1.h5"; }
between() { # NAME VALUE LOW HIGH
    ok "$1: $2 is between $3 and $4" awk -v x="$2" -v low="$3" -v high="$4" 'BEGIN { exit !(x > low && x < high) }'
}

# 3,500 tokens less are worth 0.105, 0.00875 and 0.000875 USD, a search costs 0.002.
play rag-reranker 10
cheaper "GPT-4: best three" "GPT-4: ten documents"
cheaper "GPT-4o: best three" "GPT-4o: ten documents"
cheaper "GPT-5 mini: ten documents" "GPT-5 mini: best three"
for i in 0 2 4; do
    difference=$(echo "$(value architectures.$i.unit.per_session) $(value architectures.$((i + 1)).unit.per_session)" | awk '{printf "%.6f", $1 - $2}')
    near "what the reranker saves" "$difference" "$(echo "$i" | awk '{print $1 == 0 ? 0.103 : $1 == 2 ? 0.00675 : -0.001125}')" 0.01
done
ok "and more succeed with it" awk -v a="$(value architectures.0.unit.success_share)" -v b="$(value architectures.1.unit.success_share)" 'BEGIN { exit !(b > a) }'
page rag-reranker
says "GPT-4: best three is cheaper than GPT-4: ten documents by"
says "GPT-5 mini: ten documents is cheaper than GPT-5 mini: best three"
says "Of the sessions that are judged, "

# Training pays against the full prompt at the dear model, not at the cheap one.
play prompt-engineering-or-lora 40
cheaper "GPT-4.1: tuned" "GPT-4.1: full prompt"
cheaper "GPT-4.1: tuned" "GPT-4.1: prompt cached"
cheaper "4o mini: full prompt" "4o mini: tuned"
cheaper "4o mini: prompt pruned" "4o mini: full prompt"
page prompt-engineering-or-lora
says "4o mini: prompt pruned is cheaper than 4o mini: tuned"

# Prices of a token: 15 and 60, 30 and 60, 1.35 and 5.40, 0.30 and 0.60.
play model-arbitrage 10
cheaper "Llama 3 8B" "DeepSeek R1"
cheaper "DeepSeek R1" "GPT-4"
cheaper "GPT-4" o1
cheaper "Llama, then o1" o1
near "Llama costs a hundredth of GPT-4" \
    "$(echo "$(value architectures.1.cost.mean) $(value architectures.3.cost.mean)" | awk '{print $1 / $2}')" 100 1e-9
between "the cascade sends a third on" "$(echo "$(value architectures.4.policy.escalated_sessions) $(value architectures.4.outcomes.sessions)" | awk '{print $1 / $2}')" 0.28 0.42
# 0.9 of the failures and 0.05 of the successes are found; 0.82 of those then succeed: 0.65 x 0.95 + 0.82 x 0.3475.
between "it succeeds nearly as often as o1" "$(value architectures.4.unit.success_share)" 0.87 0.93
page model-arbitrage
says "Llama 3 8B is cheaper than o1"

play semantic-cache 6
cheaper "fresh for a day" "no cache"
cheaper "fresh for a week, loose" "fresh for a day"
between "a day's answers meet some" "$(value architectures.1.policy.cache_answered)" 0.25 0.55
ok "loose caches answer wrongly more often" awk -v a="$(value architectures.2.unit.success_share)" -v b="$(value architectures.0.unit.success_share)" 'BEGIN { exit !(a < b - 0.01) }'

# 629 GB in memory of 15.03 GB each, against a quarter of it, an eighth on SSD, and dimensions.
play vectors-in-ram-or-on-disk 10
cheaper "memory, 4 times smaller" memory
cheaper SSD memory
cheaper SSD "memory, 4 times smaller"
cheaper Pinecone memory
cheaper "Weaviate, 4 times smaller" "memory, 32 times smaller"
ok "short codes cost answers" awk -v a="$(value architectures.2.unit.success_share)" -v b="$(value architectures.0.unit.success_share)" 'BEGIN { exit !(a < b - 0.04) }'

play frontier-share 20
cheaper "all small" routed
cheaper routed "all frontier"
# Kinds by 5.67 % on average and mistakes of 5 %: a tenth at the frontier model.
between "the route costs a fifth" "$(echo "$(value architectures.2.cost.mean) $(value architectures.0.cost.mean)" | awk '{print $1 / $2}')" 0.17 0.26
between "and succeeds more often than the small one" \
    "$(echo "$(value architectures.2.unit.success_share) $(value architectures.1.unit.success_share)" | awk '{print $1 - $2}')" 0.015 0.045

play price-futures 100
cheaper cheap dear
cheaper "dear, cached" dear
between "prices make the dear one dearer in some futures" "$(value architectures.0.prices_ahead.dearer)" 0.15 0.5
page price-futures
says "At the prices of the book it would cost"

done_testing
