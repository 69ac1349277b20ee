package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled vector kernels allocate nothing. Where the compiler does not inline an operation they do, a vector object at
 * a time, and are several times slower: see {@link Simd}. What it inlines depends on what has run before, hence the
 * different circumstances.
 */
class AllocationTest {
    private static final int LEAST_ROUNDS = 20;
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int CALLS = 1000;
    private static final int[] LENGTHS = {5, 33, 64, 129, 257};

    /** Prints the kernels that still allocate after warm-up. */
    public static final class Main {
        public static void main(String[] arguments) {
            if (arguments[0].equals("after other shapes")) {
                runOtherShapes();
            }
            System.out.println(allocating());
        }

        /** Fills the profiles of the Vector API with a shape that the kernels use little or not at all. */
        private static void runOtherShapes() {
            float[] floats = new float[64];
            double[] doubles = new double[64];
            int[] ints = new int[64];
            for (int i = 0; i < 300_000; i++) {
                run(FloatVector.SPECIES_256, floats);
                run(DoubleVector.SPECIES_128, doubles);
                IntVector v = IntVector.fromArray(IntVector.SPECIES_256, ints, 0);
                v.max(1).min(3).mul(v).add(2).intoArray(ints, 0);
            }
        }

        private static void run(VectorSpecies<Float> species, float[] a) {
            FloatVector v = FloatVector.fromArray(species, a, 0);
            v = v.add(1f).mul(v).sub(v).mul(0.5f).fma(v, v).mul(v).add(v);
            v.reinterpretAsInts().reinterpretAsFloats().sub(1f).intoArray(a, 0);
        }

        private static void run(VectorSpecies<Double> species, double[] a) {
            DoubleVector v = DoubleVector.fromArray(species, a, 0);
            v.add(1.0).mul(v).sub(v).mul(0.5).fma(v, v).mul(v).add(v).intoArray(a, 0);
        }
    }

    /** Returns what is allocated per call, by the names of the kernels that still allocate after warm-up. */
    private static Map<String, Double> allocating() {
        Map<String, Double> found = new TreeMap<>();
        new KernelCalls().of(KernelProvider.named("vector")).forEach((name, call) -> {
            long start = System.nanoTime();
            double bytes;
            int round = 0;
            do {
                bytes = bytesPerCall(call);
                round++;
            } while (round < LEAST_ROUNDS || bytes > 1 && System.nanoTime() - start < PATIENCE_NANOS);
            if (bytes > 1) {
                found.put(name, bytes);
            }
        });
        return found;
    }

    private static double bytesPerCall(KernelCalls.Call call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            for (int n : LENGTHS) {
                call.run(n);
            }
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ((double) CALLS * LENGTHS.length);
    }

    @Test
    void afterTheOtherTestsKernelsAllocateNothing() {
        assertEquals(Map.of(), allocating());
    }

    @ParameterizedTest
    @ValueSource(strings = {"alone", "after other shapes"})
    void inAJavaOfTheirOwnKernelsAllocateNothing(String circumstances) throws Exception {
        List<String> options = List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
        ChildJvm child = ChildJvm.run(options, Main.class, circumstances);
        assertEquals(0, child.exitCode(), child.output());
        assertEquals("{}", child.output().lines().reduce((first, last) -> last).orElseThrow(), child.output());
    }
}
