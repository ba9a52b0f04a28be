# Looking after the data: verify and backup ask the running engine's own programs, restore starts with this version's.

verify() {
    use_running_app
    dotnet "$app/AppHost/AppHost.dll" --verify ${json:+--json}
}

backup() {
    [ -z "$keep" ] || [[ $keep =~ ^[1-9][0-9]*$ ]] || die "--keep needs a number from 1, not '$keep'"
    use_running_app
    dotnet "$app/AppHost/AppHost.dll" --backup ${file:+--file "$(realpath -m "$file")"} ${keep:+--keep "$keep"}
}

restore() {
    [ -n "$file" ] || die "restore needs a file: ./huset restore FILE --data DIR [--port N]"
    file=$(realpath -m "$file")
    if lives "$run/engine" || lives "$run/keeper"; then
        die "Huset is up with the data in $data; restore needs another folder (--data DIR)"
    fi
    install_requirements
    publish
    dotnet "$app/AppHost/AppHost.dll" --restore "$file" ${port_given:+--new-ports}
    # The gateway's own port is kept unless another was asked for.
    [ -n "$port_given" ] || HUSET_PORT=$(sed -n 's/.*"gateway": *\([0-9]*\).*/\1/p' "$data/ports.json")
    HUSET_QUIET=true dotnet "$app/AppHost/AppHost.dll" --restored || die "the restore is not complete (log in $data/logs/engine.log)"
    say "restored. Start it with: ./huset up --data $data --port $HUSET_PORT"
    [ -z "$port_given" ] || say "it has ports of its own, so who was signed in must sign in again"
}

# What looks at a running platform's data must know the data as the platform does.
use_running_app() {
    lives "$run/engine" || die "nothing is up (data in $data); start it with ./huset up --data $data"
    app=$(cat "$run/app")
    [ -n "$app" ] || die "this is for the local engine; with containers, back up PostgreSQL itself (docs/production.md)"
}
