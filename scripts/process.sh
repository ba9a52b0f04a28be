# Processes by pid and start time: a pid alone may belong to somebody else by now.

# Prints the start time of a living process.
start_of() {
    local stat
    # Not $(<…): when the process ends between opening and reading, that ends the shell too.
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    # The fields after the command's name, which may hold spaces.
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    [ "$1" != Z ] && echo "${20}"
}

# Does the process named in FILE ("pid start") live?
lives() {
    local pid start
    { read -r pid start <"$1"; } 2>/dev/null && [ "$(start_of "$pid")" = "$start" ]
}

record() { echo "$2 $(start_of "$2")" >"$1"; }

pid_in() { cut -d' ' -f1 "$1"; }

wait_until_gone() {
    local file=$1 tenths=$(($2 * 10))
    while lives "$file"; do
        [ $((tenths -= 1)) -gt 0 ] || return 1
        sleep 0.1
    done
}

end_session() {
    local leader=$1 stat folder
    for folder in /proc/[0-9]*; do
        { read -r stat <"$folder/stat"; } 2>/dev/null || continue
        # shellcheck disable=SC2086
        set -- ${stat##*) }
        [ "${4:-}" = "$leader" ] && kill -KILL "${folder#/proc/}" 2>/dev/null
    done
    return 0
}

# Runs a command in a session of its own and ends all that is left of it: compilers like to stay on as servers.
in_session() {
    local leader code=0
    setsid "$@" &
    leader=$!
    trap 'end_session "$leader"; exit 130' INT TERM
    wait "$leader" || code=$?
    trap - INT TERM
    end_session "$leader"
    return "$code"
}
