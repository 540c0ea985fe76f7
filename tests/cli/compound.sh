#!/bin/sh
# A month's cost is a compound Poisson sum: a Poisson number of jobs, each with a cost of its
# own. Mean, standard deviation and quantiles are known from elsewhere.
#
# 1 USD is 1/price million output tokens and input is free, so costs are continuous but for a
# token. Bounds are two-sided 1e-6: 4.89 standard errors, or the exact binomial test.
. "$SOURCE/tests/cli/lib.sh"

# A book per price, in USD/Mtok, and a job whose answer has the given law.
scenario() { # PRICE LAMBDA LAW
    cat >book.xml <<EOT
<prices xmlns="urn:outlay:prices:1" name="compound" currency="USD">
  <model id="test/output">
    <price input="0 USD/Mtok" output="$1 USD/Mtok" as-of="2026-11-01" source="made up"/>
  </model>
</prices>
EOT
    rate=$(awk -v n="$2" 'BEGIN { printf "%.17g", n / 30 }') # November has 30 days
    cat >compound.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="compound">
  <horizon start="2026-11-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="jobs">
    <arrivals rate="$rate/day"/>
    <job><prompt><constant value="1"/></prompt><answer>$3</answer></job>
  </workload>
  <architecture name="api"><endpoint name="llm" model="test/output"/></architecture>
</scenario>
EOT
}

play() { # NAME REPLICATIONS
    expect "$1" 0 "$OUTLAY" run compound.xml -n "$2" --quiet --json -o "$1.h5"
    mean=$(value architectures.0.cost.mean)
    sd=$(value architectures.0.cost.sd)
    "$OUTLAY" report --csv-replications "$1.h5" | awk -F, 'NR > 1 { print $4 }' >costs
}

# One test: VALUE is WANTED but for 4.89 standard errors.
within() { # NAME VALUE WANTED ERROR
    echo "$2, wanted $3 with a standard error of $4" >remarks
    if awk -v x="$2" -v y="$3" -v e="$4" 'BEGIN { exit !((x - y)^2 <= (4.89 * e)^2) }'; then
        pass "$1"
    else
        fail "$1" remarks
    fi
}

# One test: the number of costs up to X is binomial with probability P.
share() { # NAME X P
    if awk -v x="$2" -v p="$3" '
        $1 <= x { k++ }
        END {
            for (pmf = NR * log(1 - p); i <= NR; i++) {
                below += i <= k ? exp(pmf) : 0
                above += i >= k ? exp(pmf) : 0
                pmf += log((NR - i > 0 ? NR - i : 1) / (i + 1) * p / (1 - p))
            }
            least = 2 * (below < above ? below : above)
            printf "%d of %d up to %s, wanted %s: p = %g\n", k, NR, x, p, least
            exit !(NR > 0 && least > 1e-6)
        }' costs >remarks; then
        pass "$1"
    else
        fail "$1" remarks
    fi
}

# Rows of a table without its header, the named columns only.
rows() { # FILE COLUMN...
    file=$1
    shift
    awk -F, -v names="$*" '
        NR == 1 { n = split(names, name, " "); for (i = 1; i <= NF; i++) at[$i] = i; next }
        { for (i = 1; i <= n; i++) printf "%s%s", $at[name[i]], i < n ? " " : "\n" }' "$file"
}

arithmetic() { awk "BEGIN { printf \"%.17g\", ($1) }"; }

# Of X with variance s^2 and E(X - m)^4 = EX4 Lambda + 3 s^4, the standard error of the
# standard deviation of n.
sd_error() { # N LAMBDA SD EX4
    arithmetic "sqrt(($2 * $4 + 2 * $3^4) / $1) / (2 * $3)"
}

replications() { awk -v n="$1" 'BEGIN { print n * 20000 <= 2e6 ? 20000 : int(2e6 / n) }'; }

