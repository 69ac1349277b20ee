package org.tomoalign.output;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.tomoalign.output.figure.Texts;

/** The columns of the web page's table of tomograms. */
final class TableColumns {
    /**
     * A column of numbers.
     *
     * @param heading short
     * @param meaning for those who point at the heading
     * @param value   by which it is sorted; NaN if there is none
     * @param text    what stands there
     * @param used    whether a tomogram has such a number: columns without any are left out
     */
    record Column(
            String heading, String meaning, ToDoubleFunction<TomogramSummary> value, Function<TomogramSummary, String> text,
            Predicate<TomogramSummary> used) {
    }

    private static final List<Column> ALL = List.of(
            column("gain, %", "correlation of the images that were held out of the refinement, refined against input, per cent, "
                    + "and its standard error", s -> s.tested() ? s.gain().percent() : Double.NaN,
                    s -> Texts.fixed(s.gain().percent(), 2) + " ± " + Texts.fixed(s.gain().percentError(), 2)),
            column("gain per image", "the same per particle image, units of log-likelihood", TomogramSummary::gainPerImage,
                    s -> Texts.fixed(s.gainPerImage(), 4)),
            column("correlation, %", "change of the correlation of all particle images, which the refinement saw",
                    TomogramSummary::correlationChange, s -> signed(s.correlationChange(), 1)),
            column("moved, px", "median change of the particles' positions on the images", TomogramSummary::medianChange,
                    s -> Texts.fixed(s.medianChange(), 2)),
            column("at most, px", "largest change of a particle's position on an image", TomogramSummary::maxChange,
                    s -> Texts.fixed(s.maxChange(), 2)),
            column("out of range", "part of the particle images that moved beyond the range, where nothing was correlated",
                    TomogramSummary::outOfRange, s -> Texts.percent(s.outOfRange())),
            column("weight", "median weight of an image: its signal relative to what was expected", TomogramSummary::weight,
                    s -> Texts.fixed(s.weight(), 2)),
            new Column("weak images", "images with a weight below " + TomogramSummary.WEAK, TomogramSummary::weakImages,
                    s -> Double.isNaN(s.weight()) ? "–" : Integer.toString(s.weakImages()),
                    s -> !Double.isNaN(s.weight())),
            column("motion, Å", "median over the particles of the largest displacement of each", TomogramSummary::medianMotion,
                    s -> Texts.fixed(s.medianMotion(), 1)),
            column("most, Å", "largest displacement of a particle", TomogramSummary::maxMotion, s -> Texts.fixed(s.maxMotion(), 1)),
            column("scale", "the images fit so many times the reference", TomogramSummary::scale, s -> Texts.brief(s.scale())),
            column("particles", "in the tomogram", TomogramSummary::particles, s -> Integer.toString(s.particles())),
            column("images", "of the tilt series", TomogramSummary::images, s -> Integer.toString(s.images())),
            column("particle images", "that are visible, far enough from the rim", TomogramSummary::pairs,
                    s -> Integer.toString(s.pairs())),
            new Column("iterations", "of the optimiser", TomogramSummary::iterations, s -> Integer.toString(s.iterations()),
                    s -> s.iterations() > 0));

    private TableColumns() {
    }

    /** Returns those that say something of any of the tomograms. */
    static List<Column> of(List<TomogramSummary> all) {
        return ALL.stream().filter(column -> all.stream().anyMatch(column.used())).toList();
    }

    private static Column column(
            String heading, String meaning, ToDoubleFunction<TomogramSummary> value, Function<TomogramSummary, String> text) {
        return new Column(heading, meaning, value, s -> Double.isNaN(value.applyAsDouble(s)) ? "–" : text.apply(s),
                s -> !Double.isNaN(value.applyAsDouble(s)));
    }

    private static String signed(double value, int decimals) {
        return (value > 0 ? "+" : "") + Texts.fixed(value, decimals);
    }
}
