# Part of the start script, in the source tree only: builds the program. Needs home and jars.

target=$home/cli/target
# As old as the start of the last build; holds the checksum of the sources it was made from.
stamp=$target/sources.built
# What the program is made from, within the source tree.
sources="pom.xml native-bindings/pom.xml native-bindings/src/main vector-kernels/pom.xml vector-kernels/src/main
    core-java/pom.xml core-java/src/main cli/pom.xml cli/src/main"

# One number for the content of all sources.
checksum() {
    (cd "$home" && find $sources -type f 2>/dev/null | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum)
}

is_built() {
    [ -f "$stamp" ] && [ -n "$(find "$jars" -name 'cli-*.jar' 2>/dev/null)" ]
}

# Whether the program has not been built, or from other sources. Times tell fast that nothing changed; content decides,
# as a copy or a return from another branch has new times.
is_stale() {
    is_built || return 0
    [ -n "$(cd "$home" && find $sources -newer "$stamp" 2>/dev/null | head -n 1)" ] || return 1
    [ -w "$target" ] && : >"$stamp.$$"
    [ "$(checksum)" = "$(cat "$stamp")" ]
    differs=$?
    [ "$differs" -eq 0 ] && [ -f "$stamp.$$" ] && touch -r "$stamp.$$" "$stamp"
    rm -f "$stamp.$$"
    [ "$differs" -ne 0 ]
}

build_if_stale() {
    is_stale || return 0
    if ! mkdir -p "$target" 2>/dev/null || [ ! -w "$target" ]; then
        is_built || fail "the program is not built yet, and $(id -un) cannot write to $target, where that is done."
        say "the sources in $home have changed since the program was built; as $(id -un) cannot write there, it runs" \
            "as it was."
        return 0
    fi
    case $home in *:*) fail "the program cannot be built in $home, as Java takes a colon for the end of a name." ;; esac
    command -v mvn >/dev/null 2>&1 || fail "the program has to be built, which needs Maven (mvn)."
    wait_for_lock "$target/build-lock"
    trap 'release_lock "$target/build-lock"' EXIT
    trap 'exit 1' HUP INT TERM
    # Jobs that start together wait for the first one's build.
    is_stale && build
    release_lock "$target/build-lock"
    trap - EXIT HUP INT TERM
}

wait_for_lock() {
    waited=0
    until take_lock "$1"; do
        [ -n "$holder" ] || [ -w "$target" ] || fail "cannot write to $target, where the program is built."
        [ "$waited" -ne 0 ] || say "waiting for $(owner "$holder"), which is building the program ..."
        [ "$waited" -lt 900 ] ||
            fail "$(owner "$holder") has been building for 15 minutes; if it is not, remove $1"
        waited=$((waited + 1))
        sleep 1
    done
}

build() {
    say "building (once) ..."
    log=$target/build.log
    # As old as the start of the build: what changes meanwhile is built next time.
    checksum >"$stamp.new"
    if ! (cd "$home" && mvn -B -ntp -q -Dmaven.test.skip=true -pl cli -am package) >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" >&2
        fail "the build failed; all of its output is in $log"
    fi
    mv -f "$stamp.new" "$stamp"
}
