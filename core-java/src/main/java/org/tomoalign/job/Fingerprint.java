package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * What a tomogram's alignment started from, as a SHA-256 over every number: metadata, particles, trajectories,
 * deformations, aberrations and FSC, and name, length and time of images, maps and mask. Every bit of a number counts.
 *
 * <p>Every component is named here. To digest the records' texts would be shorter, but the texts of large sets take long,
 * and Java makes the code for each record's text when it is first asked for: a tenth of a second in every job.
 */
final class Fingerprint {
    private final MessageDigest digest = sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Double.BYTES);

    private Fingerprint() {
    }

    /** Returns the fingerprint, lower-case hexadecimal. */
    static String of(Tomogram tomogram, ReferenceMap.Source reference) {
        Fingerprint print = new Fingerprint();
        print.add(tomogram.series());
        print.add(tomogram.particles().size());
        tomogram.particles().forEach(print::add);
        print.add(tomogram.geometry());
        new TreeMap<>(tomogram.aberrations()).forEach((group, aberrations) -> {
            print.add(group);
            print.add(aberrations);
        });
        print.add(reference.pixelSize());
        reference.fsc().ifPresent(print::add);
        print.addState(reference.half1());
        print.addState(reference.half2());
        reference.mask().ifPresent(print::addState);
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void add(TiltSeries series) {
        add(series.name());
        add(series.pixelSize());
        add(series.size());
        add(series.imageWidth());
        add(series.imageHeight());
        add(series.hand());
        add(series.defocusSlope());
        add(series.microscope().voltage());
        add(series.microscope().sphericalAberration());
        add(series.microscope().amplitudeContrast());
        add(series.fractionalDose());
        add(series.images().size());
        List<Path> files = ImageFileState.files(series);
        for (TiltImage image : series.images()) {
            // Which of the files; where they are makes no difference.
            add(files.indexOf(image.source().file()));
            add(image);
        }
    }

    private void add(TiltImage image) {
        add(image.source().slice());
        add(image.row());
        add(image.dose());
        Defocus defocus = image.defocus();
        add(defocus.u());
        add(defocus.v());
        add(defocus.angle());
        add(image.phaseShift());
        add(image.scale());
        add(image.bFactor());
        add(image.doseBFactor());
    }

    private void add(Particle particle) {
        add(particle.name());
        add(particle.tomogram());
        add(particle.orientation());
        add(particle.halfSet());
        add(particle.opticsGroup());
        add(particle.excluded().size());
        particle.excluded().stream().sorted().forEach(this::add);
    }

    private void add(Geometry geometry) {
        geometry.projections().forEach(projection -> {
            add(projection.linear());
            add(projection.shift());
        });
        geometry.positions().forEach(this::add);
        add(geometry.trajectories().images());
        add(geometry.trajectories().values());
        Deformation deformation = geometry.deformation();
        add(deformation.kind().label());
        add(deformation.gridWidth());
        add(deformation.gridHeight());
        add(deformation.coefficients().size());
        deformation.coefficients().forEach(this::add);
    }

    private void add(Aberrations aberrations) {
        add(aberrations.even());
        add(aberrations.odd());
    }

    private void add(List<Double> values) {
        add(values.size());
        values.forEach(this::add);
    }

    private void add(double[] values) {
        add(values.length);
        for (double value : values) {
            add(value);
        }
    }

    private void add(Vec3 v) {
        add(v.x());
        add(v.y());
        add(v.z());
    }

    private void add(Mat3 m) {
        add(m.m00());
        add(m.m01());
        add(m.m02());
        add(m.m10());
        add(m.m11());
        add(m.m12());
        add(m.m20());
        add(m.m21());
        add(m.m22());
    }

    /** Pixels are not read for this: a file with another length or time is taken for another file. */
    private void addState(Path file) {
        try {
            add(file.toString());
            add(Files.size(file));
            add(Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(double value) {
        add(Double.doubleToRawLongBits(value));
    }

    private void add(long value) {
        digest.update(number.putLong(0, value).array());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
