#!/usr/bin/env bash
# Checks the schema with the two tools that editors use, Taplo and Tombi: no sample may be marked, each bad file must be.
# Both are on PyPI: pip install taplo tombi. Without one of them its part is passed over, and that is said.
set -uo pipefail
cd "$(dirname "$0")/../.."
failed=0
ran=0

# verdict TOOL FILE: 0 when the tool has nothing against the file
verdict() {
    case $1 in
        taplo) taplo lint --schema "file://$PWD/docs/isoplan.schema.json" "$2" ;;
        tombi) tombi lint --offline "$2" ;;
    esac >"$out" 2>&1
}

out=$(mktemp)
trap 'rm -f "$out"' EXIT
for tool in taplo tombi; do
    if ! command -v "$tool" >/dev/null; then
        echo "$tool is not there: passed over (pip install $tool)"
        continue
    fi
    ran=$((ran + 1))
    count=0
    while IFS= read -r file; do
        count=$((count + 1))
        verdict "$tool" "$file" || { echo "$tool has something against $file:"; cat "$out"; failed=1; }
    done < <(find samples -name '*.topology.toml' | sort)
    for file in tests/schema/bad/*.toml; do
        count=$((count + 1))
        ! verdict "$tool" "$file" || { echo "$tool has nothing against $file"; failed=1; }
    done
    echo "$tool: $count files"
done
[ "$failed" -eq 0 ] || exit 1
[ "$ran" -gt 0 ] || echo "nothing was checked"
