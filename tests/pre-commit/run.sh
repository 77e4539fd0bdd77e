#!/usr/bin/env bash
# Shows that the hooks of .pre-commit-hooks.yaml work with the real pre-commit: in a repository of its own, with the
# installed program and, when SOURCE=1 is set, built from source. Skips, with code 0 and a word why, without git, Python or
# the network.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
skip() { echo "pre-commit: skipped: $*"; exit 0; }
fail() { echo "pre-commit: FAILED: $*" >&2; [ -z "${out:-}" ] || echo "$out" >&2; exit 1; }

command -v git >/dev/null || skip 'there is no git'
command -v python3 >/dev/null || skip 'there is no python3'
isoplan=${ISOPLAN:-${CARGO_TARGET_DIR:-$root/target}/debug/isoplan}
[ -x "$isoplan" ] || skip "there is no $isoplan; build it first"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v pre-commit >/dev/null; then
    python3 -m venv "$work/venv" >/dev/null 2>&1 || skip 'python3 can not make a virtual environment'
    timeout 120 "$work/venv/bin/pip" -q install pre-commit >/dev/null 2>&1 || skip 'pre-commit can not be had from PyPI'
    PATH=$work/venv/bin:$PATH
fi
export PATH=$(dirname "$isoplan"):$PATH
export PRE_COMMIT_HOME=$work/home GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x@example.org GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x@example.org
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE

# the hooks as pre-commit gets them: from a repository at a commit
mkdir "$work/hooks"
if [ "${SOURCE:-0}" = 1 ]; then
    git -C "$root" ls-files -z | (cd "$root" && xargs -0 tar cf - --) | tar xf - -C "$work/hooks"
fi
cp "$root/.pre-commit-hooks.yaml" "$work/hooks/"
git -C "$work/hooks" init -q
git -C "$work/hooks" add -A
git -C "$work/hooks" commit -qm hooks
rev=$(git -C "$work/hooks" rev-parse HEAD)

mkdir -p "$work/project/deploy/apps" && cd "$work/project"
git init -q
hook=isoplan-system
embed=isoplan-embed-system
[ "${SOURCE:-0}" = 1 ] && hook=isoplan embed=isoplan-embed
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hooks
    rev: $rev
    hooks: [{ id: $hook }, { id: $embed }]
YAML
printf '[package]\nname = "not-a-topology"\n' >Cargo.toml
printf 'include = ["apps/*.toml"]\n\n[external.users]\nuses = ["web"]\n' >deploy/shop.topology.toml
printf '[app.web]\n' >deploy/apps/web.toml
printf '[app.web]\n' >small.topology.toml

run() { out=$(pre-commit run "$@" 2>&1); }
git add -A
run --all-files || fail 'good files do not pass'
git commit -qm start

# a mistake in a file that is included: its topology is checked, once, and nothing else
printf '[app.web]\nlable = "Web"\n[app.two]\nlable = "Two"\n' >deploy/apps/web.toml
printf '[app.more]\n' >deploy/apps/more.toml
git add -A
if run; then fail 'a mistake in an included file passes'; fi
grep -q 'unknown key `lable`' <<<"$out" || fail 'the mistake is not told'
[ "$(grep -c '^2 errors' <<<"$out")" = 1 ] || fail 'the topology is not checked once'
printf '[app.web]\nlabel = "Web"\n' >deploy/apps/web.toml
git add -A
run || fail 'mended files do not pass'
git commit -qm mended

# a file that is no part of any topology
printf '[package]\nname = "other"\n' >Cargo.toml
git add -A
run || fail 'a file that is no topology does not pass'
git commit -qm other

# a diagram in a document: without its picture, with it, and stale
printf '# Shop\n\n```isoplan\n[app.web]\n```\n' >README.md
git add -A
if run; then fail 'a diagram without a picture passes'; fi
grep -q 'README.md:3: the diagram has no picture; run `isoplan embed README.md`' <<<"$out" || fail 'the missing picture is not told'
isoplan embed README.md 2>/dev/null
git add -A
run || fail 'a diagram with its picture does not pass'
git commit -qm diagram
sed -i 's/app.web/app.shop/' README.md
git add -A
if run; then fail 'a stale picture passes'; fi
echo "pre-commit: $hook and $embed work with $(pre-commit --version)"
