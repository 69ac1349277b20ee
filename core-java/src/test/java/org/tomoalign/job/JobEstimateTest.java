package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
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
        return JobEstimate.of(Collections.nCopies(tomograms, tomogram("a", 1000, 40)), settings(64, 20, 1, threads));
    }

    private static AlignSettings settings(int box, int range, int pad, int threads) {
        return AlignSettings.of(box, range, threads).withPad(pad);
    }

    @Test
    void countsTheLargestTomogram() {
        JobEstimate estimate = JobEstimate.of(List.of(tomogram("small", 10, 41), tomogram("large", 1829, 40)),
                settings(512, 5, 1, 12));
        assertEquals("large", estimate.largest());
        assertEquals(1829L * 40 * 26 * 26 * 4, estimate.windows());
        // Two half-complex cubes of 512 px, stored in blocks.
        assertEquals(1.15 * 2 * 8L * 512 * 512 * 257, estimate.reference(), 0.05 * estimate.reference());
        assertTrue(estimate.peak() >= estimate.windows() + estimate.reference() + estimate.workspaces());
        assertEquals(12 * JobEstimate.of(List.of(tomogram("a", 1, 1)), settings(512, 5, 1, 1)).workspaces(),
                estimate.workspaces());
    }

    @Test
    void growsWithRangeAndPadding() {
        List<Tomogram> tomograms = List.of(tomogram("a", 1000, 40));
        assertEquals(1000L * 40 * 102 * 102 * 4, JobEstimate.of(tomograms, settings(64, 20, 2, 1)).windows());
        assertEquals(1000L * 40 * 56 * 56 * 4, JobEstimate.of(tomograms, settings(64, 20, 1, 1)).windows());
        assertTrue(JobEstimate.of(tomograms, settings(128, 20, 1, 1)).seconds()
                > JobEstimate.of(tomograms, settings(64, 20, 1, 1)).seconds());
    }

    @Test
    void motionNeedsTheCovariancesOfAllPairs() {
        List<Tomogram> tomograms = List.of(tomogram("a", 2000, 40));
        AlignSettings still = settings(64, 20, 1, 1);
        AlignSettings moving = AlignSettings.of(64, 20, 1).withMotion(MotionSettings.DEFAULT);
        long more = JobEstimate.of(tomograms, moving).heap() - JobEstimate.of(tomograms, still).heap();
        assertTrue(more >= 2L * 8 * 2000 * 2000 + 2L * 8 * 3 * 2000 * 40, "found " + more);
    }

    @Test
    void refusesMotionOfMoreParticlesThanAnArrayHoldsPairsOf() {
        int most = JobEstimate.MOST_MOVING;
        assertTrue((most + 8L) * (most + 8L) < Integer.MAX_VALUE);
        AlignSettings still = settings(64, 20, 1, 1);
        AlignSettings moving = still.withMotion(MotionSettings.DEFAULT);
        JobEstimate.of(List.of(tomogram("a", most, 40)), moving);
        List<Tomogram> tomograms = List.of(tomogram("a", 10, 40), tomogram("b", most + 1, 40));
        JobEstimate.of(tomograms, still);
        assertEquals("tomogram b: found 46001 particles, expected at most 46000 where motion is refined, which takes the "
                + "covariance of all pairs",
                assertThrows(InputException.class, () -> JobEstimate.of(tomograms, moving)).getMessage());
    }

    @Test
    void deformationsOfEachImageCoupleMoreUnknowns() {
        List<Tomogram> tomograms = List.of(tomogram("a", 2000, 40));
        AlignSettings rigid = settings(64, 20, 1, 1);
        AlignSettings deforming = rigid.withDeformation(DeformationSettings.magnification(true));
        long more = JobEstimate.of(tomograms, deforming).heap() - JobEstimate.of(tomograms, rigid).heap();
        int each = DeformationKind.MAGNIFICATION.field(1000, 1000, 1, 1).coefficients();
        assertTrue(more >= 8L * 2 * 3 * 2000 * 40 * each, "found " + more);
    }

    @Test
    void refusesWhatDoesNotFit() {
        JobEstimate estimate = JobEstimate.of(List.of(tomogram("a", 1000, 40)), settings(64, 20, 2, 1));
        List<String> warnings = new ArrayList<>();
        estimate.requireMemory(2 * estimate.peak(), estimate.heap(), warnings::add);
        assertEquals(List.of(), warnings);
        estimate.requireMemory(estimate.peak() + 1, estimate.heap(), warnings::add);
        assertEquals(1, warnings.size());
        String message = assertThrows(InputException.class,
                () -> estimate.requireMemory(estimate.peak() - 1, estimate.heap(), warnings::add)).getMessage();
        assertTrue(message.startsWith("the job needs about 19"), message);
        assertTrue(message.contains("1588 MB for the windows of tomogram a; this process may use"), message);
        message = assertThrows(InputException.class, () -> estimate.requireMemory(
                2 * estimate.peak(), estimate.heap() - 1, warnings::add)).getMessage();
        assertTrue(message.contains("of Java heap for tomogram a; the limit is"), message);
        assertEquals("10.0 GB", JobEstimate.text(10_240L << 20));
        assertEquals("1 MB", JobEstimate.text(5));
    }

    @Test
    void theMachineHasMemory() {
        assertTrue(MachineMemory.bytes() > 1L << 27);
    }
}
