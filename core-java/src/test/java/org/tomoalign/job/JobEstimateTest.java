package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.reference.ReferenceMemory;
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

class JobEstimateTest {
    private static Tomogram tomogram(String name, int particles, int images) {
        TiltImage image =
                new TiltImage(new ImageSource(Path.of("x.mrc"), 0), 0, 0, new Defocus(1, 1, 0), 0, 1, 0, 0);
        TiltSeries series = new TiltSeries(name, 1, new Vec3(1000, 1000, 300), 1000, 1000, -1, 1,
                new Microscope(300, 2.7, 0.1), 3, Collections.nCopies(images, image));
        Particle particle = new Particle(0, "p", name, Mat3.IDENTITY, 1, 1);
        Geometry geometry = new Geometry(Collections.nCopies(images, new Projection(Mat3.IDENTITY, Vec3.ZERO)),
                Collections.nCopies(particles, Vec3.ZERO), Trajectories.NONE, Deformation.NONE);
        return new Tomogram(
                series, Collections.nCopies(particles, particle), geometry, Map.of(1, Aberrations.NONE));
    }

    /** A job of equal tomograms. */
    static JobEstimate estimate(int tomograms, int threads) {
        return estimate(Collections.nCopies(tomograms, tomogram("a", 1000, 40)), settings(64, 20, 1, threads));
    }

    private static JobEstimate estimate(List<Tomogram> tomograms, AlignSettings settings) {
        return JobEstimate.of(tomograms, settings, ReferenceMemory.most(settings.box()));
    }

    /** Limits that the user has not chosen. */
    static MemoryLimits limits(long bytes, long heap) {
        return new MemoryLimits(bytes, heap, false);
    }

    private static AlignSettings settings(int box, int range, int pad, int threads) {
        return AlignSettings.of(box, range, threads).withPad(pad);
    }

    @Test
    void countsTheLargestTomogram() {
        JobEstimate estimate = estimate(List.of(tomogram("small", 10, 41), tomogram("large", 1829, 40)),
                settings(512, 5, 1, 12));
        assertEquals("large", estimate.largest());
        assertEquals(1829L * 40 * 26 * 26 * 4, estimate.windows());
        // Two half-complex cubes of 512 px, stored in blocks.
        assertEquals(1.15 * 2 * 8L * 512 * 512 * 257, estimate.reference().resident(),
                0.05 * estimate.reference().resident());
        assertTrue(estimate.peak() >= estimate.windows() + estimate.reference().resident() + estimate.workspaces());
        assertEquals(12 * estimate(List.of(tomogram("a", 1, 1)), settings(512, 5, 1, 1)).workspaces(),
                estimate.workspaces());
    }

    @Test
    void growsWithRangeAndPadding() {
        List<Tomogram> tomograms = List.of(tomogram("a", 1000, 40));
        assertEquals(1000L * 40 * 102 * 102 * 4, estimate(tomograms, settings(64, 20, 2, 1)).windows());
        assertEquals(1000L * 40 * 56 * 56 * 4, estimate(tomograms, settings(64, 20, 1, 1)).windows());
        assertTrue(estimate(tomograms, settings(128, 20, 1, 1)).seconds()
                > estimate(tomograms, settings(64, 20, 1, 1)).seconds());
    }

    @Test
    void motionNeedsTheCovariancesOfAllPairs() {
        List<Tomogram> tomograms = List.of(tomogram("a", 2000, 40));
        AlignSettings still = settings(64, 20, 1, 1);
        AlignSettings moving = AlignSettings.of(64, 20, 1).withMotion(MotionSettings.DEFAULT);
        long more = estimate(tomograms, moving).heap() - estimate(tomograms, still).heap();
        assertTrue(more >= 2L * 8 * 2000 * 2000 + 2L * 8 * 3 * 2000 * 40, "found " + more);
    }

