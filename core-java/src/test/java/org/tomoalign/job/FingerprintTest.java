package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

/** Whatever a tomogram's alignment starts from has its part in the fingerprint, and every setting in a checkpoint's text. */
class FingerprintTest {
    @TempDir
    private Path folder;

    private Tomogram tomogram;
    private ReferenceMap.Source reference;

    @BeforeEach
    void makeTomogram() throws IOException {
        Mat3 turned = Mat3.rotationX(0.1);
        TiltImage first = new TiltImage(
                new ImageSource(file("images.mrc"), 0), 1, 4, new Defocus(30000, 29000, 0.5), 0.1, 0.9, 5, 6);
        TiltImage second = new TiltImage(
                new ImageSource(file("images.mrc"), 0), 0, 5, new Defocus(30000, 29000, 0.5), 0.1, 0.8, 5, 6);
        Projection projection = new Projection(turned, new Vec3(1, 2, 3));
        TiltSeries series = new TiltSeries("TS_01", 1.5, new Vec3(100, 110, 50), 100, 110, -1, 1,
                new Microscope(300, 2.7, 0.07), 3, List.of(first, second));
        Particle particle = new Particle(0, "TS_01/1", "TS_01", turned, 1, 1, Set.of(3));
        Geometry geometry = new Geometry(List.of(projection, projection),
                List.of(new Vec3(10, 20, 30), new Vec3(1, 2, 3)),
                new Trajectories(2, new double[] {0, 0.1, 0, 0.2, 0, 0.3, 0, 0.1, 0, 0.2, 0, 0.3}),
                new Deformation(DeformationKind.SPLINE, 2, 3, List.of(new double[] {1, 2}, new double[] {3, 4})));
        tomogram = new Tomogram(series, List.of(particle, particle), geometry,
                Map.of(1, new Aberrations(List.of(0.1, 0.2), List.of(0.3))));
        reference = new ReferenceMap.Source(file("half1.mrc"), file("half2.mrc"), Optional.of(file("mask.mrc")),
                Optional.of(new double[] {1, 0.9, 0.5}), 1.5);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : Files.writeString(file, name);
    }

    @Test
    void isTheSameForTheSame() {
        assertEquals(Fingerprint.of(tomogram, reference), Fingerprint.of(tomogram, reference));
        assertEquals(64, Fingerprint.of(tomogram, reference).length());
    }

    /** Changes every component of every record within the tomogram, one at a time, and leaves things out. */
    @Test
    void differsWhereAnyNumberDiffers() throws Exception {
        Set<String> prints = new HashSet<>(Set.of(print(tomogram, reference)));
        List<Object> others = variants(tomogram);
        // Two images of 11 values and a projection of 12 numbers, two particles of 15 values, a position and an offset
        // on each image, 13 values of the series, 3 + 4 of the deformation, 3 + 2 of the aberrations.
        assertEquals(2 * (11 + 12) + 2 * (15 + 3 + 6) + 13 + 7 + 5, others.size());
        others.add(part(1, 2));
        others.add(part(2, 1));
        others.add(tomogram.at(tomogram.geometry().withDeformation(Deformation.NONE)));
        others.add(tomogram.at(new Geometry(tomogram.geometry().projections(), tomogram.geometry().positions(),
                Trajectories.NONE, tomogram.geometry().deformation())));
        int moved = 0;
        for (Object other : others) {
            if (((Tomogram) other).particles().stream().anyMatch(p -> p.row() != 0)) {
                // A particle is known by its name: its row differs in a set of one tomogram's particles alone.
                assertFalse(prints.add(print((Tomogram) other, reference)), other.toString());
                moved++;
            } else {
                assertTrue(prints.add(print((Tomogram) other, reference)), other.toString());
            }
        }
        assertEquals(2, moved);
        for (Object other : variants(reference)) {
            assertTrue(prints.add(print(tomogram, (ReferenceMap.Source) other)), other.toString());
        }
    }

    /** Returns all that a checkpoint says of what it was computed from. */
    private static String print(Tomogram tomogram, ReferenceMap.Source reference) {
        return Fingerprint.of(tomogram, reference) + ImageFileState.of(tomogram.series());
    }

