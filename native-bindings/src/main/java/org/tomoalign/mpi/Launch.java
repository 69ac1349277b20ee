package org.tomoalign.mpi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How this process was launched, as the environment tells: one of several, by mpirun, mpiexec or srun.
 *
 * @param rank     from 0 on
 * @param size     number of processes
 * @param family   the library that the launcher belongs to, as far as that can be told
 * @param identity the same text for all processes of a launch, and most probably no other
 */
public record Launch(int rank, int size, Family family, String identity) {
    /** Libraries that differ in what their handles are. */
    public enum Family {
        /** Open MPI and what descends from it. */
        OPEN_MPI,
        /** MPICH, and Intel's, Cray's and Ohio State's libraries, which share its binary interface. */
        MPICH,
        /** Some launcher that serves both. */
        ANY,
        /** A launcher that serves no MPI: srun without --mpi. A library that is initialised nevertheless may end the process. */
        NONE
    }

    /** Returns how this process was launched; nothing if it is alone. */
    public static Optional<Launch> find() {
        return find(System.getenv());
    }

    /**
     * Reads an environment. mpirun inside a Slurm job sets its own variables beside Slurm's, so those come first.
     *
     * @param environment variables by name
     */
    static Optional<Launch> find(Map<String, String> environment) {
        return Stream.of(
                of(environment, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", Family.OPEN_MPI,
                        List.of("OMPI_MCA_ess_base_jobid", "PMIX_NAMESPACE")),
                of(environment, "PMI_RANK", "PMI_SIZE", Family.MPICH,
                        List.of("PMI_JOBID", "SLURM_JOB_ID", "SLURM_STEP_ID")),
                of(environment, "PMIX_RANK", "SLURM_STEP_NUM_TASKS", Family.ANY,
                        List.of("PMIX_NAMESPACE", "SLURM_JOB_ID", "SLURM_STEP_ID")),
                of(environment, "SLURM_PROCID", "SLURM_STEP_NUM_TASKS", Family.NONE,
                        List.of("SLURM_JOB_ID", "SLURM_STEP_ID"))).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Launch> of(
            Map<String, String> environment, String rank, String size, Family family, List<String> identity) {
        String text = String.join("-", identity.stream().map(environment::get).filter(value -> value != null).toList());
        return number(environment.get(rank)).flatMap(r -> number(environment.get(size))
                .filter(n -> n > 1 && r < n)
                .map(n -> new Launch(r, n, family, text.replaceAll("[^A-Za-z0-9.-]", "_"))));
    }

    private static Optional<Integer> number(String text) {
        return text != null && text.matches("[0-9]{1,7}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