    @Test
    void refusesMotionOfMoreParticlesThanAnArrayHoldsPairsOf() {
        int most = JobEstimate.MOST_MOVING;
        assertTrue((most + 8L) * (most + 8L) < Integer.MAX_VALUE);
        AlignSettings still = settings(64, 20, 1, 1);
        AlignSettings moving = still.withMotion(MotionSettings.DEFAULT);
        estimate(List.of(tomogram("a", most, 40)), moving);
        List<Tomogram> tomograms = List.of(tomogram("a", 10, 40), tomogram("b", most + 1, 40));
        estimate(tomograms, still);
        assertEquals("tomogram b: found 46001 particles, expected at most 46000 where motion is refined, which takes the "
                + "covariance of all pairs",
                assertThrows(InputException.class, () -> estimate(tomograms, moving)).getMessage());
    }

    @Test
    void deformationsOfEachImageCoupleMoreUnknowns() {
        List<Tomogram> tomograms = List.of(tomogram("a", 2000, 40));
        AlignSettings rigid = settings(64, 20, 1, 1);
        AlignSettings deforming = rigid.withDeformation(DeformationSettings.magnification(true));
        long more = estimate(tomograms, deforming).heap() - estimate(tomograms, rigid).heap();
        int each = DeformationKind.MAGNIFICATION.field(1000, 1000, 1, 1).coefficients();
        assertTrue(more >= 8L * 2 * 3 * 2000 * 40 * each, "found " + more);
    }

    @Test
    void refusesWhatDoesNotFit() {
        JobEstimate estimate = estimate(List.of(tomogram("a", 1000, 40)), settings(64, 20, 2, 1));
        List<String> warnings = new ArrayList<>();
        long heap = estimate.heapOf(1);
        estimate.requireMemory(limits(2 * estimate.peak(), heap), warnings::add);
        assertEquals(List.of(), warnings);
        estimate.requireMemory(limits(estimate.peak() + 1, heap), warnings::add);
        assertEquals(1, warnings.size());
        String message = assertThrows(InputException.class,
                () -> estimate.requireMemory(limits(estimate.peak() - 1, heap), warnings::add)).getMessage();
        assertTrue(message.startsWith("the job needs about 18"), message);
        assertTrue(message.contains("1588 MB for the windows of tomogram a; this process may use"), message);
        message = assertThrows(InputException.class,
                () -> estimate.requireMemory(limits(2 * estimate.peak(), heap - 1), warnings::add)).getMessage();
        assertTrue(message.contains("of Java heap for tomogram a; the limit is"), message);
        assertEquals("10.0 GB", JobEstimate.text(10_240L << 20));
        assertEquals("1 MB", JobEstimate.text(5));
    }

    @Test
    void whatTheUserChoseIsKeptWithAMarginAndMayAllBeUsed() {
        JobEstimate estimate = estimate(5, 8);
        long two = (long) Math.ceil(estimate.peak(2) * (1 + MemoryLimits.UNCERTAINTY));
        assertEquals(2, estimate.tomogramsAtOnce(new MemoryLimits(two, Long.MAX_VALUE, true)));
        assertEquals(1, estimate.tomogramsAtOnce(new MemoryLimits(two - 10, Long.MAX_VALUE, true)));
        assertEquals(1, estimate.tomogramsAtOnce(limits(two, Long.MAX_VALUE)));
        MemoryLimits one = new MemoryLimits((long) Math.ceil(estimate.peak() * (1 + MemoryLimits.UNCERTAINTY)), Long.MAX_VALUE, true);
        estimate.requireMemory(one, warning -> {
            throw new AssertionError(warning);
        });
        MemoryLimits less = new MemoryLimits(one.bytes() - 10, Long.MAX_VALUE, true);
        String message = assertThrows(InputException.class, () -> estimate.requireMemory(less, warning -> { })).getMessage();
        assertTrue(message.endsWith(" by memory limit; expected at least " + JobEstimate.text(one.bytes())
                + ", or a smaller range, padding or box size"), message);
        assertEquals(MachineMemory.bytes() / 2, MemoryLimits.of(OptionalLong.empty(), 2).bytes());
        assertEquals(1000, MemoryLimits.of(OptionalLong.of(1000), 2).bytes());
        assertEquals(MachineMemory.bytes(), MemoryLimits.of(OptionalLong.of(Long.MAX_VALUE), 1).bytes());
    }

    @Test
    void theMachineHasMemory() {
        assertTrue(MachineMemory.bytes() > 1L << 27);
    }
}
