# Starting, watching and stopping the engine (AppHost).

up() {
    mkdir -p "$run"
    # Two starts at once: the second waits, and finds the first one's platform.
    exec 6>"$run/up.lock"
    flock 6
    if lives "$run/engine" || lives "$run/keeper"; then
        say "already up (data in $data)"
        cat "$run/ready" 2>/dev/null || say "it is still starting; ./huset status shows how far it is"
        return 0
    fi
    # What people have done is neither mixed with an invented past nor left to a clock that can be set (ADR 12).
    [ "$autumn" = false ] || [ ! -e "$data/secrets.json" ] || [ -e "$data/autumn.json" ] || die "--autumn is for an empty folder, and $data has data already: choose another with --data"
    choose_engine
    install_requirements
    [ "$engine" = aspire ] || publish
    rm -f "$run/down" "$run/ready"
    echo "${app:-}" >"$run/app"
    if [ -n "$detach" ]; then
        up_detached
    else
        exec 6>&-
        run_engine
    fi
}

# Containers by Aspire where everything for it is at hand; the local engine everywhere else.
choose_engine() {
    local why=''
    if ! container_engine; then
        why='no container engine answers (docker or podman)'
    elif ! dotnet restore "$root/AppHost/AppHost.csproj" -p:UseAspire=true -v q >/dev/null 2>&1; then
        why="the packages of .NET Aspire cannot be restored"
    fi
    if [ -z "$why" ]; then
        engine=aspire
        say "engine: .NET Aspire, since a container engine and Aspire's packages are here"
    elif [ -n "$aspire" ]; then
        die "--aspire is not possible here: $why"
    else
        engine=local
        say "engine: local, since $why"
    fi
}

container_engine() {
    local name
    for name in docker podman; do
        command -v "$name" >/dev/null && timeout 10 "$name" info >/dev/null 2>&1 && return 0
    done
    return 1
}

# Becomes the engine.
run_engine() {
    if [ "$engine" = local ]; then
        exec dotnet "$app/AppHost/AppHost.dll"
    fi
    record "$run/engine" $$
    export HUSET_IDENTITY_PORT=${HUSET_IDENTITY_PORT:-8180} DOTNET_ENVIRONMENT=Development ASPNETCORE_URLS=http://localhost:18888
    export ASPIRE_ALLOW_UNSECURED_TRANSPORT=true ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:18889 ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL=http://localhost:18890
    exec dotnet run --project "$root/AppHost" -p:UseAspire=true
}

up_detached() {
    local tenths=1200
    mkdir -p "$data/logs"
    say "starting (logs in $data/logs)"
    app=${app:-} engine=$engine HUSET_QUIET=true setsid "$root/huset" __keep </dev/null >"$data/logs/keeper.log" 2>&1 6>&- &
    until is_ready; do
        if ! kill -0 $! 2>/dev/null || [ $((tenths -= 1)) -eq 0 ]; then
            tail -n 40 "$data/logs/engine.log" "$data/logs/keeper.log" >&2 || true
            cat "$run/status.txt" >&2 2>/dev/null || true
            down >/dev/null
            die "Huset did not become ready; the end of its log is above"
        fi
        sleep 0.1
    done
    cat "$run/ready" 2>/dev/null || say "Huset is ready: http://localhost:$port"
}

is_ready() {
    if [ "$engine" = local ]; then
        [ -e "$run/ready" ]
    else
        answer=$( (exec 3<>"/dev/tcp/localhost/$port" && printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 && head -1 <&3) 2>/dev/null || true)
        [[ $answer == *' 200 '* ]]
    fi
}

# The engine revives everything else; this revives the engine.
keep_engine() {
    local pause=1 code started
    record "$run/keeper" $$
    while [ ! -e "$run/down" ]; do
        code=0 started=$SECONDS
        (run_engine) || code=$?
        case $code in
            0 | 2 | 3) break ;; # stopped in order, refused, already up
        esac
        [ $((SECONDS - started)) -lt 30 ] || pause=1
        echo "$(date -u +%FT%TZ) the engine ended with code $code; starting it again in $pause s"
        sleep "$pause"
        [ $((pause *= 2)) -le 10 ] || pause=10
    done
    rm -f "$run/keeper"
    exit "$code"
}

down() {
    if ! lives "$run/engine" && ! lives "$run/keeper" && ! compgen -G "$run/children/*" >/dev/null; then
        say "nothing is up (data in $data)"
        return 0
    fi
    touch "$run/down"
    if lives "$run/keeper"; then
        kill -TERM "$(pid_in "$run/keeper")" || true
    fi
    if lives "$run/engine"; then
        kill -TERM "$(pid_in "$run/engine")" || true
        wait_until_gone "$run/engine" 60 || kill -KILL "$(pid_in "$run/engine")" || true
    fi
    # An engine that was itself killed could not clean up.
    if compgen -G "$run/children/*" >/dev/null; then
        app=$(cat "$run/app")
        [ -d "$app" ] || publish
        dotnet "$app/AppHost/AppHost.dll" --clean
    fi
    rm -f "$run/down" "$run/keeper" "$run/engine"
    say "Huset is down"
}

# How far the demonstration's autumn has come, as who reads it in has written down.
autumn_status() {
    sed -nE -e 's/.*"state":"stopped".*"why":"([^"]*)".*/  the autumn is not read in: \1/p; t' -e 's/.*"state":"([a-z]+)".*"cases":([0-9]+),"of":([0-9]+),"refused":([0-9]+).*/  the autumn is \1: \2 of \3 cases, \4 steps refused/p' "$data/autumn.json"
}

status() {
    if ! lives "$run/engine"; then
        [ -z "$json" ] && say "nothing is up (data in $data)" || echo '{ "state": "down" }'
        return 1
    fi
    cat "$run/status.$([ -n "$json" ] && echo json || echo txt)" 2>/dev/null || { say "it is just starting" >&2 && return 1; }
    [ -n "$json" ] || [ ! -e "$data/autumn.json" ] || autumn_status
}