    @Test
    void imagesMayMoveButNotChange() throws IOException {
        Checkpoint checkpoint = Checkpoint.of(AlignSettings.of(32, 5, 1), tomogram, reference, null);
        assertTrue(checkpoint.fitsImages(tomogram.series()));
        Path moved = folder.resolve("moved.mrc");
        FileTime time = Files.getLastModifiedTime(folder.resolve("images.mrc"));
        Files.setLastModifiedTime(Files.copy(folder.resolve("images.mrc"), moved), time);
        TiltSeries elsewhere = withImages(moved);
        assertTrue(checkpoint.fitsImages(elsewhere));
        assertTrue(checkpoint.fits(AlignSettings.of(32, 5, 1), new Tomogram(elsewhere, tomogram.particles(),
                tomogram.geometry(), tomogram.aberrations()), reference));
        Files.setLastModifiedTime(moved, FileTime.fromMillis(1));
        assertFalse(checkpoint.fitsImages(elsewhere));
        Files.delete(moved);
        assertFalse(checkpoint.fitsImages(elsewhere));
    }

    @Test
    void imagesMayNotChangePlaces() throws IOException {
        FileTime time = FileTime.fromMillis(1_000);
        Path a = Files.setLastModifiedTime(Files.writeString(folder.resolve("a.mrc"), "same length"), time);
        Path b = Files.setLastModifiedTime(Files.writeString(folder.resolve("b.mrc"), "same length"), time);
        Checkpoint checkpoint = Checkpoint.of(AlignSettings.of(32, 5, 1), new Tomogram(withImages(a, b),
                tomogram.particles(), tomogram.geometry(), tomogram.aberrations()), reference, null);
        assertTrue(checkpoint.fitsImages(withImages(a, b)));
        assertFalse(checkpoint.fitsImages(withImages(b, a)));
        assertFalse(checkpoint.fitsImages(withImages(a, a)));
    }

    /** Returns the series with its two images in other files. */
    private TiltSeries withImages(Path... files) {
        TiltSeries s = tomogram.series();
        List<TiltImage> images = new ArrayList<>();
        for (TiltImage i : s.images()) {
            images.add(new TiltImage(new ImageSource(files[images.size() % files.length], i.source().slice()), i.row(),
                    i.dose(), i.defocus(), i.phaseShift(), i.scale(), i.bFactor(), i.doseBFactor()));
        }
        return new TiltSeries(s.name(), s.pixelSize(), s.size(), s.imageWidth(), s.imageHeight(), s.hand(), s.defocusSlope(),
                s.microscope(), s.fractionalDose(), images);
    }

    /** Returns a tomogram with some of the particles and images, without motion and deformation. */
    private Tomogram part(int particles, int images) {
        TiltSeries s = tomogram.series();
        TiltSeries series = new TiltSeries(s.name(), s.pixelSize(), s.size(), s.imageWidth(), s.imageHeight(), s.hand(),
                s.defocusSlope(), s.microscope(), s.fractionalDose(), s.images().subList(0, images));
        return new Tomogram(series, tomogram.particles().subList(0, particles),
                new Geometry(tomogram.geometry().projections().subList(0, images),
                        tomogram.geometry().positions().subList(0, particles), Trajectories.NONE, Deformation.NONE),
                tomogram.aberrations());
    }

    @Test
    void differsWhenHalfMapsChangePlaces() {
        ReferenceMap.Source swapped = new ReferenceMap.Source(
                reference.half2(), reference.half1(), reference.mask(), reference.fsc(), reference.pixelSize());
        assertNotEquals(Fingerprint.of(tomogram, reference), Fingerprint.of(tomogram, swapped));
    }

    @Test
    void differsWhenAFileIsWrittenAnew() throws IOException {
        String before = print(tomogram, reference);
        Files.setLastModifiedTime(folder.resolve("images.mrc"), FileTime.fromMillis(1));
        assertNotEquals(before, print(tomogram, reference));
        String between = print(tomogram, reference);
        Files.writeString(folder.resolve("mask.mrc"), "longer than before");
        assertNotEquals(between, print(tomogram, reference));
    }

