#!/bin/sh
# What runs where: the list of the shipped book, and books that cannot be.
. "$SOURCE/tests/cli/lib.sh"

expect "all models" 0 "$OUTLAY" hardware
says "meta/llama-3.1-8b"
says "deepseek/deepseek-r1"
says "estimated"
silent
expect "one model" 0 "$OUTLAY" hardware meta/llama-3.1-8b
says "8.03 billion parameters, 128 KiB of KV cache per token, context of 131,072 tokens"
says "Cheapest when full: "
says "Cheapest that was measured: "
says "Fastest alone: "
says "Prompts have 1,024 tokens, answers 256."
says "aws/inf2.48xlarge"
says "no price"
says "meta/llama-3.1-8b on 8 x aws/trainium2 at bf16 was not measured"
silent
cp stdout whole.txt
expect "by its name alone" 0 "$OUTLAY" hardware llama-3.1-8b
ok "is the same model" cmp whole.txt stdout
expect "long prompts" 0 "$OUTLAY" hardware llama-3.1-8b --prompt 9000000 --answer 500
says "Prompts have 9,000,000 tokens, answers 500."
says "on 8 x nvidia/l4: a prompt of 9000000 and an answer of 500 tokens"
expect "a large model" 0 "$OUTLAY" hardware llama-3.1-405b
says "at fp4 does not fit on 8 x nvidia/l4: on each, 0.9 x 23.8 GiB less"
expect "every machine" 0 "$OUTLAY" hardware --all meta/llama-3.1-8b
says "aws/p5.48xlarge"
says "azure/Standard_ND96isr"
expect "as JSON" 0 "$OUTLAY" hardware --json meta/llama-3-70b
get "the book" hardware 2026-11
get "the model" offers.0.model meta/llama-3-70b
expect "no such model" 2 "$OUTLAY" hardware meta/llama-9
complains 'has no model "meta/llama-9"'
expect "a typo in a model" 2 "$OUTLAY" hardware meta/lama-3.1-8b
complains 'did you mean "meta/llama-3.1-8b"?'
expect "no length" 2 "$OUTLAY" hardware --prompt 0
complains "--prompt takes a whole number from 1"
expect "two models" 2 "$OUTLAY" hardware a b
expect "a full disk" 1 sh -c "'$OUTLAY' hardware >/dev/full"
complains "cannot write to standard output"
expect "no such book" 2 "$OUTLAY" hardware --book nowhere.xml
complains "nowhere.xml"
expect "the schema" 0 "$OUTLAY" explain --schema hardware
says "urn:outlay:hardware:1"
expect "a name of the book" 0 "$OUTLAY" explain most-sequences
says "compiled batch"

book() { # SPEED-ATTRIBUTES [NETWORK-ATTRIBUTES]
    cat >book.xml <<EOT
<hardware xmlns="urn:outlay:hardware:1" name="mine" currency="USD">
  <accelerator id="me/chip" memory="80 GiB" bandwidth="2000 GB/s" bf16="500 TFLOP/s" source="me"/>
  <instance id="me/box" accelerator="me/chip" count="2" on-demand="3 USD/h" region="here"
            as-of="2026-11-01" source="me"/>
  <network id="me/net" layers="10" hidden="1000" heads="10" kv-heads="10" head-size="100"
           vocabulary="1000" context="8192" parameters="1e9" ${2:-} source="me"/>
  <speed network="me/net" accelerator="me/chip" count="1" precision="bf16" engine="x"
         $1 error="5%" as-of="2026-11-01" source="me"/>
</hardware>
EOT
}

