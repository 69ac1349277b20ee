package org.tomoalign.mpi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions used, as method handles that take handles as numbers of 64 bits (see {@link Abi}) and return the library's
 * code, 0 for success. Written by hand: what jextract makes of a header holds for the library of that header only.
 */
final class MpiFunctions {
    final MethodHandle initThread;
    final MethodHandle finish;
    final MethodHandle abort;
    final MethodHandle commRank;
    final MethodHandle commSize;
    final MethodHandle commSplitType;
    final MethodHandle winAllocate;
    final MethodHandle winLockAll;
    final MethodHandle winUnlockAll;
    final MethodHandle winFlush;
    final MethodHandle winFree;
    final MethodHandle fetchAndOp;
    final MethodHandle iallreduce;
    final MethodHandle test;
    final MethodHandle isend;
    final MethodHandle improbe;
    final MethodHandle getCount;
    final MethodHandle mrecv;

    /** @throws MpiException if the library lacks one, as those older than version 3 of the standard do */
    MpiFunctions(SymbolLookup library) {
        initThread = function(library, "MPI_Init_thread", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        finish = function(library, "MPI_Finalize");
        abort = function(library, "MPI_Abort", JAVA_LONG, JAVA_INT);
        commRank = function(library, "MPI_Comm_rank", JAVA_LONG, ADDRESS);
        commSize = function(library, "MPI_Comm_size", JAVA_LONG, ADDRESS);
        commSplitType = function(library, "MPI_Comm_split_type", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
        winAllocate = function(library, "MPI_Win_allocate", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS);
        winLockAll = function(library, "MPI_Win_lock_all", JAVA_INT, JAVA_LONG);
        winUnlockAll = function(library, "MPI_Win_unlock_all", JAVA_LONG);
        winFlush = function(library, "MPI_Win_flush", JAVA_INT, JAVA_LONG);
        winFree = function(library, "MPI_Win_free", ADDRESS);
        fetchAndOp = function(library, "MPI_Fetch_and_op", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG,
                JAVA_LONG);
        iallreduce = function(library, "MPI_Iallreduce", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS);
        test = function(library, "MPI_Test", ADDRESS, ADDRESS, JAVA_LONG);
        isend = function(library, "MPI_Isend", ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
        improbe = function(library, "MPI_Improbe", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        getCount = function(library, "MPI_Get_count", ADDRESS, JAVA_LONG, ADDRESS);
        mrecv = function(library, "MPI_Mrecv", ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG);
    }

    static MethodHandle function(SymbolLookup library, String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(
                () -> new MpiException("it has no function " + name)), FunctionDescriptor.of(JAVA_INT, arguments));
    }
}
