package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The choice of the provider, in a Java of its own where it depends on options. */
class KernelProviderTest {
    private static final String WITH_MODULE = "--add-modules=jdk.incubator.vector";
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** Prints the name of the provider in use. */
    public static final class Main {
        public static void main(String[] arguments) {
            System.out.println("provider=" + KernelProvider.get().name());
        }
    }

    private static ChildJvm run(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add(NATIVE_ACCESS);
        return ChildJvm.run(all, Main.class);
    }

    @Test
    void theVectorKernelsRunInTheseTests() {
        assertEquals("vector", KernelProvider.get().name());
        assertSame(KernelProvider.get(), KernelProvider.get());
        assertInstanceOf(VectorRowKernels.class, KernelProvider.get().rows());
        assertInstanceOf(VectorSliceKernels.class, KernelProvider.get().slices());
        assertInstanceOf(VectorVectorKernels.class, KernelProvider.get().vectors());
        assertInstanceOf(ScalarRowKernels.class, KernelProvider.named("scalar").rows());
    }

    @Test
    void withoutTheModuleTheScalarKernelsRunAndTheLogSaysWhatToPass() throws Exception {
        ChildJvm child = run("-Xlog:class+load");
        assertEquals(0, child.exitCode(), child.output());
        assertTrue(child.output().contains("provider=scalar"), child.output());
        assertTrue(child.output().contains("--add-modules jdk.incubator.vector"), child.output());
        assertTrue(child.output().contains("org.tomoalign.kernels.ScalarRowKernels"), "class loading is logged");
        assertFalse(child.output().contains("org.tomoalign.kernels.VectorRowKernels"), "no vector class is loaded");
        assertFalse(child.output().contains("org.tomoalign.kernels.Simd"), "no vector class is loaded");
        assertFalse(child.output().contains("jdk.incubator.vector.FloatVector"), "no vector class is loaded");
    }

    @Test
    void theModuleIsEnough() throws Exception {
        ChildJvm child = run(WITH_MODULE);
        assertTrue(child.output().contains("provider=vector"), child.output());
    }

    @Test
    void thePropertyForcesTheScalarKernelsSilently() throws Exception {
        ChildJvm child = run(WITH_MODULE, "-Dtomoalign.kernels=scalar");
        assertTrue(child.output().contains("provider=scalar"), child.output());
        assertFalse(child.output().contains("--add-modules"), child.output());
    }

    @Test
    void thePropertyFailsLoudlyWithoutTheModule() throws Exception {
        ChildJvm child = run("-Dtomoalign.kernels=vector");
        assertNotEquals(0, child.exitCode());
        assertTrue(child.output().contains("need java --add-modules jdk.incubator.vector"), child.output());
    }

    @Test
    void anUnknownProviderIsRefused() throws Exception {
        ChildJvm child = run(WITH_MODULE, "-Dtomoalign.kernels=simd");
        assertNotEquals(0, child.exitCode());
        assertTrue(child.output().contains("kernels are 'scalar' or 'vector', not 'simd'"), child.output());
        assertThrows(IllegalStateException.class, () -> KernelProvider.named("simd"));
    }
}
