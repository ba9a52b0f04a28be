# Every test, in one sum. Uses ports and folders of its own, so it may run beside `up`.

passed=0 failed=0 lanes=()

run_tests() {
    local wanted=() project
    while [ $# -gt 0 ]; do
        case $1 in
            --kill) export HUSET_TEST_KILL=whole ;;
            --fuzz) export HUSET_TEST_FUZZ=whole ;;
            --pictures) export HUSET_TEST_PICTURES=write ;;
            --) shift && break ;;
            *) wanted+=("$1") ;;
        esac
        shift
    done
    # A picture must not show what other tests left behind.
    [ -z "${HUSET_TEST_PICTURES:-}" ] || { wanted=(EndToEnd) && set -- --filter-class '*PictureTests'; }
    install_requirements browser
    unset HUSET_DATA HUSET_PORT HUSET_DEMO HUSET_ARCHIVE
    # PostgreSQL runs as another user than root and must be able to pass through.
    TMPDIR=$(mktemp -d /tmp/huset-test.XXXXXX)
    chmod 711 "$TMPDIR"
    export TMPDIR
    trap '[ ${#lanes[@]} -eq 0 ] || kill "${lanes[@]}" 2>/dev/null; rm -rf "$TMPDIR"' EXIT

    results=$home/test-results
    rm -rf "$results" && mkdir -p "$results"

    publish
    export HUSET_APP=$app
    build_tests
    if [ ${#wanted[@]} -eq 0 ]; then
        check_format
        test_node
    fi
    # The whole house has the machine for itself; the others wait for their databases half of their time, and run two at a time.
    local alone=() beside=()
    for project in "$root"/tests/*/*.Tests.csproj; do
        matches "$project" "${wanted[@]}" || continue
        case $project in
            *EndToEnd.Tests.csproj) alone+=("$project") ;;
            *) beside=("$project" "${beside[@]}") ;;
        esac
    done
    test_beside "$@"
    for project in "${alone[@]}"; do test_project "$project" "$@"; done
    ! compgen -G "$results/*.unsteady" >/dev/null || { say "these failed, and passed when asked again alone:" && grep -hE '^failed ' "$results"/*.unsteady; }
    [ "$failed" -eq 0 ] || { say "these failed:" && cat "$results"/*.failed; }
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

matches() {
    local project=$1 word
    shift
    [ $# -gt 0 ] || return 0
    for word in "$@"; do
        [[ ${project##*/} != *"$word"* ]] || return 0
    done
    return 1
}

build_tests() {
    say "building the tests"
    exec 9>"$home/build.lock"
    flock 9
    in_session dotnet build "$root/Huset.Platform.sln" -c Release -v q --nologo -p:SharedCompilationId="huset-$$" 9>&- || die "the build failed"
    exec 9>&-
}

check_format() {
    say "checking the code's format"
    if in_session dotnet format whitespace "$root" --folder --verify-no-changes --exclude "$home"; then
        passed=$((passed + 1))
    else
        echo "dotnet format" | tee "$results/format.failed"
        failed=$((failed + 1))
    fi
}

# What runs in Node: the identity provider, and what is bundled for the browser.
test_node() {
    local folder
    for folder in "$root/identity" "$root"/services/*/*/Browser; do
        say "testing ${folder#"$root"/}"
        run_and_count "${folder##*/}" '^(#|ℹ) pass ([0-9]+)' '^(#|ℹ) fail ([0-9]+)' npm test --prefix "$folder" --silent
    done
}

test_project() {
    local name program
    name=$(basename "$1" .csproj)
    program=$root/tests/$name/bin/Release/net10.0/$name
    shift
    say "testing $name"
    run_and_count "$name" '^ +succeeded: ([0-9]+)' '^ +failed: ([0-9]+)' \
        "$program" --no-ansi --no-progress --results-directory "$results" --report-ctrf --report-ctrf-filename "$name.json" "$@"
    [ "$bad_count" -eq 0 ] || [ "$bad_count" -gt 3 ] || test_again "$name" "$program"
}

# One to three that fail among hundreds are asked once more, alone: on a machine whose cores are shared what is late is not always wrong. Who passes
# then is told as unsteady and wants mending; who fails twice has failed.
test_again() {
    local name=$1 program=$2 first=$bad_count chosen=() method
    for method in $(sed -nE 's/^failed ([A-Za-z0-9_.]+).*/\1/p' "$results/$name.log" | sort -u); do chosen+=(--filter-method "$method"); done
    [ ${#chosen[@]} -gt 0 ] || return 0
    local passed_before=$passed failed_before=$failed
    run_and_count "$name-again" '^ +succeeded: ([0-9]+)' '^ +failed: ([0-9]+)' "$program" --no-ansi --no-progress "${chosen[@]}"
    passed=$passed_before failed=$failed_before
    [ "$bad_count" -eq 0 ] || return 0
    passed=$((passed + first)) failed=$((failed - first))
    mv "$results/$name.failed" "$results/$name.unsteady"
}

# Those in `beside`, in two lanes that each take the next.
test_beside() {
    local lane good bad
    [ ${#beside[@]} -gt 0 ] || return 0
    printf '%s\n' "${beside[@]}" >"$TMPDIR/waiting"
    for lane in 1 2; do
        test_lane "$lane" "$@" &
        lanes+=($!)
    done
    wait "${lanes[@]}" || true
    lanes=()
    for lane in 1 2; do
        read -r good bad <"$TMPDIR/lane.$lane" || { good=0 bad=1; echo "lane $lane told no sum" | tee "$results/lane.failed"; }
        passed=$((passed + good)) failed=$((failed + bad))
    done
}

test_lane() {
    local lane=$1 project
    shift
    passed=0 failed=0
    while project=$(next_waiting); do test_project "$project" "$@"; done
    echo "$passed $failed" >"$TMPDIR/lane.$lane"
}

next_waiting() {
    local first
    exec 7>"$TMPDIR/waiting.lock"
    flock 7
    read -r first <"$TMPDIR/waiting" || return 1
    sed -i 1d "$TMPDIR/waiting"
    echo "$first"
}

# run_and_count NAME PASSED-PATTERN FAILED-PATTERN COMMAND...: what it said stays in the results; the sum and what failed are shown. Sets $bad_count.
run_and_count() {
    local name=$1 good=$2 bad=$3 log=$results/$1.log line good_count=0 code=0
    bad_count=0
    shift 3
    in_session "$@" 8>&- >"$log" 2>&1 || code=$?
    while IFS= read -r line; do
        [[ $line =~ $good ]] && good_count=${BASH_REMATCH[-1]}
        [[ $line =~ $bad ]] && bad_count=${BASH_REMATCH[-1]}
    done <"$log"
    say "$name: $good_count passed, $bad_count failed"
    if [ "$bad_count" -ne 0 ]; then
        { grep -E -A 30 '^ *(failed|not ok|✖) ' "$log" || tail -n 40 "$log"; } | tee "$results/$name.failed"
    # A runner that fell, or found nothing to run, has not passed.
    elif [ "$code" -ne 0 ] || [ "$good_count" -eq 0 ]; then
        { say "$name ended with code $code after $good_count tests" && tail -n 40 "$log"; } | tee "$results/$name.failed"
        bad_count=1
    fi
    passed=$((passed + good_count)) failed=$((failed + bad_count))
}
