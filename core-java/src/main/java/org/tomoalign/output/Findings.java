package org.tomoalign.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.input.Plural;
import org.tomoalign.output.figure.Texts;

/**
 * What a job comes to, in a sentence, and the tomograms that somebody should look at, the worst first.
 *
 * @param sentence for the first page
 * @param cases    of concern
 */
public record Findings(String sentence, List<Case> cases) {
    /** Of the particle images; more than this beyond the range is more than the tail of the noise. */
    private static final double BEYOND_RANGE = 0.01;
    /** Median absolute deviations from the median of all tomograms. */
    private static final double UNUSUAL = 6;
    /** So many tomograms tell what is usual. */
    private static final int ENOUGH = 8;
    /** The part of a tomogram's images that may be weak. */
    private static final double WEAK_PART = 0.25;
    private static final double OFF_SCALE = 2;
    private static final int NAMED = 3;

    /**
     * A tomogram of concern.
     *
     * @param index   among the tomograms of the report
     * @param name    of the tomogram
     * @param reasons phrases, the gravest first
     * @param gravity by which cases are ordered
     */
    public record Case(int index, String name, List<String> reasons, double gravity) {
        /** Copies the list. */
        public Case {
            reasons = List.copyOf(reasons);
        }
    }

    /** Copies the list. */
    public Findings {
        cases = List.copyOf(cases);
    }

    /** Looks at all tomograms of a report. */
    public static Findings of(List<TomogramSummary> all) {
        List<Case> cases = new ArrayList<>();
        Usual change = Usual.of(all.stream().mapToDouble(TomogramSummary::medianChange).toArray());
        Usual gain = Usual.of(all.stream().filter(TomogramSummary::tested).mapToDouble(s -> s.gain().percent()).toArray());
        for (int i = 0; i < all.size(); i++) {
            add(cases, i, all.get(i), change, gain);
        }
        cases.sort((a, b) -> Double.compare(b.gravity(), a.gravity()));
        return new Findings(sentence(all, cases), cases);
    }

    private static void add(List<Case> cases, int index, TomogramSummary s, Usual change, Usual gain) {
        List<String> reasons = new ArrayList<>();
        double gravity = 0;
        if (keptInput(s)) {
            reasons.add("kept its input: what was refined fits images that were held out worse, "
                    + signed(s.gain().percent()) + " %");
            gravity += 100;
        } else if (s.tested() && s.gain().worse()) {
            reasons.add("fits images that were held out worse than before, " + signed(s.gain().percent()) + " %");
            gravity += 90;
        }
        if (s.outOfRange() > BEYOND_RANGE) {
            reasons.add(Texts.percent(s.outOfRange()) + " of its particle images moved beyond the range of " + s.range()
                    + " px");
            gravity += 40 + 100 * s.outOfRange();
        }
        if (s.stoppedEarly()) {
            reasons.add("did not converge");
            gravity += 50;
        }
        if (s.images() > 0 && s.weakImages() > WEAK_PART * s.images()) {
            reasons.add(s.weakImages() + " of " + s.images() + " images show hardly any signal");
            gravity += 30 + 10.0 * s.weakImages() / s.images();
        }
        if (change.isHigh(s.medianChange())) {
            reasons.add("particles moved by " + Texts.brief(s.medianChange()) + " px (median), in most tomograms by "
                    + Texts.brief(change.median));
            gravity += 20 + Math.min(10, s.medianChange() / Math.max(change.median, 1e-9));
        }
        if (s.tested() && gain.isLow(s.gain().percent()) && !keptInput(s) && !s.gain().worse()) {
            reasons.add("gained " + signed(s.gain().percent()) + " %, most tomograms " + signed(gain.median) + " %");
            gravity += 15;
        }
        if (s.scale() > OFF_SCALE || s.scale() < 1 / OFF_SCALE) {
            reasons.add("its images fit " + Texts.brief(s.scale()) + " times the reference");
            gravity += 10;
        }
        if (s.pairs() == 0) {
            reasons.add("no particle is visible on any image");
            gravity += 60;
        }
        if (!reasons.isEmpty()) {
            cases.add(new Case(index, s.name(), reasons, gravity));
        }
    }

    private static boolean keptInput(TomogramSummary s) {
        return s.verdict().contains("input kept");
    }

    private static String sentence(List<TomogramSummary> all, List<Case> cases) {
        int tested = count(all, TomogramSummary::tested);
        int kept = count(all, Findings::keptInput);
        int better = count(all, s -> s.tested() && s.gain().better() && !keptInput(s));
        int worse = count(all, s -> s.tested() && s.gain().worse() && !keptInput(s));
        int unchanged = tested - better - worse - count(all, s -> s.tested() && keptInput(s));
        List<String> parts = new ArrayList<>();
        if (tested == 0) {
            parts.add(Plural.of(all.size(), "tomogram") + " aligned (no images were held out to test whether that is better)");
        } else {
            parts.add(all.size() > 1 || better == 0 ? better + " of " + Plural.of(all.size(), "tomogram") + " better"
                    : "1 tomogram, better than its input");
            addIf(parts, unchanged, " without a difference");
            addIf(parts, worse, " worse");
            addIf(parts, all.size() - tested, " not tested");
        }
        addIf(parts, kept, " kept " + (kept == 1 ? "its" : "their") + " input");
        long particles = all.stream().mapToLong(TomogramSummary::particles).sum();
        String sentence = String.join(", ", parts) + "; " + spaced(particles) + " particles";
        if (cases.isEmpty()) {
            return sentence + "; nothing stands out.";
        }
        return sentence + "; " + cases.size() + (cases.size() == 1 ? " needs" : " need") + " a look: "
                + cases.stream().limit(NAMED).map(Case::name).collect(Collectors.joining(", "))
                + (cases.size() > NAMED ? " first." : ".");
    }

    private static int count(List<TomogramSummary> all, Predicate<TomogramSummary> condition) {
        return (int) all.stream().filter(condition).count();
    }

    private static void addIf(List<String> parts, int count, String text) {
        if (count > 0) {
            parts.add(count + text);
        }
    }

    /** Returns a number with a thin space between its thousands. */
    private static String spaced(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202f');
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + Texts.fixed(value, 1).replace('-', '\u2212');
    }

    /** What most tomograms have. */
    private record Usual(int size, double median, double deviation) {
        static Usual of(double[] sample) {
            double[] known = IntStream.range(0, sample.length).mapToDouble(i -> sample[i]).filter(Double::isFinite).toArray();
            double median = new Quantiles(known).at(0.5);
            double[] away = IntStream.range(0, known.length).mapToDouble(i -> Math.abs(known[i] - median)).toArray();
            return new Usual(known.length, median, new Quantiles(away).at(0.5));
        }

        boolean isHigh(double value) {
            return size >= ENOUGH && value > median + UNUSUAL * deviation && value > 1.5 * median;
        }

        boolean isLow(double value) {
            return size >= ENOUGH && value < median - UNUSUAL * deviation && value < 0.5 * median;
        }
    }
}
