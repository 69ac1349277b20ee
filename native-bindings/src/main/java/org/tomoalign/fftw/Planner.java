package org.tomoalign.fftw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.tomoalign.fftw.generated.Fftw3f;
import org.tomoalign.fftw.generated.fftw_iodim64_do_not_use_me;

/** Makes and frees plans, one at a time: FFTW's planner is not thread-safe. */
final class Planner {
    /** Planning without measuring never touches the data; only their alignment and whether they coincide count. */
    private static final long UNTOUCHED_IN = 1L << 20;
    private static final long UNTOUCHED_OUT = 1L << 21;

    /** One for the process, as FFTW's planner is. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private final PlanEffort effort;
    private final Wisdom wisdom;
    private final WisdomCache cache;

    Planner(PlanEffort effort, Wisdom wisdom, WisdomCache cache) {
        this.effort = effort;
        this.wisdom = wisdom;
        this.cache = cache;
        if (effort == PlanEffort.MEASURE) {
            cache.read().ifPresent(Planner::importWisdom);
        }
    }

    PlanEffort effort() {
        return effort;
    }

    Plan plan(Transform transform) {
        return locked(() -> {
            MemorySegment address = switch (effort) {
                case ESTIMATE -> fresh(transform, null);
                case WISDOM -> fresh(transform, wisdom.section(transform.wisdomSection()).orElse(null));
                case MEASURE -> measured(transform);
            };
            if (address.equals(MemorySegment.NULL)) {
                throw new FftwException("FFTW cannot plan " + transform + ".");
            }
            return new Plan(this, address);
        });
    }

    /**
     * Plans from the given wisdom alone, else by FFTW's heuristics. What the planner learnt before is forgotten first,
     * as it could lead to another plan: the plan must not depend on the order in which threads ask for plans.
     */
    private static MemorySegment fresh(Transform transform, String known) {
        MemorySegment plan = recalled(transform, known);
        if (!plan.equals(MemorySegment.NULL)) {
            return plan;
        }
        Fftw3f.fftwf_forget_wisdom();
        return makeUntouched(transform, Fftw3f.FFTW_ESTIMATE());
    }

    /** Plans from the given wisdom alone; a null address if it does not hold the plan. */
    private static MemorySegment recalled(Transform transform, String known) {
        Fftw3f.fftwf_forget_wisdom();
        return known != null && importWisdom(known) ? makeUntouched(transform, Fftw3f.FFTW_WISDOM_ONLY())
                : MemorySegment.NULL;
    }

    /** Whether the shipped wisdom holds the plan of a transform. */
    boolean knows(Transform transform) {
        return locked(() -> {
            MemorySegment plan = recalled(transform, wisdom.section(transform.wisdomSection()).orElse(null));
            boolean known = !plan.equals(MemorySegment.NULL);
            if (known) {
                Fftw3f.fftwf_destroy_plan(plan);
            }
            return known;
        });
    }

    private static MemorySegment makeUntouched(Transform transform, int flags) {
        return make(transform, MemorySegment.ofAddress(UNTOUCHED_IN),
                MemorySegment.ofAddress(transform.inPlace() ? UNTOUCHED_IN : UNTOUCHED_OUT), flags);
    }

    private MemorySegment measured(Transform transform) {
        MemorySegment plan = measure(transform);
        cache.write(exportWisdom());
        return plan;
    }

    private static MemorySegment measure(Transform transform) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = AlignedSegments.bytes(arena, Math.max(transform.inBytes(), transform.outBytes()));
            MemorySegment out = transform.inPlace() ? in : AlignedSegments.bytes(arena, transform.outBytes());
            return make(transform, in, out, Fftw3f.FFTW_MEASURE());
        }
    }

    private static MemorySegment make(Transform transform, MemorySegment in, MemorySegment out, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            int rank = transform.dimensions().size();
            int batchRank = transform.batch().size();
            MemorySegment dimensions = dimensions(arena, transform.dimensions());
            MemorySegment batch = dimensions(arena, transform.batch());
            return switch (transform.kind()) {
                case FORWARD_REAL -> Fftw3f.fftwf_plan_guru64_dft_r2c(rank, dimensions, batchRank, batch, in, out, flags);
                case INVERSE_REAL -> Fftw3f.fftwf_plan_guru64_dft_c2r(rank, dimensions, batchRank, batch, in, out, flags);
                case FORWARD -> Fftw3f.fftwf_plan_guru64_dft(
                        rank, dimensions, batchRank, batch, in, out, Fftw3f.FFTW_FORWARD(), flags);
                case INVERSE -> Fftw3f.fftwf_plan_guru64_dft(
                        rank, dimensions, batchRank, batch, in, out, Fftw3f.FFTW_BACKWARD(), flags);
            };
        }
    }

    private static MemorySegment dimensions(Arena arena, List<Transform.Dimension> list) {
        MemoryLayout layout = fftw_iodim64_do_not_use_me.layout();
        MemorySegment array = arena.allocate(layout, Math.max(1, list.size()));
        for (int i = 0; i < list.size(); i++) {
            MemorySegment entry = array.asSlice(i * layout.byteSize(), layout);
            fftw_iodim64_do_not_use_me.n(entry, list.get(i).size());
            fftw_iodim64_do_not_use_me.is(entry, list.get(i).inStride());
            fftw_iodim64_do_not_use_me.os(entry, list.get(i).outStride());
        }
        return array;
    }

    /** Measures the plans of the transforms, each from a clean start, and returns what was learnt. */
    String learn(List<Transform> transforms) {
        return locked(() -> {
            Fftw3f.fftwf_forget_wisdom();
            for (Transform transform : transforms) {
                Fftw3f.fftwf_destroy_plan(measure(transform));
            }
            String learnt = exportWisdom();
            Fftw3f.fftwf_forget_wisdom();
            return learnt;
        });
    }

    private static boolean importWisdom(String text) {
        try (Arena arena = Arena.ofConfined()) {
            return Fftw3f.fftwf_import_wisdom_from_string(arena.allocateFrom(text)) != 0;
        }
    }

    private static String exportWisdom() {
        return takeString(Fftw3f.fftwf_export_wisdom_to_string());
    }

    String describe(MemorySegment plan) {
        return locked(() -> takeString(Fftw3f.fftwf_sprint_plan(plan)));
    }

    private static String takeString(MemorySegment text) {
        String copy = text.reinterpret(Long.MAX_VALUE).getString(0);
        Fftw3f.fftwf_free(text);
        return copy;
    }

    <T> T locked(Supplier<T> action) {
        LOCK.lock();
        try {
            return action.get();
        } finally {
            LOCK.unlock();
        }
    }
}