oracle() { # NAME LAMBDA MEAN SD EX4 Q50 Q90 Q95 Q99 P_ZERO
    n=$(replications "$2")
    play "$1" "$n"
    within "$1: the mean" "$mean" "$3" "$(arithmetic "$4 / sqrt($n)")"
    [ "$5" = - ] || within "$1: the standard deviation" "$sd" "$4" "$(sd_error "$n" "$2" "$4" "$5")"
    share "$1: the median" "$6" 0.5
    share "$1: the 90 % quantile" "$7" 0.9
    share "$1: the 95 % quantile" "$8" 0.95
    share "$1: the 99 % quantile" "$9" 0.99
    shift 9
    if awk -v p="$1" 'BEGIN { exit !(p > 1e-6) }'; then share "$name: nothing at all" 0 "$1"; fi
}

if reference data/oracles/compound_poisson_gamma.csv; then
    rows "$found" case Lambda shape scale mean sd q50 q90 q95 q99 P_zero >table
    while read -r case lambda shape scale mean_ sd_ quantiles; do
        scenario 1 "$lambda" "<gamma mean=\"$(arithmetic "1e6 * $shape * $scale")\" cv=\"$(
            arithmetic "1 / sqrt($shape)")\"/>"
        fourth=$(arithmetic "$scale^4 * $shape * ($shape + 1) * ($shape + 2) * ($shape + 3)")
        # shellcheck disable=SC2086 # quantiles are words
        oracle "gamma $case" "$lambda" "$mean_" "$sd_" "$fourth" $quantiles
    done <table
fi

if reference data/oracles/compound_poisson_lognormal.csv; then
    rows "$found" case Lambda mu sigma mean sd q50 q90 q95 q99 P_zero >table
    while read -r case lambda mu sigma mean_ sd_ quantiles; do
        # 6 sigma stay below 2^31 tokens.
        price=$(arithmetic "$sigma > 1.5 ? 100 : 1")
        scenario "$price" "$lambda" "<lognormal mu=\"$(
            arithmetic "$mu + log(1e6 / $price)")\" sigma=\"$sigma\"/>"
        # Beyond a sigma of 1 the fourth moment is that of values never drawn.
        fourth=$(awk -v m="$mu" -v s="$sigma" 'BEGIN {
            if (s <= 1) printf "%.17g", exp(4 * m + 8 * s * s); else print "-" }')
        # shellcheck disable=SC2086
        oracle "lognormal $case" "$lambda" "$mean_" "$sd_" "$fourth" $quantiles
    done <table
fi

if reference data/oracles/compound_poisson_moments.csv; then
    rows "$found" case Lambda severity par1 par2 mean sd >table
    while read -r case lambda severity first second mean_ sd_; do
        fourth=-
        case $severity in
        lognormal) law="<lognormal mu=\"$(arithmetic "$first + log(1e6)")\" sigma=\"$second\"/>" ;;
        pareto) law="<pareto shape=\"$first\" minimum=\"$(arithmetic "1e6 * $second")\"/>" ;;
        exp)
            law="<exponential mean=\"$(arithmetic "1e6 * $first")\"/>"
            fourth=$(arithmetic "24 * $first^4")
            ;;
        weibull)
            law="<weibull shape=\"$first\" scale=\"$(arithmetic "1e6 * $second")\"/>"
            fourth=0.01620979 # 0.05^4 gamma(1 + 4 / 0.6)
            ;;
        esac
        n=$(replications "$lambda")
        [ "$n" -ge 40 ] || n=40
        scenario 1 "$lambda" "$law"
        play "moments of $severity" "$n"
        within "moments of $severity: the mean" "$mean" "$mean_" "$(arithmetic "$sd_ / sqrt($n)")"
        [ "$fourth" = - ] || within "moments of $severity: the standard deviation" "$sd" "$sd_" \
            "$(sd_error "$n" "$lambda" "$sd_" "$fourth")"
    done <table
fi
done_testing
