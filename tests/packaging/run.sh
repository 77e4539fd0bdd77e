#!/usr/bin/env bash
# Checks what is said about packing isoplan: the Rust it needs is the same everywhere and builds it, dist reads its settings, and
# the workflow that dist writes once there is a repository is one. With WHEEL=1 it also builds the wheel with maturin, installs
# it into an environment of its own and runs it: minutes, so not in every run. What is not there is passed over, and that is
# said: pip install astral-dev-toolchain-cargo-dist check-jsonschema maturin.
set -euo pipefail
cd "$(dirname "$0")/../.."
fail() { echo "packaging: FAILED: $*" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# the oldest Rust: the same in all that says it
rust=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml)
[ -n "$rust" ] || fail 'Cargo.toml names no rust-version'
for place in README.md CONTRIBUTING.md; do
    grep -q "Rust toolchain ($rust or later)" "$place" || fail "$place does not say that Rust $rust or later is needed"
done
grep -q "image: rust:$rust\$" docs/ci.md || fail "the example for GitLab in docs/ci.md does not name rust:$rust"
here=$(rustc --version | cut -d' ' -f2)
if [ "${here%.*}" = "$rust" ]; then
    echo "packaging: Rust $rust is the one here ($here), so every build is the check of it"
elif command -v rustup >/dev/null && old=$(rustup toolchain list | grep -o "^$rust\(\.[0-9]*\)\?-[^ ]*" | head -1) && [ -n "$old" ]; then
    CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/oldest cargo "+$old" check -q --locked || fail "Rust $rust can not build it"
    echo "packaging: Rust $rust builds it"
else
    echo "packaging: Rust $rust is not here: passed over"
fi

# archives
if command -v dist >/dev/null; then
    dist plan >"$work/plan" 2>&1 || { cat "$work/plan" >&2; fail 'dist does not take dist-workspace.toml'; }
    # a key that it does not know would be passed over without a word
    for platform in $(grep -o '"[a-z0-9_]*-\(apple\|unknown\|pc\)-[a-z-]*"' dist-workspace.toml | tr -d '"'); do
        suffix=tar.gz
        [[ $platform == *windows* ]] && suffix=zip
        grep -q "^    isoplan-$platform.$suffix\$" "$work/plan" || fail "dist packs no isoplan-$platform.$suffix"
    done
    grep -q 'README.md, isoplan.schema.json$' "$work/plan" || fail 'the archive lacks the schema'
    # with a repository, as the comment in the settings says
    mkdir "$work/repository"
    git -c safe.directory='*' ls-files -z >"$work/files" || fail 'this is no checkout of git'
    xargs -0 tar cf - -- <"$work/files" | tar xf - -C "$work/repository"
    (
        cd "$work/repository"
        git init -q
        sed -i 's#^license = .*#&\nrepository = "https://github.com/OWNER/isoplan"#' Cargo.toml
        sed -i 's/^installers = .*/ci = "github"\ninstallers = ["shell", "powershell"]/' dist-workspace.toml
        dist generate >"$work/plan" 2>&1 && dist plan >>"$work/plan" 2>&1
    ) || { cat "$work/plan" >&2; fail 'dist can not write a workflow'; }
    grep -q isoplan-installer.sh "$work/plan" || fail 'dist makes no installer'
    if command -v check-jsonschema >/dev/null; then
        check-jsonschema -q --builtin-schema vendor.github-workflows "$work/repository/.github/workflows/release.yml"
    fi
    echo "packaging: $(dist --version) takes the settings"
else
    echo 'packaging: dist is not there: passed over'
fi

# the wheel
if [ "${WHEEL:-0}" = 1 ]; then
    command -v maturin >/dev/null || fail 'maturin is not there'
    maturin build --profile "${PROFILE:-release}" --out "$work/wheels" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail 'maturin can not build the wheel'; }
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" -q install --no-index "$work"/wheels/*.whl
    said=$("$work/venv/bin/isoplan" --version)
    [ "$said" = "isoplan $(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)" ] || fail "the wheel's program says $said"
    "$work/venv/bin/isoplan" render samples/starter.topology.toml -o "$work/starter.svg"
    test -s "$work/starter.svg" || fail "the wheel's program draws nothing"
    "$work/venv/bin/pip" show -f isoplan >"$work/shown"
    grep -qi 'LICENSE-MIT' "$work/shown" || fail 'the wheel holds no licence'
    echo "packaging: $(cd "$work/wheels" && echo *.whl) installs and runs"
fi
