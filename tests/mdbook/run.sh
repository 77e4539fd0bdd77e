#!/usr/bin/env bash
# Builds a book with diagrams, and the documentation of this project, with the real mdBook, and looks for links and pictures
# that lead nowhere. Takes the mdbook on the path or the one that MDBOOK names; with INSTALL=DIR it is built there by
# `cargo install` when it is not there, and with `--install-only` that is all. Skips, with code 0 and a word why, where it can
# not be had.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
version=0.5.4
skip() { echo "mdbook: skipped: $*"; exit 0; }
fail() { echo "mdbook: FAILED: $*" >&2; [ ! -s "${log:-}" ] || cat "$log" >&2; exit 1; }
mdbook=${MDBOOK:-$(command -v mdbook || true)}
if [ -z "$mdbook" ] && [ -n "${INSTALL:-}" ]; then
    mdbook=$INSTALL/bin/mdbook
    # what serves and searches pages is left out: it is most of the time
    [ -x "$mdbook" ] || CARGO_PROFILE_DEV_DEBUG=false CARGO_TARGET_DIR=$INSTALL/target \
        cargo -q install mdbook --version "$version" --locked --no-default-features --debug --root "$INSTALL" ||
        skip 'mdbook can not be had from crates.io'
fi
[ "${1:-}" != --install-only ] || exit 0
[ -n "$mdbook" ] || skip "there is no mdbook (cargo install mdbook --version $version --locked)"
isoplan=${ISOPLAN:-${CARGO_TARGET_DIR:-$root/target}/debug/isoplan}
[ -x "$isoplan" ] || skip "there is no $isoplan; build it first"
command -v python3 >/dev/null || skip 'there is no python3'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
export PATH=$(dirname "$isoplan"):$PATH
links() { python3 tests/recipes/links.py "$@" >"$log" || fail "a link or a picture leads nowhere"; }

# a book as docs/embed.md says
mkdir -p "$work/book/src/part"
{ printf '[book]\ntitle = "Try"\n\n'; awk '/^## / { here = $0 == "## mdBook" } here && /^```toml/ { inside = 1; next } /^```/ { inside = 0 } inside' docs/embed.md; } >"$work/book/book.toml"
grep -q '^command = "isoplan mdbook"' "$work/book/book.toml" || fail 'docs/embed.md says nothing of book.toml'
printf '# Summary\n\n- [One](one.md)\n  - [Two](part/two.md)\n' >"$work/book/src/SUMMARY.md"
printf '# One\n\n```isoplan\n[app.web]\nuses = ["db"]\n[store.db]\nkind = "postgres"\n```\n\nafter\n' >"$work/book/src/one.md"
printf '# Two\n\n1. first\n\n   <!-- isoplan file=web.topology.toml -->\n\n2. second\n' >"$work/book/src/part/two.md"
printf '[app.web]\n' >"$work/book/src/part/web.topology.toml"
"$mdbook" build "$work/book" >"$log" 2>&1 || fail 'the book can not be built'
links "$work/book/book"
for page in one part/two; do
    grep -q '<img alt="[^"]*" src="data:image/svg+xml;base64,' "$work/book/book/$page.html" || fail "$page has no picture"
done
grep -q '<p>after</p>' "$work/book/book/one.html" || fail 'the text after a picture is lost'
grep -q 'language-isoplan' "$work/book/book/one.html" && fail 'the text of the diagram is still there'
# a mistake stops the build and is told at its place
printf '# One\n\n```isoplan\n[app.web]\nlable = "Web"\n```\n' >"$work/book/src/one.md"
if "$mdbook" build "$work/book" >"$log" 2>&1; then fail 'a mistake in a diagram passes'; fi
grep -q 'one.md:5:1' "$log" || fail 'the place of the mistake is not told'
: >"$log"

# the documentation; links to what is not in docs/ lead to the repository
"$mdbook" build --dest-dir "$work/docs" "$root" >"$log" 2>&1 || fail 'the documentation can not be built'
links --may-leave "$work/docs"
echo "mdbook: $("$mdbook" --version): $(tail -1 "$log")"
