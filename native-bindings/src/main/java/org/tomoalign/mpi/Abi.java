package org.tomoalign.mpi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/**
 * What the binary interface of a library leaves open in the standard. Open MPI's handles are addresses of its variables,
 * MPICH's are numbers of 32 bits. Both are passed as numbers of 64 bits here: where the callee expects 32, the calling
 * conventions of Linux on x86-64 and arm64 have it ignore the upper half of the register.
 *
 * @param name         of the family, for people
 * @param world        handle MPI_COMM_WORLD
 * @param noInfo       handle MPI_INFO_NULL
 * @param bytes        handle MPI_BYTE
 * @param longs        handle MPI_LONG
 * @param max          handle MPI_MAX
 * @param sum          handle MPI_SUM
 * @param anySource    MPI_ANY_SOURCE
 * @param noStatus     MPI_STATUS_IGNORE
 * @param shared       MPI_COMM_TYPE_SHARED
 * @param handleBytes  size of a handle in memory
 * @param sourceOffset of the field MPI_SOURCE in a status, bytes
 */
record Abi(
        String name, long world, long noInfo, long bytes, long longs, long max, long sum, int anySource, long noStatus,
        int shared, int handleBytes, int sourceOffset) {
    /** Room for a status of any library. */
    static final int STATUS_BYTES = 64;

    /**
     * Returns the interface of a library.
     *
     * @throws MpiException if it is of no known family
     */
    static Abi of(SymbolLookup library, String version) {
        if (library.find("ompi_mpi_comm_world").isPresent()) {
            return new Abi("Open MPI", address(library, "ompi_mpi_comm_world"), address(library, "ompi_mpi_info_null"),
                    address(library, "ompi_mpi_byte"), address(library, "ompi_mpi_long"), address(library, "ompi_mpi_op_max"),
                    address(library, "ompi_mpi_op_sum"), -1, 0, 0, 8, 0);
        }
        // The MPICH ABI Compatibility Initiative fixed these numbers for all its members.
        if (version.matches("(?s).*(MPICH|Intel|MVAPICH|CRAY|Cray|ParaStation).*")) {
            return new Abi("MPICH", 0x44000000L, 0x1c000000L, 0x4c00010dL, 0x4c000807L, 0x58000001L, 0x58000003L, -2, 1, 1,
                    4, 8);
        }
        throw new MpiException("it is neither Open MPI nor of MPICH's family, but: " + version.lines().findFirst().orElse(""));
    }

    private static long address(SymbolLookup library, String symbol) {
        return library.find(symbol).orElseThrow(() -> new MpiException("it has no symbol " + symbol)).address();
    }

    /** Reads a handle that the library has written. */
    long handle(MemorySegment at) {
        return handleBytes == 8 ? at.get(ValueLayout.JAVA_LONG, 0) : Integer.toUnsignedLong(at.get(ValueLayout.JAVA_INT, 0));
    }
}
