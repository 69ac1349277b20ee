package org.tomoalign.output.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.output.ImageDisplacements;
import org.tomoalign.output.PoseChange;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.TomogramSummary;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/**
 * One tomogram's part of the report: all that is left of its particles are the numbers and what the panels draw, some
 * 100 kB.
 *
 * @param summary the tomogram in numbers
 * @param images  the images in numbers, chronological
 * @param panels  in the order in which they are shown
 */
public record TomogramFigures(TomogramSummary summary, List<ImageNumbers> images, List<Panel> panels) {
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

    /** Copies the lists. */
    public TomogramFigures {
        images = List.copyOf(images);
        panels = List.copyOf(panels);
    }

    /** Computes the numbers and the panels; the alignment itself is not kept. */
    public static TomogramFigures of(TomogramAlignment alignment) {
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
        return new TomogramFigures(summary, images, panels(alignment, displacements, summary, images));
    }

    private static List<Panel> panels(TomogramAlignment alignment, ImageDisplacements displacements,
            TomogramSummary summary, List<ImageNumbers> images) {
        DoseAxis dose = DoseAxis.of(alignment.series());
        List<PoseChange> poses = images.stream().map(ImageNumbers::pose).toList();
        List<Panel> panels = new ArrayList<>();
        if (displacements.size() > 0) {
            panels.add(DisplacementPanel.of(alignment, displacements, dose));
            panels.add(BandPanel.of("2-D position changes against dose", "length of the change (px)", dose,
                    displacements::lengths, "median " + Texts.brief(summary.medianChange()) + " px, 90 % within "
                            + Texts.brief(summary.change90()) + " px, largest " + Texts.brief(summary.maxChange())
                            + " px"));
        }
        panels.add(SeriesPanel.shifts(poses, dose));
        panels.add(SeriesPanel.rotations(poses, dose));
        if (alignment.costs().length > 1) {
            panels.add(ConvergencePanel.of(alignment.costs(), alignment.whyStopped()));
        }
        if (alignment.moving()) {
            panels.add(BandPanel.of("Motion against dose", "displacement since the first image (Å)", dose,
                    t -> motion(alignment, t), "largest displacement of a particle: median "
                            + Texts.brief(summary.medianMotion()) + " Å, most " + Texts.brief(summary.maxMotion())
                            + " Å"));
            panels.add(TracksPanel.of(alignment, dose));
        }
        return panels;
    }

    private static Quantiles motion(TomogramAlignment alignment, int image) {
        int particles = alignment.moving() ? alignment.before().particles().size() : 0;
        return new Quantiles(IntStream.range(0, particles).mapToDouble(p -> alignment.motion(p, image)).toArray());
    }
}
