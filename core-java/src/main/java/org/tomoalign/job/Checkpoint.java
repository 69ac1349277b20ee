package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tomoalign.project.TiltSeries;
import org.tomoalign.reference.ReferenceMap;

/**
 * A finished tomogram on disk, {@code temp/NAME.json}: one file, so that it is there whole or not at all.
 *
 * @param settings  fingerprint of the settings it was aligned with
 * @param input     fingerprint of the geometry it started from, of its images and of the reference
 * @param alignment the outcome
 */
record Checkpoint(String settings, String input, AlignedTomogram alignment) {
    static Path file(Path temp, TiltSeries series) {
        return temp.resolve(series.name().replace('/', '_') + ".json");
    }

    static Checkpoint of(
            AlignSettings settings, TomogramAligner.Task task, ReferenceMap.Source reference,
            AlignedTomogram alignment) {
        return new Checkpoint(fingerprint(settings), fingerprint(task, reference), alignment);
    }

    void write(Path temp, TiltSeries series) {
        JsonFile.write(file(temp, series), this);
    }

    static Optional<Checkpoint> read(Path temp, TiltSeries series) {
        return JsonFile.read(file(temp, series), Checkpoint.class);
    }

    /** Returns whether this is the outcome of the same task under the same settings. */
    boolean fits(AlignSettings otherSettings, TomogramAligner.Task task, ReferenceMap.Source reference) {
        return settings.equals(fingerprint(otherSettings)) && input.equals(fingerprint(task, reference));
    }

    /** The number of threads does not change results, so it is left out. */
    private static String fingerprint(AlignSettings s) {
        return String.join("; ", "box " + s.box(), "range " + s.range(), "pad " + s.pad(),
                "iterations " + s.maxIterations(), s.alignment().toString(), s.motion().toString(), s.shells().toString(),
                s.weights().toString(), "compat " + s.compat(), "auto scale " + s.autoScale(),
                "deformation " + s.deformation(), s.mode().toString());
    }

    private static String fingerprint(TomogramAligner.Task task, ReferenceMap.Source reference) {
        MessageDigest digest = sha256();
        add(digest, task.series());
        task.particles().forEach(particle -> add(digest, particle));
        task.trajectories().forEach(trajectory -> add(digest, trajectory));
        task.deformations().ifPresent(deformations -> add(digest, deformations));
        new TreeMap<>(task.aberrations()).forEach((group, aberrations) -> add(digest, group + " " + aberrations));
        add(digest, reference.pixelSize() + " " + reference.fsc().map(Arrays::toString));
        Set<Path> files = new TreeSet<>(List.of(reference.half1(), reference.half2()));
        reference.mask().ifPresent(files::add);
        task.series().images().forEach(image -> files.add(image.source().file()));
        files.forEach(file -> add(digest, state(file)));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Pixels are not read for this: a file with another length or time is taken for another file. */
    private static String state(Path file) {
        try {
            return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MessageDigest digest, Object value) {
        digest.update((value + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
