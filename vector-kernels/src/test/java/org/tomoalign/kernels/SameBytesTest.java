package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results do not depend on whether a kernel is interpreted or compiled, so not on when it is compiled. */
class SameBytesTest {
    /** Warms up and prints the checksums of one run of each kernel. */
    public static final class Main {
        public static void main(String[] arguments) {
            int warmUp = Integer.parseInt(arguments[1]);
            Kernels kernels = KernelProvider.named(arguments[0]);
            for (String name : new KernelCalls().of(kernels).keySet()) {
                KernelCalls.Call warm = new KernelCalls().of(kernels).get(name);
                for (int i = 0; i < warmUp; i++) {
                    warm.run(5 + i % 100);
                }
                KernelCalls fresh = new KernelCalls();
                for (int n : new int[] {1, 13, 129, 257}) {
                    fresh.of(kernels).get(name).run(n);
                }
                System.out.println(name + " " + fresh.digest());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void interpretedAndCompiledAgree(String provider) throws Exception {
        List<String> options = List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");
        ChildJvm interpreted = ChildJvm.run(
                List.of(options.get(0), options.get(1), "-Xint"), Main.class, provider, "0");
        // Compiled in the foreground, so that the last run is known to be compiled code.
        ChildJvm compiled = ChildJvm.run(
                List.of(options.get(0), options.get(1), "-Xbatch"), Main.class, provider, "6000");
        assertEquals(0, interpreted.exitCode(), interpreted.output());
        assertEquals(16, interpreted.output().lines().filter(line -> line.matches("\\w+ \\d+")).count());
        assertEquals(interpreted.output(), compiled.output());
    }
}