# 2 bytes x 999e6 parameters at 2 TB/s: 1 ms. 2 x 10 x 1000 x 2 bytes a token: 40 kB, 20 ns. 2 x
# 998e6 operations at 500 TFLOP/s: 3.992 us.
good='fixed="1.5 ms" per-kv-token="25 ns" per-prefill-token="5 us"'
book "$good"
expect "a book of one's own" 0 "$OUTLAY" hardware --book book.xml --json me/net
get "measured" offers.0.speed measured
get "two replicas" offers.0.replicas 2
get "one chip each" offers.0.accelerators_per_replica 1
# 0.9 x 0.99 x 80 - 0.13 GiB, less 1024 x 1000 x 38.9 and 2e9 bytes, over 40,000 bytes.
get "memory" offers.0.kv_tokens 1858922
# Alone: 1 / (1.5 ms + 1152 x 25 ns).
near "alone" "$(value offers.0.alone_tokens_per_s)" 654.107 1e-4
# Two of 256 each: a step of 1.5 ms + 256 x 1152 x 25 ns, and 256 x 1024 x 5 us / 256 of prompts.
near "full" "$(value offers.0.full_tokens_per_s)" 36590.25 1e-6
get "as many as an engine batches" offers.0.full_sequences 256
near "the price of a million" "$(value offers.0.per_mtok_output)" 0.02277474 1e-6
# exp(1.96 x 0.05) = 1.10296.
near "at least" "$(value offers.0.per_mtok_output_ci95.0)" 0.02064873 1e-6
near "at most" "$(value offers.0.per_mtok_output_ci95.1)" 0.02511964 1e-6
get "whose engine" offers.0.engine x
expect "prompts that are too long" 0 "$OUTLAY" hardware --book book.xml --json --prompt 3000000 me/net
get "nothing runs" offers '[]'
get "and why" misfits.0.accelerator me/chip
sed 's/<speed /<speed most-sequences="64" /' book.xml >most.xml
expect "a batch of 64" 0 "$OUTLAY" hardware --book most.xml --json me/net
get "is not exceeded" offers.0.full_sequences 64
sed 's/<speed /<speed largest-batch="32" /' book.xml >largest.xml
expect "a batch of 32 that was measured" 0 "$OUTLAY" hardware --book largest.xml --json me/net
get "is not exceeded" offers.0.full_sequences 32
sed 's/"80 GiB"/"1 GiB"/' book.xml >small.xml
expect "more weights than memory" 2 "$OUTLAY" hardware --book small.xml me/net
complains "small.xml:8: error: <speed>: me/net on 1 x me/chip at bf16: the weights are 1.9 GiB, the memory is 1.0 GiB"

refuse() { # NAME SPEED-ATTRIBUTES NETWORK-ATTRIBUTES TEXT
    book "$2" "$3"
    expect "$1" 2 "$OUTLAY" hardware --book book.xml
    complains "book.xml:$5: error: "
    complains "$4"
}

refuse "weights read too fast" 'fixed="0.9 ms" per-kv-token="25 ns" per-prefill-token="5 us"' '' \
    "is faster than the 999 us that 100 % of the chips' bandwidth allow" 8
refuse "memory read too fast" 'fixed="1.5 ms" per-kv-token="19 ns" per-prefill-token="5 us"' '' \
    "per-kv-token of 0.019 us is faster than the 0.02 us" 8
refuse "computed too fast" 'fixed="1.5 ms" per-kv-token="25 ns" per-prefill-token="3 us"' '' \
    "per-prefill-token of 3 us is faster than the 3.992 us that 100 % of the chips' peak" 8
refuse "a mixture without experts" "$good" 'active="5e8"' "only a mixture of experts" 6
refuse "more taken than there are" "$good" 'active="5e8" experts="4" taken="5"' \
    "takes no more than there are" 6
refuse "experts' time without experts" "$good experts=\"1 ms\"" '' "the network has no experts" 8
refuse "a unit" 'fixed="1.5 Mtok"' '' "Mtok" 8
book "$good"
sed 's/accelerator="me\/chip" count="2"/accelerator="me\/ship" count="2"/' book.xml >typo.xml
expect "a typo" 2 "$OUTLAY" hardware --book typo.xml
complains 'did you mean "me/chip"'

done_testing
