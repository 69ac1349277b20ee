# Part of the start script: finds Java, and becomes the program. Needs home, program, launcher, jars and
# cache.

# A Java counts if it is version 25 or newer and its release file says so (no JVM is started for the look). Java itself
# cannot run from a folder with a colon in its name.
is_java() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    case $1 in *:*) return 1 ;; esac
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${version:-0}" -ge 25 ]
}

# Sets java_home: what the user names, else what an installation brings, else what the machine has.
find_java() {
    if [ -n "${TOMO_ALIGN_JAVA:-}" ]; then
        java_home=${TOMO_ALIGN_JAVA%/bin/java}
        is_java "$java_home" || fail "TOMO_ALIGN_JAVA=$TOMO_ALIGN_JAVA is not a Java 25 or newer$(colon_note "$java_home")."
        return
    fi
    on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) || on_path=
    for java_home in "$home/runtime" "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
            "${HOME:-/nonexistent}"/.jdks/* "${on_path%/bin/java}"; do
        is_java "$java_home" && return
    done
    if [ -d "$home/runtime" ]; then
        fail "the Java in $home/runtime cannot be used$(colon_note "$home")."
    fi
    fail "no Java 25 or newer found; install one (a JDK, to build) or set TOMO_ALIGN_JAVA to its folder."
}

colon_note() {
    case $1 in *:*) printf ': Java cannot run from a folder with a colon in its name' ;; esac
}

require_jars() {
    for jar in "$jars"/*.jar; do
        [ -r "$jar" ] || fail "cannot read $jar; its owner can change that: chmod -R a+rX $home"
    done
}

# Sets modules, the module path. Java takes a colon for the end of a folder's name: the folder gets another name.
name_modules() {
    modules=$jars
    case $jars in
        *:*)
            [ -d /proc/self/fd ] || fail "$jars: Java needs a folder without a colon in its name."
            exec 9<"$jars"
            modules=/proc/self/fd/9
            ;;
    esac
}

# File names are bytes to the system and text to Java, which in the C locale of batch jobs cannot read any beyond ASCII.
use_unicode() {
    [ "$(locale charmap 2>/dev/null)" = UTF-8 ] && return
    for candidate in C.UTF-8 en_US.UTF-8; do
        if [ "$(LC_ALL=$candidate locale charmap 2>/dev/null)" = UTF-8 ]; then
            export LC_ALL=$candidate
            return
        fi
    done
}

# Becomes the program. The variable archive holds an option for Java, or nothing.
run() {
    name_modules
    use_unicode
    temporary=/tmp
    [ -d "${TMPDIR:-}" ] && temporary=$TMPDIR
    # Options of the environment are split at blanks, but their asterisks and question marks stay what they are.
    set -f
    exec "$java_home/bin/java" @"$launcher/java.options" -XX:CompileCommandFile="$launcher/compile.commands" \
        -Dsun.awt.fontconfig="$launcher/fontconfig.properties" \
        -Djava.io.tmpdir="$temporary" -Dtomoalign.program="$program" ${archive:+"$archive"} ${TOMO_ALIGN_JAVA_OPTIONS:-} \
        --module-path "$modules" --module org.tomoalign.cli/org.tomoalign.cli.Main "$@"
}
