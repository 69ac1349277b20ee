package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/** Whatever a tomogram's alignment starts from has its part in the fingerprint, and every setting in a checkpoint's text. */
class FingerprintTest {
    @TempDir
    private Path folder;

    private TomogramAligner.Task task;
    private ReferenceMap.Source reference;

    @BeforeEach
    void makeTask() throws IOException {
        Mat3 turned = Mat3.rotationX(0.1);
        TiltImage image = new TiltImage(new ImageSource(file("images.mrc"), 0),
                new Projection(turned, new Vec3(1, 2, 3)), 4, new Defocus(30000, 29000, 0.5), 0.1, 0.9, 5, 6);
        TiltSeries series = new TiltSeries("TS_01", 1.5, new Vec3(100, 110, 50), 100, 110, -1, 1,
                new Microscope(300, 2.7, 0.07), 3, List.of(image, image.withScale(0.8)));
        Particle particle = new Particle(0, "TS_01/1", "TS_01", new Vec3(10, 20, 30), turned, 1, 1);
        Trajectory trajectory = new Trajectory(List.of(new Vec3(0, 0, 0), new Vec3(0.1, 0.2, 0.3)));
        task = new TomogramAligner.Task(series, List.of(particle, particle.movedTo(new Vec3(1, 2, 3))),
                List.of(trajectory, trajectory), Map.of(1, new Aberrations(List.of(0.1, 0.2), List.of(0.3))),
                Optional.of(new ImageDeformations("spline", 2, 3, List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)))));
        reference = new ReferenceMap.Source(file("half1.mrc"), file("half2.mrc"), Optional.of(file("mask.mrc")),
                Optional.of(new double[] {1, 0.9, 0.5}), 1.5);
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? file : Files.writeString(file, name);
    }

    @Test
    void isTheSameForTheSame() {
        assertEquals(Fingerprint.of(task, reference), Fingerprint.of(task, reference));
        assertEquals(64, Fingerprint.of(task, reference).length());
    }

    /** Changes every component of every record within the task, one at a time. */
    @Test
    void differsWhereAnyNumberDiffers() throws Exception {
        Set<String> prints = new HashSet<>(Set.of(Fingerprint.of(task, reference)));
        List<Object> others = variants(task);
        for (Object other : others) {
            assertTrue(prints.add(Fingerprint.of((TomogramAligner.Task) other, reference)), other.toString());
        }
        // Two images of 24 numbers each, two particles of 17, and what is around them.
        assertTrue(others.size() > 2 * 24 + 2 * 17, others.size() + " variants");
        for (Object other : variants(reference)) {
            assertTrue(prints.add(Fingerprint.of(task, (ReferenceMap.Source) other)), other.toString());
        }
    }

    @Test
    void differsWhenHalfMapsChangePlaces() {
        ReferenceMap.Source swapped = new ReferenceMap.Source(
                reference.half2(), reference.half1(), reference.mask(), reference.fsc(), reference.pixelSize());
        assertNotEquals(Fingerprint.of(task, reference), Fingerprint.of(task, swapped));
    }

    @Test
    void differsWhenAFileIsWrittenAnew() throws IOException {
        String before = Fingerprint.of(task, reference);
        Files.setLastModifiedTime(folder.resolve("images.mrc"), FileTime.fromMillis(1));
        assertNotEquals(before, Fingerprint.of(task, reference));
        String between = Fingerprint.of(task, reference);
        Files.writeString(folder.resolve("mask.mrc"), "longer than before");
        assertNotEquals(between, Fingerprint.of(task, reference));
    }

    /** Changes every setting, one at a time; but the threads, which make no difference. */
    @Test
    void textsOfSettingsDiffer() throws Exception {
        AlignSettings still = AlignSettings.of(32, 5, 1);
        AlignSettings moving = still.withMotion(MotionSettings.DEFAULT).withDeformation(new DeformationSettings(
                DeformationKind.SPLINE, 2, 3, OptionalDouble.of(0.5), false));
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
        // 6 of its own, 6 of what is refined, 5 of motion, 6 of deformations, 3 and 5 of weights, no motion, no deformation.
        assertTrue(others.size() >= 33, others.size() + " variants");
    }

    private String text(AlignSettings settings) {
        return Checkpoint.of(settings, task, reference, null).settings();
    }

    /** Returns copies of a value that differ from it in one place each. */
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
            // There is one mode that goes with motion.
            case AlignmentMode _ -> { }
            case Enum<?> e -> all.add(e.getDeclaringClass().getEnumConstants()[(e.ordinal() + 1)
                    % e.getDeclaringClass().getEnumConstants().length]);
            case String s -> all.add(s + "x");
            case Path _ -> all.add(file("other.mrc"));
            case double[] a -> {
                double[] other = a.clone();
                other[a.length - 1]++;
                all.add(other);
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
                all.add(constructor.newInstance(other));
            }
        }
    }
}
