# Part of the start script: locks of processes that share a folder. A lock is a link whose text names its owner, so that
# taking it and signing it are one step.

# The text of the lock that could not be had last.
holder=

# When a process began, in ticks since the machine was started: process ids are used again. Empty if it has ended.
began() {
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# The host and, as containers of one host count processes for themselves, the space of process ids.
place() {
    printf '%s/%s' "$(uname -n)" "$(readlink /proc/self/ns/pid)"
}

# This process, in a form that others can check: place, process id, when it began.
signature() {
    printf '%s %s %s' "$(place)" "$$" "$(began $$)"
}

# Whether the owner of a lock ($1: lock, $2: its text) has ended. An owner elsewhere cannot be asked: it has an hour.
is_abandoned() {
    at=${2%% *}
    process=${2#* }
    if [ "$at" = "$(place)" ]; then
        [ "$(began "${process% *}")" != "${process#* }" ]
    else
        [ -n "$(find "$1" -mmin +60 2>/dev/null)" ]
    fi
}

# "process 4711 on node12": the owner in the text of a lock.
owner() {
    process=${1#* }
    printf 'process %s on %s' "${process% *}" "${1%%/*}"
}

# Takes a lock, also from an owner that has ended. If another process has it, returns 1 and sets holder to the lock's text.
take_lock() {
    holder=
    for attempt in 1 2 3; do
        ln -s "$(signature)" "$1" 2>/dev/null && return 0
        holder=$(readlink "$1") || continue
        is_abandoned "$1" "$holder" || return 1
        # Of several processes that find it abandoned one moves it away; if that was another's new lock, it goes back.
        mv "$1" "$1.$$" 2>/dev/null || continue
        moved=$(readlink "$1.$$")
        rm -f "$1.$$"
        [ "$moved" = "$holder" ] || ln -s "$moved" "$1" 2>/dev/null
    done
    return 1
}

release_lock() {
    [ "$(readlink "$1")" = "$(signature)" ] && rm -f "$1"
}
