package org.tomoalign.output.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.output.CorrelationHistogram;
import org.tomoalign.output.DeformationArrows;
import org.tomoalign.output.ImageDisplacements;
import org.tomoalign.output.PageData;
import org.tomoalign.output.PageDetail;
import org.tomoalign.output.PoseChange;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.ShownParticles;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.TomogramSummary;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.TomogramScores;

/**
 * One tomogram's part of the report: all that is left of its particles are the numbers and what the panels draw, some
 * 100 kB.
 *
 * @param summary the tomogram in numbers
 * @param images  the images in numbers, chronological
 * @param panels  in the order in which they are shown
 * @param sheet   the one panel that stands for the tomogram on a sheet of many, with its name; none if nothing moved
 * @param page    what the web page draws, as JSON
 */
public record TomogramFigures(
        TomogramSummary summary, List<ImageNumbers> images, List<Panel> panels, Optional<Panel> sheet, String page) {
    /**
     * One image in numbers.
     *
     * @param file         zero-based index in file order
     * @param dose         e/Å^2
     * @param pairs        visible particles
     * @param medianChange of their 2-D positions, px; NaN if none is visible
     * @param pose         change of the projection
     * @param medianMotion of all particles, Å; NaN without motion
     */
    public record ImageNumbers(
            int file, double dose, int pairs, double medianChange, PoseChange pose, double medianMotion) {
    }

    /** px: what moved less did not move. */
    private static final double NOTHING = 1e-6;
    /** Radians. */
    private static final double NOTHING_TURNED = 1e-9;

    /** Copies the lists. */
    public TomogramFigures {
        images = List.copyOf(images);
        panels = List.copyOf(panels);
    }

    /** Computes the numbers and the panels of the only tomogram of a report. */
    public static TomogramFigures of(TomogramAlignment alignment) {
        return of(alignment, PageDetail.of(1));
    }

    /**
     * Computes the numbers and the panels; the alignment itself is not kept.
     *
     * @param detail of the web page
     */
    public static TomogramFigures of(TomogramAlignment alignment, PageDetail detail) {
        TiltSeries series = alignment.series();
        ImageDisplacements displacements = ImageDisplacements.of(alignment);
        TomogramSummary summary = TomogramSummary.of(alignment, displacements);
        List<ImageNumbers> images = new ArrayList<>();
        for (int t = 0; t < series.images().size(); t++) {
            TiltImage image = series.images().get(t);
            Quantiles changes = displacements.lengths(t);
            images.add(new ImageNumbers(image.row(), image.dose(), changes.size(), changes.at(0.5),
                    PoseChange.between(alignment.before().geometry().projections().get(t),
                            alignment.after().projections().get(t), series.centre()),
                    motion(alignment, t).at(0.5)));
        }
        return new TomogramFigures(summary, images, panels(alignment, displacements, summary, images, detail),
                sheet(alignment, displacements, summary),
                PageData.of(alignment, displacements, images, detail));
    }

    private static List<Panel> panels(TomogramAlignment alignment, ImageDisplacements displacements,
            TomogramSummary summary, List<ImageNumbers> images, PageDetail detail) {
        DoseAxis dose = DoseAxis.of(alignment.series());
        List<PoseChange> poses = images.stream().map(ImageNumbers::pose).toList();
        List<Panel> panels = new ArrayList<>();
        List<ImageScore> scores = alignment.scores().map(TomogramScores::images).orElse(List.of());
        if (scores.stream().anyMatch(s -> s.windows() > 0)) {
            panels.add(ScorePanel.correlation(alignment, "Correlation of a particle image", "units of log-likelihood; ringed: "
                    + "images with a weight below " + TomogramSummary.WEAK));
            if (ScorePanel.hasGains(alignment)) {
                panels.add(ScorePanel.gains(alignment));
            }
            panels.add(ScorePanel.weights(alignment));
        }
        Optional<MeanWindows> windows = alignment.windows().filter(w -> w.all().windows() > 0);
        windows.ifPresent(w -> {
            panels.add(new WindowPanel(w.all()));
            panels.add(sheet(alignment, w));
        });
        if (displacements.size() > 0 && summary.maxChange() > NOTHING) {
            panels.add(DisplacementPanel.of(alignment, displacements, dose));
            panels.add(BandPanel.of("2-D position changes against dose", "length of the change (px)", dose,
                    displacements::lengths, "median " + Texts.brief(summary.medianChange()) + " px, 90 % within "
                            + Texts.brief(summary.change90()) + " px, largest " + Texts.brief(summary.maxChange())
                            + " px"));
        }
        if (poses.stream().anyMatch(p -> Math.hypot(p.shiftX(), p.shiftY()) > NOTHING)) {
            panels.add(SeriesPanel.shifts(poses, scores, dose));
        }
        if (poses.stream().anyMatch(p -> Math.abs(p.phi()) + Math.abs(p.theta()) + Math.abs(p.psi()) > NOTHING_TURNED)) {
            panels.add(SeriesPanel.rotations(poses, scores, dose));
        }
        panels.addAll(particles(alignment, new ShownParticles(alignment, detail.particles()),
                displacements.size() > 0 && summary.maxChange() > NOTHING || alignment.scores().isPresent()));
        DeformationArrows.of(alignment).ifPresent(d -> panels.addAll(DeformationPanel.of(alignment, d)));
        if (alignment.moving()) {
            panels.add(BandPanel.of("Motion against dose", "displacement since the first image (Å)", dose,
                    t -> motion(alignment, t), "largest displacement of a particle: median "
                            + Texts.brief(summary.medianMotion()) + " Å, most " + Texts.brief(summary.maxMotion())
                            + " Å"));
        }
        windows.ifPresent(w -> panels.add(FrequencyPanel.of(w, alignment.series().pixelSize())));
        double[] costs = alignment.costs();
        if (costs.length > 1 && costs[0] != costs[costs.length - 1]) {
            panels.add(ConvergencePanel.of(costs, alignment.whyStopped()));
        }
        if (alignment.moving()) {
            // They fill a page.
            panels.add(TracksPanel.of(alignment, dose));
        }
        return panels;
    }

    private static Panel sheet(TomogramAlignment alignment, MeanWindows windows) {
        double[] tilts = TiltOrder.tilts(alignment);
        int[] order = TiltOrder.of(tilts);
        return new WindowSheetPanel(IntStream.of(order).mapToObj(windows.images()::get).toList(),
                IntStream.of(order).mapToObj(t -> tilts[t]).toList());
    }

    private static List<Panel> particles(TomogramAlignment alignment, ShownParticles particles, boolean any) {
        List<Panel> panels = new ArrayList<>();
        // The two maps share a row.
        if (any) {
            panels.addAll(ParticleMapPanel.of(alignment, particles));
            WorstPanel.of(alignment, particles).ifPresent(panels::add);
        }
        alignment.scores().flatMap(CorrelationHistogram::of).ifPresent(h -> panels.add(HistogramPanel.of(h)));
        return panels;
    }

    private static Optional<Panel> sheet(
            TomogramAlignment alignment, ImageDisplacements displacements, TomogramSummary summary) {
        if (alignment.scores().filter(s -> s.images().stream().anyMatch(i -> i.windows() > 0)).isPresent()) {
            return Optional.of(ScorePanel.correlation(alignment, summary.name(), summary.tested()
                    ? "correlation of a particle image; held out: " + Texts.fixed(summary.gain().percent(), 1) + " ± "
                            + Texts.fixed(summary.gain().percentError(), 1) + " %" : "correlation of a particle image"));
        }
        return displacements.size() == 0 || !(summary.maxChange() > NOTHING) ? Optional.empty()
                : Optional.of(BandPanel.of(Texts.shortenedInside(summary.name(), 9, Panel.HALF_WIDTH - 8), "change (px)",
                        DoseAxis.of(alignment.series()), displacements::lengths, "change of the positions on the images"));
    }

    private static Quantiles motion(TomogramAlignment alignment, int image) {
        int particles = alignment.moving() ? alignment.before().particles().size() : 0;
        return new Quantiles(IntStream.range(0, particles).mapToDouble(p -> alignment.motion(p, image)).toArray());
    }
}