    /** Changes every setting, one at a time; but the threads, which make no difference. */
    @Test
    void textsOfSettingsDiffer() throws Exception {
        AlignSettings still = AlignSettings.of(32, 5, 1);
        AlignSettings moving = still.withMotion(MotionSettings.DEFAULT).withDeformation(new DeformationSettings(
                DeformationKind.SPLINE, 2, 3, OptionalDouble.of(0.5), false)).withPosterior(new PosteriorSettings(
                        true, OptionalDouble.of(0.1), OptionalDouble.of(2), OptionalDouble.of(3), true, OptionalInt.of(2)));
        Set<String> texts = new HashSet<>(Set.of(text(still), text(moving)));
        List<Object> others = variants(moving);
        others.add(still.withMode(AlignmentMode.IMAGE_SHIFTS));
        others.add(still.withMode(AlignmentMode.PARTICLE_SHIFTS));
        int same = 0;
        for (Object other : others) {
            if (((AlignSettings) other).threads() != moving.threads()) {
                assertEquals(text(moving), text((AlignSettings) other));
                same++;
            } else {
                assertTrue(texts.add(text((AlignSettings) other)), other.toString());
            }
        }
        assertEquals(1, same);
        // 7 of its own, 7 of priors, weights and folds and a value without priors is refused, 6 of what is refined, 5 of motion, 6 of deformations, 3 and 5 of weights, no motion, no deformation.
        assertTrue(others.size() >= 42, others.size() + " variants");
    }

    /** A newer program may compute other numbers. */
    @Test
    void checkpointsOfOtherProgramsDoNotFit() {
        AlignSettings settings = AlignSettings.of(32, 5, 1);
        Checkpoint own = Checkpoint.of(settings, tomogram, reference, null);
        assertTrue(own.fits(settings, tomogram, reference));
        Checkpoint other = new Checkpoint(
                own.program() + ".1", own.settings(), own.input(), own.images(), own.alignment());
        assertFalse(other.fits(settings, tomogram, reference));
    }

    private String text(AlignSettings settings) {
        return Checkpoint.of(settings, tomogram, reference, null).settings();
    }

    /** Returns copies of a value that differ from it in one place each, but those that its records refuse. */
    private List<Object> variants(Object value) throws Exception {
        List<Object> all = new ArrayList<>();
        switch (value) {
            case Double d -> all.add(Math.nextUp(d));
            // A box stays even.
            case Integer i -> all.add(i + 2);
            case Boolean b -> all.add(!b);
            case OptionalDouble o -> {
                all.add(OptionalDouble.empty());
                all.add(OptionalDouble.of(o.orElseThrow() + 1));
            }
            case OptionalInt o -> {
                all.add(OptionalInt.empty());
                all.add(OptionalInt.of(o.orElseThrow() + 1));
            }
            case Set<?> set -> all.add(Set.of(5));
            // There is one mode that goes with motion.
            case AlignmentMode _ -> { }
            case Enum<?> e -> all.add(e.getDeclaringClass().getEnumConstants()[(e.ordinal() + 1)
                    % e.getDeclaringClass().getEnumConstants().length]);
            case String s -> all.add(s + "x");
            case Path _ -> all.add(file("other.mrc"));
            case double[] a -> {
                for (int i = 0; i < a.length; i++) {
                    double[] other = a.clone();
                    other[i]++;
                    all.add(other);
                }
            }
            case Optional<?> o -> {
                all.add(Optional.empty());
                variants(o.orElseThrow()).forEach(inner -> all.add(Optional.of(inner)));
            }
            case List<?> list -> {
                all.add(list.subList(0, list.size() - 1));
                for (int i = 0; i < list.size(); i++) {
                    for (Object inner : variants(list.get(i))) {
                        List<Object> other = new ArrayList<>(list);
                        other.set(i, inner);
                        all.add(other);
                    }
                }
            }
            case Map<?, ?> map -> variants(map.get(1)).forEach(inner -> all.add(Map.of(1, inner)));
            case Record record -> addVariants(record, all);
            default -> throw new IllegalArgumentException("no variant of " + value);
        }
        return all;
    }

    private void addVariants(Record record, List<Object> all) throws Exception {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            components[i].getAccessor().setAccessible(true);
            values[i] = components[i].getAccessor().invoke(record);
        }
        var constructor = record.getClass().getDeclaredConstructor(types);
        constructor.setAccessible(true);
        for (int i = 0; i < components.length; i++) {
            for (Object inner : variants(values[i])) {
                Object[] other = values.clone();
                other[i] = inner;
                try {
                    all.add(constructor.newInstance(other));
                } catch (InvocationTargetException e) {
                    // A list of another length does not fit the others, nor a spread without a prior.
                    if (!(e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof InputException)) {
                        throw e;
                    }
                }
            }
        }
    }
}
