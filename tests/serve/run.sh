#!/usr/bin/env bash
# Opens the page of `isoplan serve` in a real headless Chromium: the picture is there, a saved change shows, an error stands
# over the last good picture. Skips, with code 0 and a word why, without Chromium.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() { echo "serve: skipped: $*"; exit 0; }
fail() { echo "serve: FAILED: $*" >&2; exit 1; }

browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || skip 'there is no Chromium (Debian: apt-get install chromium)'
isoplan=${ISOPLAN:-${CARGO_TARGET_DIR:-target}/debug/isoplan}
[ -x "$isoplan" ] || skip "there is no $isoplan; build it first"

work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
file=$work/shop.topology.toml
printf '[diagram]\ntitle = "First title"\n[app.shop]\nuses = ["orders"]\n[store.orders]\nkind = "rds"\n' >"$file"
"$isoplan" serve "$file" >"$work/out" 2>&1 &
server=$!
for _ in $(seq 100); do
    address=$(grep -o 'http://[0-9.:]*[0-9]' "$work/out" | head -1 || true)
    [ -n "$address" ] && break
    sleep 0.1
done
[ -n "$address" ] || fail "no address: $(cat "$work/out")"

page() {
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --user-data-dir="$work/profile" --virtual-time-budget=4000 --dump-dom "$address/" 2>/dev/null
}
# has WHAT TEXT: until the page has it, for it asks a few times a second
has() {
    for _ in 1 2 3 4 5; do
        seen=$(page)
        grep -q "$2" <<<"$seen" && return
    done
    echo "$seen" >&2
    fail "$1"
}

has 'the picture is not shown' 'src="http[^"]*/picture.svg?[0-9]*" *\|/picture.svg?1'
has 'the title is not shown' '<title>First title'
printf '[diagram]\ntitle = "Second title"\n[app.shop]\nuses = ["orders"]\n[store.orders]\nkind = "rds"\n' >"$file"
has 'a saved change is not shown' '<title>Second title'
printf '[diagram]\ntitle = "Third title"\n[app.shop]\nuses = ["ordres"]\n[store.orders]\nkind = "rds"\n' >"$file"
has 'an error is not shown' 'ordres'
has 'the last good picture is gone' '/picture.svg?'
echo "serve: the page works in $("$browser" --version 2>/dev/null | head -1)"
