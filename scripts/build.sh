# Publishing: what runs lies in .huset/app/<stamp>, so that building and editing never touch what is running.

source_stamp() {
    (
        cd "$root"
        dotnet --version
        find AppHost ServiceDefaults services gateway demo identity scripts/crossgen scripts/precompile.sh Directory.*.props global.json -type f \
            -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -not -path '*/wwwroot/bundle/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    ) | sha256sum | cut -c1-16
}

# Sets $app. The running engine and its children hold a shared lock on descriptor 8 as long as they use the folder.
publish() {
    mkdir -p "$home/app"
    exec 9>"$home/build.lock"
    flock 9
    app=$home/app/$(source_stamp)
    if [ ! -d "$app" ]; then
        say "building (the first time takes a few minutes)"
        publish_to "$app"
    fi
    exec 8>"$app/.in-use"
    flock -s 8
    prune_apps
    exec 9>&-
}

publish_to() {
    local next=$1.next log=$home/build.log
    rm -rf "$next"
    if ! in_session dotnet publish "$root/AppHost/AppHost.csproj" -c Release -v q --nologo \
        -p:HusetPublishRoot="$next" -p:SharedCompilationId="huset-$$" >"$log" 2>&1 8>&- 9>&-; then
        grep -E 'error|warning' "$log" | sort -u | head -30 >&2 || tail -30 "$log" >&2
        die "the build failed (all of it: $log)"
    fi
    precompile "$next"
    cp -r "$root/identity" "$next/identity"
    mv "$next" "$1"
}

prune_apps() {
    local old
    for old in "$home"/app/*; do
        [ "$old" = "$app" ] || (flock -n 7 && rm -rf "$old") 7>"$old/.in-use" || true
    done
}
