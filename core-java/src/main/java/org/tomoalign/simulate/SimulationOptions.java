package org.tomoalign.simulate;

import java.nio.file.Path;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * What to simulate.
 *
 * @param tomos      number of tilt series
 * @param particles  per tilt series
 * @param box        of the structure and the reference, px, even
 * @param width      of a tilt image, px
 * @param height     of a tilt image, px
 * @param depth      of the tomogram, px
 * @param tilts      images per series
 * @param step       between tilt angles, degrees; the scheme is dose symmetric about 0
 * @param dose       per image, e/Å^2
 * @param pixelSize  Å; 0 takes it from the given map
 * @param bFactor    of the generated structure, Å^2
 * @param snr        variance of a particle's projection (no CTF, over the box) / variance of the noise before colouring
 * @param angErr     error of the given tilt images' angles about each axis, standard deviation, degrees
 * @param shiftErr   error of the given tilt images' shifts in x and y, standard deviation, px
 * @param posErr     error of the given particle positions in x, y and z, standard deviation, px
 * @param sVel       motion: standard deviation of a step at the start, Å per e/Å^2; 0 for particles that stay
 * @param sLen       motion: distance over which velocities are correlated, Å
 * @param sDecay     motion: dose over which steps shrink by 1/e, down to 0.15 of the start's, e/Å^2; 0 for steps alike
 * @param tiltScale  spread (standard deviation of the logarithm) of a factor on the signal of each image, as thick or
 *                   blurred images have; no file of the project tells it
 * @param junk       fraction of the listed particles that are not there
 * @param seed       of everything random
 * @param flat       particles in a thin layer instead of throughout the tomogram
 * @param lattice    spacing of a hexagonal lattice on a shell on which particles sit side by side, px; 0: they are
 *                   anywhere
 * @param name       tilt series are called name_01, name_02, ...
 * @param deform     amplitude of a smooth 2-D warp, the same for all images, px
 * @param map        a cubic map to use instead of the generated structure
 * @param layout     version of the project's files
 * @param pathPrefix put before every path inside the STAR files; empty for paths relative to the project's folder
 */
public record SimulationOptions(
        int tomos, int particles, int box, int width, int height, int depth, int tilts, double step, double dose,
        double pixelSize, double bFactor, double snr, double angErr, double shiftErr, double posErr, double sVel,
        double sLen, double sDecay, double tiltScale, double junk, long seed, boolean flat, double lattice, String name,
        double deform, Optional<Path> map, ProjectLayout layout, String pathPrefix) {

    /** Returns a typical small data set: one series of 41 images with 120 particles that stay where they are. */
    public static SimulationOptions defaults() {
        return new SimulationOptions(1, 120, 96, 1024, 1024, 220, 41, 3.0, 3.0, 2.2, 60, 0.04, 0.3, 2.5, 1.5, 0, 4000, 24,
                0, 0, 1, false, 0, "TS", 0, Optional.empty(), ProjectLayout.V4, "");
    }

    /** Returns the data set of the demo: small enough for seconds, with enough signal to align to a fraction of a px. */
    public static SimulationOptions demo() {
        return defaults().edit().particles(40).box(64).size(512, 512).depth(150).tilts(21).step(6).snr(0.08).build();
    }

    /** Returns a builder that starts from these options. */
    public SimulationOptionsBuilder edit() {
        return new SimulationOptionsBuilder(this);
    }

    /**
     * Checks that the options make sense together.
     *
     * @throws InputException naming the setting, its value and what was expected
     */
    public void check() {
        Setting.SIMULATED_SERIES.require(tomos >= 1, tomos, "1 or more");
        Setting.SIMULATED_PARTICLES.require(particles >= 2, particles, "2 or more");
        Setting.SIMULATED_BOX.require(box >= 16 && box % 2 == 0, box, "an even number, 16 or more");
        Setting.SIMULATED_SIZE.require(Math.min(width, height) > 1.1 * box + 2, width + " x " + height,
                "more than 1.1 times the box (" + box + ") in both directions");
        Setting.SIMULATED_DEPTH.require(depth >= 1, depth, "1 or more");
        Setting.SIMULATED_TILTS.require(tilts >= 2, tilts, "2 or more");
        Setting.TILT_STEP.require(step > 0 && step * (tilts - 1) < 180, step,
                "positive, and the range of tilts below 180 degrees");
        Setting.DOSE.require(dose >= 0, dose, "0 or more");
        Setting.PIXEL_SIZE.require(pixelSize > 0 || pixelSize == 0 && map.isPresent(), pixelSize, "more than 0");
        Setting.B_FACTOR.require(bFactor >= 0, bFactor, "0 or more");
        Setting.SNR.require(snr > 0, snr, "more than 0");
        Setting.ANGLE_ERROR.require(angErr >= 0, angErr, "0 or more");
        Setting.SHIFT_ERROR.require(shiftErr >= 0, shiftErr, "0 or more");
        Setting.POSITION_ERROR.require(posErr >= 0, posErr, "0 or more");
        Setting.MOTION_STEP.require(sVel >= 0, sVel, "0 or more");
        Setting.MOTION_LENGTH.require(sLen > 0, sLen, "more than 0");
        Setting.MOTION_DECAY.require(sDecay >= 0 && Double.isFinite(sDecay), sDecay, "0 or more");
        Setting.SIGNAL_SPREAD.require(tiltScale >= 0 && Double.isFinite(tiltScale), tiltScale, "0 or more");
        Setting.JUNK.require(junk >= 0 && junk < 1, junk, "a fraction, 0 or more and less than 1");
        Setting.LATTICE.require(lattice >= 0 && Double.isFinite(lattice), lattice, "0 or more");
        Setting.LATTICE.require(lattice == 0 || !flat, lattice, Message.of("0 together with ", Setting.FLAT));
        Setting.LATTICE.require(lattice == 0 || new ShellPlacement(this).fits(), lattice,
                "room for " + particles + " particles on a shell in the middle of " + width + " x " + height + " px");
        Setting.WARP.require(Double.isFinite(deform), deform, "a finite number");
        boolean word = !name.isEmpty() && name.chars().noneMatch(c -> c <= ' ' || c == '/' || c == '#');
        Setting.SERIES_NAME.require(word, name, "a word without blanks, / and #");
    }

    /** Returns the name of the tilt series with this zero-based index. */
    String seriesName(int index) {
        return String.format(java.util.Locale.ROOT, "%s_%02d", name, index + 1);
    }
}
