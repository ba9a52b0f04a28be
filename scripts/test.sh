# Every test, in one sum. Uses ports and folders of its own, so it may run beside `up`.

passed=0 failed=0 beside=

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
    unset HUSET_DATA HUSET_PORT HUSET_DEMO
    # PostgreSQL runs as another user than root and must be able to pass through.
    TMPDIR=$(mktemp -d /tmp/huset-test.XXXXXX)
    chmod 711 "$TMPDIR"
    export TMPDIR
    trap '[ -z "$beside" ] || kill "$beside" 2>/dev/null; rm -rf "$TMPDIR"' EXIT

    publish
    export HUSET_APP=$app
    build_tests
    if [ ${#wanted[@]} -eq 0 ]; then
        check_format
        test_node
    fi
    local held=
    for project in "$root"/tests/*/*.Tests.csproj; do
        matches "$project" "${wanted[@]}" || continue
        # These two mostly wait, for what they have cut or killed to come back: they wait together.
        case $project in
            *Gateway.Tests.csproj) held=$project ;;
            *Messaging.Tests.csproj) test_beside "$project" "$held" "$@" && held= ;;
            *) test_project "$project" "$@" ;;
        esac
    done
    [ -z "$held" ] || test_project "$held" "$@"
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
        say "FAILED: dotnet format"
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
    local name
    name=$(basename "$1" .csproj)
    shift
    say "testing $name"
    run_and_count "$name" '^ +succeeded: ([0-9]+)' '^ +failed: ([0-9]+)' \
        "$root/tests/$name/bin/Release/net10.0/$name" --no-ansi --no-progress "$@"
}

# test_beside FIRST SECOND ARGUMENTS...: both at once; what the second says comes when both have ended.
test_beside() {
    local first=$1 second=$2 good bad
    shift 2
    [ -n "$second" ] || { test_project "$first" "$@"; return 0; }
    (passed=0 failed=0; test_project "$second" "$@"; echo "$passed $failed" >"$TMPDIR/beside.sum") >"$TMPDIR/beside.out" 2>&1 &
    beside=$!
    test_project "$first" "$@"
    wait "$beside" || true
    beside=
    cat "$TMPDIR/beside.out"
    read -r good bad <"$TMPDIR/beside.sum" || { good=0 bad=1; say "FAILED: $(basename "$second" .csproj) told no sum"; }
    passed=$((passed + good)) failed=$((failed + bad))
}

# run_and_count NAME PASSED-PATTERN FAILED-PATTERN COMMAND...
run_and_count() {
    local name=$1 good=$2 bad=$3 log=$TMPDIR/$1.out line good_count=0 bad_count=0 code=0
    shift 3
    in_session "$@" 8>&- > >(tee "$log") 2>&1 || code=$?
    while IFS= read -r line; do
        [[ $line =~ $good ]] && good_count=${BASH_REMATCH[-1]}
        [[ $line =~ $bad ]] && bad_count=${BASH_REMATCH[-1]}
    done <"$log"
    # A runner that fell, or found nothing to run, has not passed.
    if [ "$bad_count" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$good_count" -eq 0 ]; }; then
        say "FAILED: $name ended with code $code after $good_count tests"
        bad_count=1
    fi
    passed=$((passed + good_count)) failed=$((failed + bad_count))
}
