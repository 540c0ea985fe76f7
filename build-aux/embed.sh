#!/bin/sh
# Writes C that has files as constants, line by line, each with its SHA-256 in base 64:
#
#   embed.sh NAME FILE [NAME FILE]...
set -eu

# Hexadecimal digits, on standard input, in base 64.
base64_of_hex() {
    awk 'BEGIN { digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" }
        {
            n = length($1)
            for (i = 1; i <= n; i += 6) {
                value = 0
                for (k = i; k < i + 6; k++)
                    value = value * 16 + (k <= n ? index("0123456789abcdef", substr($1, k, 1)) - 1 : 0)
                four = ""
                for (k = 0; k < 4; k++) {
                    four = substr(digits, value % 64 + 1, 1) four
                    value = int(value / 64)
                }
                left = n - i + 1
                if (left == 4) four = substr(four, 1, 3) "="
                if (left == 2) four = substr(four, 1, 2) "=="
                printf "%s", four
            }
        }'
}

echo '#include "reports/render/html_assets.h"'
while [ $# -ge 2 ]; do
    echo "static const char *const lines_of_$1[] = {"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n",/' "$2"
    echo "0};"
    echo "const report_asset $1 = {lines_of_$1, \"$(sha256sum <"$2" | base64_of_hex)\"};"
    shift 2
done
