package org.tomoalign.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A library that has been opened, until the process ends.
 *
 * @param name    as it was asked for
 * @param version the first line of what it says of itself
 */
record MpiLibrary(String name, String version, Abi abi, MpiFunctions functions) {
    static final String VARIABLE = "TOMO_ALIGN_MPI";

    /** RTLD_NOW and RTLD_GLOBAL: the plug-ins of Open MPI look for its symbols among the process's global ones. */
    private static final int NOW_AND_GLOBAL = 0x102;
    private static final List<String> OPEN_MPI = List.of("libmpi.so.40", "libmpi.so.80", "libmpi.so.20");
    private static final List<String> MPICH = List.of("libmpi.so.12", "libmpich.so.12", "libmpi_intel.so.12");
    /** Bytes of the longest version text of any library. */
    private static final int VERSION_BYTES = 8192;

    /**
     * Opens the library of a launcher.
     *
     * @param named the file that the user names; null: none
     * @throws MpiException if there is none that can be used; the message says why
     */
    static MpiLibrary open(Launch.Family family, String named) {
        List<String> names = new ArrayList<>();
        if (named != null && !named.isBlank()) {
            names.add(named);
        } else {
            names.addAll(family == Launch.Family.MPICH ? MPICH : OPEN_MPI);
            names.addAll(family == Launch.Family.MPICH ? OPEN_MPI : MPICH);
            names.add("libmpi.so");
        }
        List<String> reasons = new ArrayList<>();
        for (String name : names) {
            if (!load(name)) {
                continue;
            }
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(name, Arena.global());
                String version = version(library);
                return new MpiLibrary(name, version.lines().findFirst().orElse(name), Abi.of(library, version),
                        new MpiFunctions(library));
            } catch (MpiException | IllegalArgumentException e) {
                reasons.add(name + " cannot be used: " + e.getMessage());
            }
        }
        throw new MpiException(reasons.isEmpty() ? "the system's loader finds none of " + String.join(", ", names)
                : String.join("; ", reasons));
    }

    private static boolean load(String name) {
        MemorySegment dlopen = Linker.nativeLinker().defaultLookup().find("dlopen")
                .orElseThrow(() -> new MpiException("the system has no dlopen"));
        MethodHandle open = Linker.nativeLinker().downcallHandle(dlopen, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            return ((MemorySegment) open.invokeExact(arena.allocateFrom(name), NOW_AND_GLOBAL)).address() != 0;
        } catch (Throwable e) {
            throw new MpiException("the system's loader fails: " + e, e);
        }
    }

    private static String version(SymbolLookup library) {
        MethodHandle version = MpiFunctions.function(library, "MPI_Get_library_version", ADDRESS, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(VERSION_BYTES);
            int code = (int) version.invokeExact(text, arena.allocate(JAVA_INT));
            return code == 0 ? text.getString(0) : "";
        } catch (Throwable e) {
            throw new MpiException("its version cannot be asked for: " + e, e);
        }
    }
}
