# Part of the start script: what a process needs that mpirun or srun has started beside others.

prepare_rank() {
    # Java itself handles these signals, which UCX (below many MPI libraries) would take for crashes.
    export UCX_ERROR_SIGNALS="${UCX_ERROR_SIGNALS-}"
    widen_binding
}

# Open MPI's mpirun binds every process to one core, or to one socket, whatever the number of its threads; then this
# process may use what mpirun itself may use. The binding of srun fits the job, and stays.
widen_binding() {
    [ -n "${OMPI_COMM_WORLD_LOCAL_SIZE:-}" ] && [ -r "/proc/$PPID/status" ] && command -v taskset >/dev/null 2>&1 || return 0
    cpus=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' "/proc/$PPID/status")
    [ -z "$cpus" ] || taskset -cp "$cpus" $$ >/dev/null 2>&1
    return 0
}
