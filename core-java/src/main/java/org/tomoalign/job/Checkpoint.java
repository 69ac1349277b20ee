package org.tomoalign.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.files.FileNames;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * A finished tomogram on disk, {@code temp/NAME.json}: one file, so that it is there whole or not at all.
 *
 * @param program   name and version of the program that wrote it: another one may compute other numbers
 * @param settings  the settings it was aligned with, as text
 * @param input     {@link Fingerprint} of the geometry it started from and of the reference
 * @param images    the files of its images
 * @param alignment the outcome
 */
record Checkpoint(
        String program, String settings, String input, List<ImageFileState> images, AlignedTomogram alignment) {
    /** Copies the list. */
    Checkpoint {
        images = List.copyOf(images);
    }

    static Path file(Path temp, TiltSeries series) {
        return temp.resolve(FileNames.safe(series.name()) + ".json");
    }

    static Checkpoint of(
            AlignSettings settings, Tomogram tomogram, ReferenceMap.Source reference,
            AlignedTomogram alignment) {
        return new Checkpoint(ProgramVersion.text(), text(settings), Fingerprint.of(tomogram, reference),
                ImageFileState.of(tomogram.series()), alignment);
    }

    void write(Path temp, TiltSeries series) {
        JsonFile.write(file(temp, series), this);
    }

    static Optional<Checkpoint> read(Path temp, TiltSeries series) {
        return JsonFile.read(file(temp, series), Checkpoint.class);
    }

    /** Returns whether this is the outcome of the same program, tomogram and settings. */
    boolean fits(AlignSettings otherSettings, Tomogram tomogram, ReferenceMap.Source reference) {
        return program.equals(ProgramVersion.text()) && settings.equals(text(otherSettings))
                && input.equals(Fingerprint.of(tomogram, reference));
    }

    /** Returns whether it was computed from images that may be those of a tilt series. */
    boolean fitsImages(TiltSeries series) {
        List<Path> files = ImageFileState.files(series);
        return files.size() == images.size()
                && IntStream.range(0, files.size()).allMatch(i -> fits(images.get(i), files.get(i)));
    }

    /** A file may have moved, but not to the place of another one. */
    private boolean fits(ImageFileState before, Path now) {
        boolean moved = !before.file().equals(now.toString());
        return before.mayBe(now) && !(moved && images.stream().anyMatch(image -> image.file().equals(now.toString())));
    }

    /** The number of threads does not change results, so it is left out. */
    static String text(AlignSettings s) {
        AlignmentOptions refined = s.alignment();
        ShellWeights.Options shells = s.shells();
        SpectralWeights.Options weights = s.weights();
        return String.join("; ", s.mode().name(), "box " + s.box(), "range " + s.range(), "pad " + s.pad(),
                "iterations " + s.maxIterations(),
                "constant particles " + refined.constParticles() + ", angles " + refined.constAngles() + ", shifts "
                        + refined.constShifts(),
                "range regulariser " + refined.rangeRegulariser(),
                "images " + refined.firstImage() + " to " + refined.lastImage(),
                s.motion().map(Checkpoint::text).orElse("no motion"),
                s.deformation().map(Checkpoint::text).orElse("no deformation"),
                "SNR weight " + shells.snrWeight() + ", cut-off " + shells.cutoff() + ", flank " + shells.flank(),
                "whitening " + weights.whitening().name() + ", per image " + weights.perImageNoise() + ", ramp "
                        + weights.ramp() + ", high pass " + weights.highPass() + ", cut-off " + weights.cutoff(),
                "compat " + s.compat(), "auto scale " + s.autoScale(),
                text(s.posterior()), "cycles " + s.cycles());
    }

    private static String text(PosteriorSettings posterior) {
        return "prior " + posterior.prior() + ", spreads " + posterior.angle() + " " + posterior.shift() + " "
                + posterior.position() + ", signal weights " + posterior.weights() + ", folds " + posterior.folds();
    }

    private static String text(MotionSettings motion) {
        return "motion " + motion.velocity() + " over " + motion.divergence() + ", scaled by dose "
                + motion.scaledByDose() + ", squared exponential " + motion.squaredExponential() + ", at most "
                + motion.maxEigendeformations() + " functions";
    }

    private static String text(DeformationSettings deformation) {
        return "deformation " + deformation.kind().name() + " " + deformation.gridWidth() + " x "
                + deformation.gridHeight() + ", regulariser " + deformation.regulariser() + ", per image "
                + deformation.perImage();
    }
}
