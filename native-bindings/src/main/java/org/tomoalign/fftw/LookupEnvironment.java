package org.tomoalign.fftw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the lookup of the library depends on, so that tests can pretend.
 *
 * @param property  system properties by name, {@code null} if unset
 * @param variable  environment variables by name, {@code null} if unset
 * @param platform  operating system and architecture, such as {@code linux-x86_64}
 * @param bundled   content of the library shipped for this platform, empty if there is none
 * @param directories where the system keeps libraries, in the order of search
 */
record LookupEnvironment(
        UnaryOperator<String> property, UnaryOperator<String> variable, String platform, Optional<byte[]> bundled,
        List<Path> directories) {

    /** The process's own environment. */
    static LookupEnvironment real() {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        return new LookupEnvironment(System::getProperty, System::getenv, platform, shipped(platform),
                directories(platform, System.getenv("LD_LIBRARY_PATH")));
    }

    static String platform(String system, String architecture) {
        String name = system.toLowerCase(Locale.ROOT);
        String family = name.startsWith("mac") ? "macosx" : name.startsWith("linux") ? "linux" : name.replace(' ', '_');
        return family + "-" + switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> architecture;
        };
    }

    /** File names of FFTW in single precision on this platform. */
    List<String> libraryNames() {
        return platform.startsWith("macosx") ? List.of("libfftw3f.3.dylib", "libfftw3f.dylib")
                : List.of("libfftw3f.so.3", "libfftw3f.so");
    }

    /** The user's cache folder of this program, empty if there is no home. */
    Optional<Path> cacheFolder() {
        String cache = variable.apply("XDG_CACHE_HOME");
        // The XDG specification has relative paths ignored.
        if (cache != null && Path.of(cache).isAbsolute()) {
            return Optional.of(Path.of(cache, "tomo-align"));
        }
        String home = property.apply("user.home");
        return home == null || home.isBlank() || home.equals("?") ? Optional.empty()
                : Optional.of(Path.of(home, ".cache", "tomo-align"));
    }

    private static Optional<byte[]> shipped(String platform) {
        String resource = "/org/bytedeco/fftw/" + platform + "/libfftw3f.so.3";
        try (InputStream in = LookupEnvironment.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> directories(String platform, String searchPath) {
        List<Path> all = new ArrayList<>();
        for (String folder : searchPath == null ? new String[0] : searchPath.split(":")) {
            if (!folder.isBlank() && Path.of(folder).isAbsolute()) {
                all.add(Path.of(folder));
            }
        }
        String debian = platform.endsWith("arm64") ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        for (String folder : List.of("/usr/local/lib64", "/usr/local/lib", "/usr/lib/" + debian, "/lib/" + debian,
                "/usr/lib64", "/lib64", "/usr/lib", "/lib", "/opt/homebrew/lib")) {
            all.add(Path.of(folder));
        }
        return List.copyOf(all);
    }
}
