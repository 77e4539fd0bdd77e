#!/usr/bin/env bash
# Checks what other programs read of this project: the action, the hooks, and the examples of docs/ci.md, each against the
# schema of its system; then runs the step "Check" of the action as GitHub would. Needs check-jsonschema and pre-commit from
# PyPI (pip install check-jsonschema pre-commit); what is not there is passed over, and that is said.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
fail() { echo "examples: FAILED: $*" >&2; exit 1; }
isoplan=${ISOPLAN:-${CARGO_TARGET_DIR:-$root/target}/debug/isoplan}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# example TITLE: the block of docs/ci.md below that title
example() {
    awk -v title="## $1" '/^## / { here = $0 == title } here && /^```yaml/ { inside = 1; next } /^```/ { inside = 0 } inside' docs/ci.md >"$work/$1.yml"
    [ -s "$work/$1.yml" ] || fail "docs/ci.md has no example below \"$1\""
}
for title in pre-commit GitHub GitLab; do example "$title"; done

if command -v check-jsonschema >/dev/null; then
    check-jsonschema -q --builtin-schema vendor.github-actions action.yml
    check-jsonschema -q --builtin-schema vendor.github-workflows "$work/GitHub.yml"
    check-jsonschema -q --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci "$work/GitLab.yml"
    echo 'examples: the action and the examples for GitHub and GitLab fit their schemas'
else
    echo 'examples: check-jsonschema is not there: passed over'
fi
if command -v pre-commit >/dev/null; then
    pre-commit validate-manifest .pre-commit-hooks.yaml
    pre-commit validate-config "$work/pre-commit.yml"
    echo 'examples: the hooks and their example fit'
else
    echo 'examples: pre-commit is not there: passed over'
fi

# the step of the action, on a good file and on a bad one
[ -x "$isoplan" ] || { echo "examples: there is no $isoplan: the action is not run"; exit 0; }
awk '/^    - name: Check/ { here = 1 } /^    - name: Upload/ { here = 0 } here && /^      run: \|/ { inside = 1; next } !here { inside = 0 } inside' action.yml |
    sed 's/^        //' >"$work/check.sh"
[ -s "$work/check.sh" ] || fail 'action.yml has no step "Check"'
step() {
    PATH=$(dirname "$isoplan"):$PATH FILES=$1 ARGS=$2 SARIF=$work/isoplan.sarif GITHUB_OUTPUT=$work/output \
        GITHUB_STEP_SUMMARY=$work/summary bash --noprofile --norc -eo pipefail "$work/check.sh" >"$work/out" 2>"$work/notes"
}
cd "$work"
printf '[app.web]\n' >good.topology.toml
step '*.topology.toml' '' || fail 'a good file does not pass the action'
grep -q '"version": *"2.1.0"' isoplan.sarif && grep -q "^sarif-file=$work/isoplan.sarif" output || fail 'the action writes no SARIF'
printf '[app.web]\nlable = "Web"\n' >bad.topology.toml
if step '*.topology.toml' '--fail-on error'; then fail 'a bad file passes the action'; fi
grep -q '^::error .*file=bad.topology.toml,line=2' out || fail 'the action writes no note'
grep -q 'lable' summary || fail 'the action writes no summary'
echo 'examples: the step of the action works'
