# Native code beside every library's own, made once when publishing (ADR 14): otherwise each service compiles the same libraries at each start.

# precompile FOLDER: all libraries in FOLDER/*/. What can't be compiled stays as it is, and runs all the same.
precompile() {
    local folder=$1 project=$root/scripts/crossgen/crossgen.csproj library copies
    if ! in_session dotnet restore "$project" -v q --nologo 8>&- 9>&- >"$home/crossgen.log" 2>&1; then
        say "the native compiler could not be had, so starting takes longer ($home/crossgen.log)"
        return 0
    fi
    crossgen=$(dotnet msbuild "$project" -getProperty:Compiler)
    frameworks=$(dotnet msbuild "$project" -getProperty:Frameworks)
    native=$folder.native
    rm -rf "$native" && mkdir -p "$native"
    export crossgen frameworks native
    export -f compile_library
    alike_libraries "$folder" >"$native/libraries"
    in_session xargs -a "$native/libraries" -P "$(nproc)" -L 1 bash -c 'compile_library "$@"' _ 8>&- 9>&-
    # Not before all are done, since each is also read when another is compiled.
    while read -r library copies; do
        # shellcheck disable=SC2086
        [ ! -e "$native/${library//\//_}" ] || tee $copies <"$native/${library//\//_}" >"$library"
    done <"$native/libraries"
    rm -rf "$native"
}

# A line for each library: the places where it lies, since the services share most of them. The largest first, so that none is alone at the end.
alike_libraries() {
    find "$1" -mindepth 2 -maxdepth 2 -name '*.dll' -size +40k -exec ls -S {} + | xargs sha256sum \
        | awk '!($1 in places) { order[++count] = $1 } { places[$1] = places[$1] " " $2 } END { for (i = 1; i <= count; i++) print substr(places[order[i]], 2) }'
}

compile_library() {
    local into=$native/${1//\//_} references=("-r:${1%/*}/*.dll") framework
    for framework in $frameworks; do references+=("-r:$framework/*.dll"); done
    timeout 120 "$crossgen" "$1" -o "$into" "${references[@]}" -O >"$into.log" 2>&1 && return
    rm -f "$into"
    echo "huset: ${1##*/} is not compiled ahead: $(head -1 "$into.log")"
}
