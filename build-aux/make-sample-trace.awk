# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the trace that ships with the program, one day of an internal assistant in the format
# of the public Azure traces:
#
#     awk -f build-aux/make-sample-trace.awk | gzip -9n >scenarios/examples/chat-trace.csv.gz
#
# No row is of any real user. The statistics are those of public chat traffic:
#
#   rows      about 6,000 over the 24 hours of 2026-10-06 (a Tuesday), UTC
#   rate      a day shape with peaks at 10 h and 14 h, a night at a twentieth of them, times
#             bursts: every 30 s a factor of mean 1 whose logarithm is an AR(1) process with
#             correlation 0.80 and standard deviation 0.23; arrivals given the rate are Poisson
#   tokens    quantiles as in the tables below; prompts pile up at the limit of the context, a
#             tenth of them lies between 4,076 and 4,123; input and output are independent
#
# The lengths are a random order of evenly spaced quantiles, so the file's own quantiles are
# those of the tables. All chance comes from the minimal standard generator (Park and Miller
# 1988), which is exact in doubles, so every awk draws the same numbers.

function uniform()
{
    state = (16807 * state) % 2147483647
    return state / 2147483647
}

function normal(    radius)
{
    radius = sqrt(-2 * log(uniform()))
    return radius * cos(6.283185307179586 * uniform())
}

# A Poisson count by products of uniforms.
function poisson(mean,    limit, product, n)
{
    limit = exp(-mean)
    for (product = uniform(); product > limit; n++)
        product *= uniform()
    return n + 0
}

# The rate at an hour of the day, by straight lines between the full hours.
function shape(hour,    low)
{
    low = int(hour)
    return hours[low + 1] + (hour - low) * (hours[(low + 1) % 24 + 1] - hours[low + 1])
}

# The p-quantile of a table "p value p value ...", by straight lines in the logarithm.
function quantile(table, p,    knots, i, n, share)
{
    n = split(table, knots, " ")
    for (i = 3; i < n - 1 && knots[i] < p; i += 2)
        ;
    share = (p - knots[i - 2]) / (knots[i] - knots[i - 2])
    return int(knots[i - 1] * exp(share * log(knots[i + 1] / knots[i - 1])) + 0.5)
}

# n lengths in random order.
function draw_lengths(table, lengths, n,    i, k, held)
{
    for (i = 1; i <= n; i++)
        lengths[i] = quantile(table, i == n ? 1 : (i - 0.5) / n)
    for (i = n; i > 1; i--) {
        k = 1 + int(i * uniform())
        held = lengths[i]
        lengths[i] = lengths[k]
        lengths[k] = held
    }
}

# The arrivals of one step of 30 s, in order, as ticks of 100 ns since its beginning.
function draw_step(step, mean,    n, i, k, tick)
{
    n = poisson(mean)
    for (i = 1; i <= n; i++) {
        tick = int(uniform() * 300000000)
        for (k = arrivals + i - 1; k > arrivals && when[k] == step && ticks[k] > tick; k--)
            ticks[k + 1] = ticks[k]
        ticks[k + 1] = tick
        when[arrivals + i] = step
    }
    arrivals += n
}

function draw_arrivals(    step, log_burst, total)
{
    split("0.12 0.10 0.09 0.09 0.11 0.20 0.45 0.95 1.60 2.10 2.30 2.15 " \
          "1.70 1.95 2.25 2.20 2.00 1.55 1.00 0.65 0.45 0.32 0.22 0.15", hours, " ")
    for (step = 0; step < 2880; step++)
        total += shape(step / 120)
    log_burst = 0.23 * normal()
    for (step = 0; step < 2880; step++) {
        draw_step(step, 6000 * shape(step / 120) / total * exp(log_burst - 0.23 * 0.23 / 2))
        log_burst = 0.80 * log_burst + 0.23 * sqrt(1 - 0.80 * 0.80) * normal()
    }
}

BEGIN {
    state = 20261006
    draw_arrivals()
    draw_lengths("0 20 0.05 191 0.25 397 0.50 1024 0.75 1234 0.90 4076 0.95 4086 " \
                 "0.99 4123 0.999 5053 1 14050", inputs, arrivals)
    draw_lengths("0 7 0.05 38 0.25 79 0.50 115 0.75 394 0.90 423 0.95 451 " \
                 "0.99 602 0.999 937 1 1000", outputs, arrivals)
    print "TIMESTAMP,ContextTokens,GeneratedTokens"
    for (i = 1; i <= arrivals; i++) {
        second = when[i] * 30 + int(ticks[i] / 10000000)
        printf "2026-10-06 %02d:%02d:%02d.%07d,%d,%d\n", int(second / 3600),
            int(second / 60) % 60, second % 60, ticks[i] % 10000000, inputs[i], outputs[i]
    }
}
