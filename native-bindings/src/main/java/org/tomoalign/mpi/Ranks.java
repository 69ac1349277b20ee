package org.tomoalign.mpi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The processes (ranks) that one launcher started, in touch through MPI. Its methods may be called from any thread; one
 * thread at a time is within the library, and none stays there: what waits for other ranks looks now and then, as ranks
 * that wait within the library would take the processors from those that work.
 *
 * <p>An error within MPI ends all ranks, as is MPI's default.
 */
public final class Ranks implements AutoCloseable {
    private static final int THREAD_SERIALIZED = 2;
    private static final int TAG = 47;
    private static final long MILLISECONDS_BETWEEN_LOOKS = 5;

    private final MpiLibrary library;
    private final MpiFunctions mpi;
    private final Abi abi;
    private final Arena memory = Arena.ofShared();
    private final int rank;
    private final int size;
    private final long node;
    private final int nodeRank;
    private final int nodeSize;
    private final MemorySegment windowAt;
    private final long window;
    private final MemorySegment one;
    private final MemorySegment fetched;
    /** Messages on their way, oldest first: each keeps its memory until MPI is done with it. */
    private final Deque<Sent> sent = new ArrayDeque<>();

    private record Sent(Arena memory, MemorySegment request) {
    }

    /**
     * A message to the first rank.
     *
     * @param from rank of the sender
     */
    public record Received(int from, byte[] content) {
    }

    /**
     * Initialises MPI. To be called once in a process, by its main thread.
     *
     * @throws MpiException if there is no library, or if it sees fewer ranks than were launched; one sentence
     */
    public static Ranks join(Launch launch) {
        if (launch.family() == Launch.Family.NONE) {
            throw new MpiException("the processes were started by srun without --mpi=pmix or --mpi=pmi2");
        }
        MpiLibrary library = MpiLibrary.open(launch.family(), System.getenv(MpiLibrary.VARIABLE));
        Ranks ranks = new Ranks(library);
        if (ranks.size != launch.size()) {
            int seen = ranks.size;
            ranks.close();
            throw new MpiException(library.name() + " (" + library.version() + ") sees " + seen + " of the " + launch.size()
                    + " processes, so it is not the launcher's library; " + MpiLibrary.VARIABLE + "=FILE names another");
        }
        return ranks;
    }

    private Ranks(MpiLibrary library) {
        this.library = library;
        mpi = library.functions();
        abi = library.abi();
        MemorySegment provided = memory.allocate(JAVA_INT);
        check(() -> (int) mpi.initThread.invokeExact(MemorySegment.NULL, MemorySegment.NULL, THREAD_SERIALIZED, provided));
        if (provided.get(JAVA_INT, 0) < THREAD_SERIALIZED) {
            throw new MpiException(library.version() + " has been built without support for threads");
        }
        rank = number(abi.world(), true);
        size = number(abi.world(), false);
        MemorySegment handle = memory.allocate(JAVA_LONG);
        check(() -> (int) mpi.commSplitType.invokeExact(abi.world(), abi.shared(), rank, abi.noInfo(), handle));
        node = abi.handle(handle);
        nodeRank = number(node, true);
        nodeSize = number(node, false);
        windowAt = memory.allocate(JAVA_LONG);
        MemorySegment base = memory.allocate(JAVA_LONG);
        check(() -> (int) mpi.winAllocate.invokeExact((long) Long.BYTES, Long.BYTES, abi.noInfo(), abi.world(), base, windowAt));
        window = abi.handle(windowAt);
        MemorySegment.ofAddress(base.get(JAVA_LONG, 0)).reinterpret(Long.BYTES).set(JAVA_LONG, 0, 0);
        check(() -> (int) mpi.winLockAll.invokeExact(0, window));
        one = memory.allocate(JAVA_LONG);
        one.set(JAVA_LONG, 0, 1);
        fetched = memory.allocate(JAVA_LONG);
        // Nobody counts before every counter is 0.
        meet();
    }

    private int number(long communicator, boolean own) {
        MemorySegment result = memory.allocate(JAVA_INT);
        check(() -> own ? (int) mpi.commRank.invokeExact(communicator, result)
                : (int) mpi.commSize.invokeExact(communicator, result));
        return result.get(JAVA_INT, 0);
    }

    /** Returns the number of this rank, from 0 on. */
    public int rank() {
        return rank;
    }

    /** Returns the number of ranks. */
    public int size() {
        return size;
    }

    /** Returns the number of this rank among those on its node, from 0 on. */
    public int nodeRank() {
        return nodeRank;
    }

    /** Returns the number of ranks on this node. */
    public int nodeSize() {
        return nodeSize;
    }

    /** Returns the library and its version. */
    public String version() {
        return library.version();
    }

