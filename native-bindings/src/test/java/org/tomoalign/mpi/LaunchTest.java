package org.tomoalign.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tomoalign.mpi.Launch.Family;

class LaunchTest {
    @Test
    void everyLauncherIsRecognised() {
        assertEquals(Optional.of(new Launch(2, 4, Family.OPEN_MPI, "123")), Launch.find(Map.of(
                "OMPI_COMM_WORLD_RANK", "2", "OMPI_COMM_WORLD_SIZE", "4", "OMPI_MCA_ess_base_jobid", "123",
                "PMIX_RANK", "2", "SLURM_PROCID", "0", "SLURM_STEP_NUM_TASKS", "1")));
        assertEquals(Optional.of(new Launch(1, 3, Family.MPICH, "0")),
                Launch.find(Map.of("PMI_RANK", "1", "PMI_SIZE", "3", "PMI_JOBID", "0")));
        assertEquals(Optional.of(new Launch(0, 2, Family.ANY, "slurm.pmix.7.0-7-0")), Launch.find(Map.of(
                "PMIX_RANK", "0", "SLURM_STEP_NUM_TASKS", "2", "PMIX_NAMESPACE", "slurm.pmix.7.0", "SLURM_JOB_ID", "7",
                "SLURM_STEP_ID", "0")));
        assertEquals(Optional.of(new Launch(1, 2, Family.NONE, "7-0")), Launch.find(Map.of(
                "SLURM_PROCID", "1", "SLURM_STEP_NUM_TASKS", "2", "SLURM_JOB_ID", "7", "SLURM_STEP_ID", "0")));
    }

    @Test
    void aProcessOnItsOwnIsNoRank() {
        assertTrue(Launch.find(Map.of()).isEmpty());
        assertTrue(Launch.find(Map.of("OMPI_COMM_WORLD_RANK", "0", "OMPI_COMM_WORLD_SIZE", "1")).isEmpty());
        assertTrue(Launch.find(Map.of("SLURM_PROCID", "0", "SLURM_STEP_NUM_TASKS", "1")).isEmpty());
        assertTrue(Launch.find(Map.of("PMI_RANK", "x", "PMI_SIZE", "3")).isEmpty());
    }
}
