# Measuring: the product as `up` publishes it, on a platform of its own.

bench() {
    local missing=()
    install_requirements
    exec 9>"$home/build.lock"
    flock 9
    in_session dotnet build "$root/bench" -c Release -v q --nologo -p:SharedCompilationId="huset-$$" >&2 9>&- || die "the build failed"
    exec 9>&-
    if [[ " $* " != *" --help "* && " $* " != *" -h "* ]]; then
        command -v wrk >/dev/null || missing+=(wrk)
        command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
        if [ ${#missing[@]} -gt 0 ] && ! (install_packages "${missing[@]}"); then
            say "without ${missing[*]} the rows that need them are left out" >&2
        fi
        unset HUSET_DATA HUSET_PORT HUSET_DEMO
        publish >&2
    fi
    exec dotnet exec "$root/bench/bin/Release/net10.0/Huset.Bench.dll" "$@"
}
