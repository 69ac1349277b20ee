package org.tomoalign.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.ShippedPlans;

/**
 * Makes the resource {@code org/tomoalign/fftw/wisdom.txt} of native-bindings anew, for the bundled library. Run it on a
 * machine that does nothing else:
 * {@code java --add-modules=jdk.incubator.vector -cp benchmarks.jar org.tomoalign.bench.MakeWisdom FILE [SIZE...]}
 */
public final class MakeWisdom {
    private static final int SMALLEST = 32;
    private static final int LARGEST = 512;

    private MakeWisdom() {
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("Usage: MakeWisdom FILE [SIZE...]");
            System.exit(2);
        }
        List<Integer> sizes = args.length > 1 ? List.of(args).subList(1, args.length).stream().map(Integer::valueOf).toList()
                : IntStream.rangeClosed(SMALLEST, LARGEST).filter(s -> s % 2 == 0 && isSmooth(s)).boxed().toList();
        Fftw fftw = Fftw.get();
        System.err.println(fftw.report());
        Files.writeString(Path.of(args[0]), ShippedPlans.measure(fftw, sizes), StandardCharsets.US_ASCII);
    }

    /** Whether a size has no prime factor above 7: the sizes people choose. */
    private static boolean isSmooth(int size) {
        int rest = size;
        for (int prime : new int[] {2, 3, 5, 7}) {
            while (rest % prime == 0) {
                rest /= prime;
            }
        }
        return rest == 1;
    }
}
