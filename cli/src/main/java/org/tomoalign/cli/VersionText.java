package org.tomoalign.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.FftwException;
import org.tomoalign.job.ProgramVersion;
import org.tomoalign.kernels.KernelProvider;
import picocli.CommandLine.IVersionProvider;

/** What a report of a problem should begin with: the versions of the program and of what it runs on. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            ProgramVersion.text(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ", " + System.getProperty("java.home")
                    + ")",
            fftw(),
            processor() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs usable, "
                    + KernelProvider.get().name() + " kernels",
            System.getProperty("os.name") + " " + System.getProperty("os.version")};
    }

    private static String fftw() {
        try {
            return "FFTW: " + Fftw.get().report();
        } catch (FftwException e) {
            return "FFTW: " + e.getMessage();
        }
    }

    /** Returns the processor's name where the system tells it, else its kind. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElseGet(VersionText::architecture);
        } catch (IOException e) {
            return architecture();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch");
    }
}
