package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;

/**
 * Writes {@code scores.star} and {@code uncertainty.star}: per tomogram a table of its images, in the order of their
 * file, and one of its particles. RELION has no labels for these numbers; ours begin with {@code tomo} and end with their
 * unit, as RELION's do.
 */
public final class ScoreTables {
    private static final String IMAGE = "tomoImageIndex";

    private final OutputFolder output;
    private final FileVersion version;

    /** @param version of the project's files, whose header these get as well */
    public ScoreTables(OutputFolder output, FileVersion version) {
        this.output = output;
        this.version = version;
    }

    /**
     * Writes both files.
     *
     * @param tomograms in the order in which they are to stand
     * @param scores    by tomogram name
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public void write(List<Tomogram> tomograms, Map<String, TomogramScores> scores) {
        AtomicFile.write(output.file("scores.star"), out -> writeScores(out, tomograms, scores));
        AtomicFile.write(output.file("uncertainty.star"), out -> writeErrors(out, tomograms, scores));
    }

    private void writeScores(OutputStream out, List<Tomogram> tomograms, Map<String, TomogramScores> scores)
            throws IOException {
        StarWriter writer = new StarWriter(out, version.starVersion());
        writer.loop("tomograms", List.of(Labels.TOMO_NAME, "tomoHeldOutGain", "tomoHeldOutGainError",
                "tomoHeldOutGainPercent", "tomoHeldOutGainPercentError", "tomoHeldOutWindows", "tomoKeptInput",
                "tomoDispersion", "tomoAngleSpreadDeg", "tomoShiftSpreadAngst", "tomoPositionSpreadAngst"));
        for (Tomogram tomogram : tomograms) {
            TomogramScores s = scores.get(tomogram.name());
            double px = tomogram.series().pixelSize();
            writer.cell(tomogram.name()).cell(s.gain().gain()).cell(s.gain().error()).cell(s.gain().percent())
                    .cell(s.gain().percentError()).cell(s.gain().windows()).cell(s.keptInput() ? 1 : 0)
                    .cell(s.dispersion()).cell(Math.toDegrees(s.angleSpread())).cell(s.shiftSpread() * px)
                    .cell(s.positionSpread() * px).endRow();
        }
        writer.endTable();
        for (Tomogram tomogram : tomograms) {
            TomogramScores s = scores.get(tomogram.name());
            writer.loop("images_" + tomogram.name(), List.of(IMAGE, Labels.MICROGRAPH_PRE_EXPOSURE, "tomoWeight",
                    "tomoParticleImages", "tomoCorrelationBefore", "tomoCorrelationAfter", "tomoHeldOutGain",
                    "tomoHeldOutGainError"));
            for (int t : inFile(tomogram.series())) {
                ImageScore image = s.images().get(t);
                writer.cell(tomogram.series().images().get(t).row() + 1)
                        .cell(tomogram.series().images().get(t).dose()).cell(image.weight()).cell(image.windows())
                        .cell(image.correlationBefore()).cell(image.correlationAfter()).cell(image.gain().gain())
                        .cell(image.gain().error()).endRow();
            }
            writer.endTable();
            writer.loop("particles_" + tomogram.name(), List.of(Labels.TOMO_PARTICLE_NAME, "tomoWeight",
                    "tomoParticleImages", "tomoOutOfRange", "tomoCorrelationBefore", "tomoCorrelationAfter",
                    "tomoHeldOutGain", "tomoHeldOutGainError"));
            for (int p = 0; p < s.particles().size(); p++) {
                ParticleScore particle = s.particles().get(p);
                writer.cell(tomogram.particles().get(p).name()).cell(particle.weight()).cell(particle.windows())
                        .cell(particle.outOfRange()).cell(particle.correlationBefore())
                        .cell(particle.correlationAfter()).cell(particle.gain().gain()).cell(particle.gain().error())
                        .endRow();
            }
            writer.endTable();
        }
    }

    private void writeErrors(OutputStream out, List<Tomogram> tomograms, Map<String, TomogramScores> scores)
            throws IOException {
        StarWriter writer = new StarWriter(out, version.starVersion());
        for (Tomogram tomogram : tomograms) {
            TomogramScores s = scores.get(tomogram.name());
            double px = tomogram.series().pixelSize();
            writer.loop("images_" + tomogram.name(), List.of(IMAGE, "tomoRotationXErrorDeg", "tomoRotationYErrorDeg",
                    "tomoRotationZErrorDeg", "tomoShiftXErrorAngst", "tomoShiftYErrorAngst",
                    "tomoProjectedErrorAngst"));
            for (int t : inFile(tomogram.series())) {
                ImageScore image = s.images().get(t);
                writer.cell(tomogram.series().images().get(t).row() + 1);
                for (double angle : image.rotationError()) {
                    writer.cell(Math.toDegrees(angle));
                }
                for (double shift : image.shiftError()) {
                    writer.cell(shift * px);
                }
                writer.cell(image.projectedError() * px).endRow();
            }
            writer.endTable();
            writeParticleErrors(writer, tomogram, s.particles());
        }
    }

    private static void writeParticleErrors(StarWriter writer, Tomogram tomogram, List<ParticleScore> scores)
            throws IOException {
        double px = tomogram.series().pixelSize();
        List<String> labels = new ArrayList<>(List.of(Labels.TOMO_PARTICLE_NAME, "tomoPositionXErrorAngst",
                "tomoPositionYErrorAngst", "tomoPositionZErrorAngst", "tomoProjectedErrorAngst"));
        if (scores.stream().anyMatch(score -> score.motionError().length > 0)) {
            labels.addAll(List.of("tomoMotionXErrorAngst", "tomoMotionYErrorAngst", "tomoMotionZErrorAngst"));
        }
        writer.loop("particles_" + tomogram.name(), labels);
        for (int p = 0; p < scores.size(); p++) {
            ParticleScore particle = scores.get(p);
            writer.cell(tomogram.particles().get(p).name());
            for (double coordinate : particle.positionError()) {
                writer.cell(coordinate * px);
            }
            writer.cell(particle.projectedError() * px);
            for (double coordinate : particle.motionError()) {
                writer.cell(coordinate * px);
            }
            writer.endRow();
        }
        writer.endTable();
    }

    /** Returns the chronological indices of the images in the order of their file. */
    private static int[] inFile(TiltSeries series) {
        int[] out = new int[series.images().size()];
        for (int t = 0; t < out.length; t++) {
            out[series.images().get(t).row()] = t;
        }
        return out;
    }
}
