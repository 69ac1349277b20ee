package org.tomoalign.fftw;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tomoalign.fftw.FftwLibrary.Origin;

/**
 * Finds a usable library: the file that the property {@value #PROPERTY} or else the environment variable
 * {@value #VARIABLE} names; then the one shipped with the program; then the system's. A file is opened to see that it is
 * what it should be, but not bound to the process's class loader.
 */
final class LibraryLookup {
    static final String PROPERTY = "tomoalign.fftw.library";
    static final String VARIABLE = "TOMO_ALIGN_FFTW";

    private static final String REMEDY =
            "install FFTW 3 in single precision (libfftw3f.so.3) or set " + VARIABLE + " to that file";
    private static final long VERSION_LENGTH = 256;

    private final LookupEnvironment environment;

    LibraryLookup(LookupEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Returns the library to load.
     *
     * @throws FftwException if a file is named but unusable, or if nothing is found; one sentence
     */
    FftwLibrary find() {
        String named = environment.property().apply(PROPERTY);
        String by = "property " + PROPERTY;
        if (named == null || named.isBlank()) {
            named = environment.variable().apply(VARIABLE);
            by = "environment variable " + VARIABLE;
        }
        if (named != null && !named.isBlank()) {
            return named(Path.of(named).toAbsolutePath(), by);
        }
        FftwException unusable = null;
        if (environment.bundled().isPresent()) {
            try {
                return bundled(environment.bundled().get());
            } catch (FftwException e) {
                unusable = e;
            }
        }
        Optional<FftwLibrary> system = system();
        if (system.isPresent()) {
            return system.get();
        }
        String reason = unusable == null ? "none is shipped for " + environment.platform()
                : "the one shipped cannot be used (" + unusable.getMessage() + ")";
        throw new FftwException("No FFTW library: " + reason + " and the system has none: " + REMEDY + ".", unusable);
    }

    private FftwLibrary named(Path file, String by) {
        try {
            return open(file, Origin.NAMED);
        } catch (FftwException e) {
            throw new FftwException("The " + by + " names " + e.getMessage() + ": " + REMEDY + ".", e);
        }
    }

    private FftwLibrary bundled(byte[] content) {
        BundledLibrary store = new BundledLibrary(content);
        FftwException first = null;
        if (environment.cacheFolder().isPresent()) {
            try {
                return open(store.extractTo(environment.cacheFolder().get()), Origin.BUNDLED);
            } catch (IOException e) {
                first = new FftwException("the folder " + environment.cacheFolder().get() + " cannot be written", e);
            } catch (FftwException e) {
                // A home mounted noexec: the temporary folder may do.
                first = e;
            }
        }
        try {
            return open(store.extractToTemporary(), Origin.BUNDLED);
        } catch (IOException e) {
            throw first != null ? first : new FftwException("the temporary folder cannot be written", e);
        }
    }

    private Optional<FftwLibrary> system() {
        for (Path directory : environment.directories()) {
            for (String name : environment.libraryNames()) {
                Path file = directory.resolve(name);
                if (Files.isRegularFile(file)) {
                    try {
                        return Optional.of(open(file, Origin.SYSTEM));
                    } catch (FftwException e) {
                        // Such as a 32-bit library in /usr/lib: a later directory may hold the right one.
                        continue;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Opens a file for a look; the message of an exception is half a sentence: the file and what is wrong with it. */
    private FftwLibrary open(Path file, Origin origin) {
        byte[] content;
        try {
            if (!Files.isRegularFile(file)) {
                throw new FftwException(file + ", which is not a file");
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new FftwException(file + ", which cannot be read", e);
        }
        if (environment.platform().startsWith("linux") && !isElfFor(environment.platform(), content)) {
            throw new FftwException(file + ", which is not a library for this machine");
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(file, arena);
            Optional<MemorySegment> version = symbols.find("fftwf_version");
            if (version.isEmpty() || symbols.find("fftwf_plan_guru64_dft_r2c").isEmpty()) {
                throw new FftwException(file + (symbols.find("fftw_execute").isPresent()
                        ? ", which is FFTW in double precision only" : ", which is not FFTW 3 in single precision"));
            }
            String text = version.get().reinterpret(VERSION_LENGTH).getString(0);
            return new FftwLibrary(file, origin, text, BundledLibrary.checksum(content));
        } catch (IllegalArgumentException e) {
            throw new FftwException(file + ", which the system does not load: that file system may forbid execution (noexec)"
                    + (origin == Origin.BUNDLED ? "; XDG_CACHE_HOME=FOLDER chooses another" : ""), e);
        }
    }

    /** The virtual machine prints warnings of its own when it is given something else to open. */
    private static boolean isElfFor(String platform, byte[] content) {
        // Header: magic number, 2 for 64 bit, 1 for little-endian; bytes 18 and 19: 62 for x86-64, 183 for AArch64.
        int machine = switch (platform) {
            case "linux-x86_64" -> 62;
            case "linux-arm64" -> 183;
            default -> -1;
        };
        return content.length > 20 && content[0] == 0x7f && content[1] == 'E' && content[2] == 'L' && content[3] == 'F'
                && (machine < 0 || content[4] == 2 && content[5] == 1
                        && (content[18] & 0xff | (content[19] & 0xff) << 8) == machine);
    }
}