    /** Returns 0, 1, 2 ...: each number to one caller of all ranks. The counter is in the memory of the first rank. */
    public synchronized int next() {
        check(() -> (int) mpi.fetchAndOp.invokeExact(one, fetched, abi.longs(), 0, 0L, abi.sum(), window));
        check(() -> (int) mpi.winFlush.invokeExact(0, window));
        return Math.toIntExact(fetched.get(JAVA_LONG, 0));
    }

    /** Waits for all ranks to come here. */
    public void meet() {
        largest(0);
    }

    /** Returns the largest of the values of all ranks, which have all to call this. */
    public long largest(long value) {
        return largest(value, abi.world());
    }

    /** Returns the largest of the values of the ranks on this node, which have all to call this. */
    public long largestOnNode(long value) {
        return largest(value, node);
    }

    private long largest(long value, long communicator) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment from = arena.allocateFrom(JAVA_LONG, value);
            MemorySegment to = arena.allocate(JAVA_LONG);
            MemorySegment request = arena.allocate(JAVA_LONG);
            synchronized (this) {
                check(() -> (int) mpi.iallreduce.invokeExact(from, to, 1, abi.longs(), abi.max(), communicator, request));
            }
            while (!isDone(request)) {
                pause();
            }
            return to.get(JAVA_LONG, 0);
        }
    }

    /** Sends a message to the first rank, and returns at once. */
    public synchronized void tell(byte[] content) {
        Arena arena = Arena.ofShared();
        MemorySegment copy = arena.allocate(Math.max(1, content.length));
        MemorySegment.copy(content, 0, copy, JAVA_BYTE, 0, content.length);
        MemorySegment request = arena.allocate(JAVA_LONG);
        check(() -> (int) mpi.isend.invokeExact(copy, content.length, abi.bytes(), 0, TAG, abi.world(), request));
        sent.add(new Sent(arena, request));
        while (!sent.isEmpty() && isDone(sent.peek().request())) {
            sent.remove().memory().close();
        }
    }

    /** Waits until everything that was sent has gone. */
    public void flush() {
        while (hasUnsent()) {
            pause();
        }
    }

    private synchronized boolean hasUnsent() {
        while (!sent.isEmpty() && isDone(sent.peek().request())) {
            sent.remove().memory().close();
        }
        return !sent.isEmpty();
    }

    /** Returns the messages that have come in, in the order of each sender; for the first rank only. */
    public List<Received> receive() {
        List<Received> all = new ArrayList<>();
        for (Optional<Received> next = receiveOne(); next.isPresent(); next = receiveOne()) {
            all.add(next.get());
        }
        return all;
    }

    private synchronized Optional<Received> receiveOne() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flag = arena.allocate(JAVA_INT);
            MemorySegment message = arena.allocate(JAVA_LONG);
            MemorySegment status = arena.allocate(Abi.STATUS_BYTES, Long.BYTES);
            check(() -> (int) mpi.improbe.invokeExact(abi.anySource(), TAG, abi.world(), flag, message, status));
            if (flag.get(JAVA_INT, 0) == 0) {
                return Optional.empty();
            }
            MemorySegment count = arena.allocate(JAVA_INT);
            check(() -> (int) mpi.getCount.invokeExact(status, abi.bytes(), count));
            int length = count.get(JAVA_INT, 0);
            MemorySegment content = arena.allocate(Math.max(1, length));
            check(() -> (int) mpi.mrecv.invokeExact(content, length, abi.bytes(), message, abi.noStatus()));
            return Optional.of(new Received(status.get(JAVA_INT, abi.sourceOffset()),
                    content.asSlice(0, length).toArray(JAVA_BYTE)));
        }
    }

    private synchronized boolean isDone(MemorySegment request) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment flag = arena.allocate(JAVA_INT);
            check(() -> (int) mpi.test.invokeExact(request, flag, abi.noStatus()));
            return flag.get(JAVA_INT, 0) != 0;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for other ranks", e);
        }
    }

    /** Ends all ranks at once; this process does not come back from here, its exit code is that given. */
    public synchronized void abort(int code) {
        check(() -> (int) mpi.abort.invokeExact(abi.world(), code));
    }

    /** Waits for all ranks to come here, and leaves MPI. */
    @Override
    public void close() {
        flush();
        meet();
        synchronized (this) {
            check(() -> (int) mpi.winUnlockAll.invokeExact(window));
            check(() -> (int) mpi.winFree.invokeExact(windowAt));
            check(() -> (int) mpi.finish.invokeExact());
        }
        memory.close();
    }

    private interface Call {
        int code() throws Throwable;
    }

    private static void check(Call call) {
        try {
            int code = call.code();
            if (code != 0) {
                throw new MpiException("MPI failed with code " + code);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of MPI does not fit its description", e);
        }
    }
}
