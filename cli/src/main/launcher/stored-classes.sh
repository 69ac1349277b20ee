# Part of the start script: stored classes. The classes of a small job, in the form that Java loads fastest (a class data
# archive), save every job two seconds or more. With an archive of jars at another path Java crashes, so one is used only
# if the text beside it names exactly these jars and this Java. Needs home, launcher, jars, java_home, stored and cache.

# Sets description, the text, and classes, the name of the files without its ending; both empty if they cannot be told.
# Times are part of it, as Java refuses an archive whose jars have others; and the checksum that a tarball brings, as all
# times in tarballs are the same.
describe_program() {
    java=$(CDPATH='' cd -- "$java_home" && pwd -P)
    description=$(
        printf 'jars %s\njava %s\n' "$jars" "$java" &&
            cat "$java/release" && stat -L -c '%n %s %Y' "$java/lib/modules" &&
            cksum <"$launcher/java.options" &&
            { cat "$home/lib/checksum" 2>/dev/null || :; } &&
            cd "$jars" && stat -L -c '%n %s %Y' -- *.jar
    ) 2>/dev/null || description=
    # Java would take a colon for the end of a name.
    case $jars in *:*) description= ;; esac
    classes=${description:+classes-$(printf '%s' "$description" | cksum | tr ' ' -)}
}

# Whether a folder holds what was described, and whether something can be stored there.
holds_classes() {
    [ -s "$1/$classes.jsa" ] && [ "$(cat "$1/$classes.txt" 2>/dev/null)" = "$description" ]
}

can_store() {
    case $1 in '' | *:*) return 1 ;; esac
    mkdir -p "$1" 2>/dev/null && [ -w "$1" ]
}

# Whether storing has failed here during the last day, which a later start need not find out again.
has_failed() {
    [ -n "$(find "$1" -name "$classes.failed" -mmin -1440 2>/dev/null)" ]
}

# Whether a command line only asks for words.
is_question() {
    [ $# -gt 0 ] && [ "$1" != help ] || return 0
    for word in "$@"; do
        case $word in -h | --help | -V | --version) return 0 ;; esac
    done
    return 1
}

# Uses stored classes; before a job stores them if there are none. An installation is its installer's (warm-up); what is
# built in the source tree is built by the user.
use_stored_classes() {
    archive=
    describe_program
    [ -n "$classes" ] || return 0
    for folder in "$stored" "$cache"; do
        if holds_classes "$folder"; then
            archive=-XX:SharedArchiveFile=$folder/$classes.jsa
            return 0
        fi
    done
    is_question "$@" && return 0
    folder=$cache
    [ -f "$home/pom.xml" ] && can_store "$stored" && folder=$stored
    can_store "$folder" && ! has_failed "$folder" && store_classes "$folder"
    return 0
}

# The command warm-up: stores classes, for all users if the installation can be written to.
warm_up() {
    describe_program
    [ -n "$classes" ] || fail "no classes can be stored for $jars and $java_home."
    # Others use what the installer stores, whatever file mode the installer's own files get.
    private=$(umask)
    umask 022
    folder=$stored
    if ! can_store "$folder"; then
        umask "$private"
        folder=$cache
        can_store "$folder" || fail "classes can be stored neither in $stored nor in the user's cache folder."
    fi
    if ! holds_classes "$folder" && ! store_classes "$folder"; then
        [ -z "$holder" ] || fail "$(owner "$holder") is storing the classes."
        fail "the classes could not be stored; $folder/$classes.failed tells why."
    fi
    say "the classes are stored in $folder"
}

# Runs a small job and stores its classes in a folder. While another process does so, this one goes without them.
store_classes() {
    take_lock "$1/lock" || return 1
    new=$1/$classes.$$
    trap 'rm -rf "${data:-}" "$new.jsa" "$new.txt"; release_lock "$folder/lock"' EXIT
    trap 'exit 1' HUP INT TERM
    if holds_classes "$1"; then
        outcome=0
    else
        say "storing classes for a faster start (once) ..."
        train "$new.jsa" >"$new.txt" 2>&1 </dev/null
        outcome=$?
        if [ "$outcome" -eq 0 ]; then
            keep_classes "$1"
        else
            mv -f "$new.txt" "$1/$classes.failed"
        fi
    fi
    rm -rf "${data:-}" "$new.jsa" "$new.txt"
    release_lock "$1/lock"
    trap - EXIT HUP INT TERM
    [ "$outcome" -eq 0 ] && archive=-XX:SharedArchiveFile=$1/$classes.jsa
}

# The small job. It sees none of the user's options for Java, and what it has stored is tried before it is kept.
train() {
    data=$(mktemp -d "${TMPDIR:-/tmp}/tomo-align.XXXXXX") || return 1
    (
        unset TOMO_ALIGN_JAVA_OPTIONS
        archive=
        cd "$data" &&
            (run simulate . --tilts 11 --particles 12 --box 32 --size 192) &&
            archive=-XX:ArchiveClassesAtExit=$1 &&
            (run align --i optimisation_set.star --b 32 --r 5 --motion --o aligned) &&
            [ -s "$1" ] &&
            archive=-XX:SharedArchiveFile=$1 &&
            (run --version)
    )
}

# Makes a new archive the one in use, and removes those of an earlier state of this program and Java, or of programs that
# are gone. The text comes last: without it the archive counts for nothing.
keep_classes() {
    for text in "$1"/classes-*.txt; do
        [ "$text" != "$new.txt" ] && [ -f "$text" ] || continue
        { read -r of_jars && read -r of_java; } <"$text"
        if [ "$of_jars $of_java" = "jars $jars java $java" ] || [ ! -d "${of_jars#jars }" ]; then
            rm -f "$text" "${text%.txt}.jsa" "${text%.txt}.failed"
        fi
    done
    rm -f "$1/$classes.failed"
    printf '%s\n' "$description" >"$new.txt"
    mv -f "$new.jsa" "$1/$classes.jsa" && mv -f "$new.txt" "$1/$classes.txt"
}
