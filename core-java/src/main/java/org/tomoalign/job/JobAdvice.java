package org.tomoalign.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Setting;

/** What the user should know of a job's result, and can do about it: one sentence for all tomograms that it concerns. */
final class JobAdvice {
    /** A larger part of a tomogram's windows beyond the range is more than the tail of the noise. */
    private static final double BEYOND_RANGE = 0.01;
    /** A reference whose grey scale is off by more than this factor is worth a warning. */
    static final double SCALE_TOLERANCE = 2;
    /** Tomograms that a sentence names. */
    private static final int NAMED = 5;

    private final AlignSettings settings;
    private final List<TomogramMetrics> all;
    private final List<Message> advice = new ArrayList<>();

    private JobAdvice(AlignSettings settings, List<TomogramMetrics> all) {
        this.settings = settings;
        this.all = all;
    }

    /**
     * Returns the advice after a job, none if all is well.
     *
     * @param motion of the tomograms, if it was refined
     */
    static List<Message> of(AlignSettings settings, List<TomogramMetrics> tomograms, List<MotionSize> motion) {
        JobAdvice job = new JobAdvice(settings, tomograms);
        if (!settings.mode().onlyShifts()) {
            job.notConverged();
            job.keptInput();
            job.weak();
            job.beyondRange();
            job.largeDisplacements();
            job.motion(motion.stream().filter(MotionSize::isLarge).toList());
            job.scale();
        }
        return job.advice;
    }

    private void notConverged() {
        List<TomogramMetrics> found = settings.maxIterations() == 0 ? List.of() : those(m -> !m.converged());
        if (!found.isEmpty()) {
            boolean limit = found.stream().anyMatch(m -> m.iterations() >= settings.maxIterations());
            advice.add(Message.of(namesOf(found), " did not converge (", reasons(found), "): ",
                    limit ? Message.of("allow more by ", Setting.ITERATIONS, ", or run again on the output")
                            : Message.of("look at the images and the reference, and run again on the output")));
        }
    }

    private static String reasons(List<TomogramMetrics> tomograms) {
        return tomograms.stream().map(m -> m.whyStopped().replaceFirst("^[^:]*: ", "")).distinct()
                .collect(Collectors.joining("; "));
    }

    private void keptInput() {
        List<TomogramMetrics> found = those(m -> m.verdict().filter(VerdictMetrics::keptInput).isPresent());
        if (!found.isEmpty()) {
            advice.add(Message.of(namesOf(found), " kept the input's geometry, as windows that were held out correlate less with "
                    + "the refined one: nothing is left to gain if the input was aligned on these images before, else look at the "
                    + "particles and the reference"));
        }
    }

    /** Names images and particles in which hardly any of the predicted signal was found. */
    private void weak() {
        List<TomogramMetrics> images = those(m -> m.verdict().filter(v -> !v.weakImages().isEmpty()).isPresent());
        if (!images.isEmpty()) {
            advice.add(Message.of("less than a fifth of the predicted signal in ", images.stream().limit(NAMED)
                    .map(m -> m.tomogram() + " image" + (m.verdict().orElseThrow().weakImages().size() > 1 ? "s " : " ")
                            + numbers(m.verdict().orElseThrow().weakImages())).collect(Collectors.joining("; ")),
                    images.size() > NAMED ? "; ..." : "", ": see scores.star; consider to leave them out"));
        }
        List<TomogramMetrics> particles = those(m -> m.verdict().filter(v -> v.weakParticles() > 0).isPresent());
        if (!particles.isEmpty()) {
            int count = particles.stream().mapToInt(m -> m.verdict().orElseThrow().weakParticles()).sum();
            int of = all.stream().mapToInt(TomogramMetrics::particles).sum();
            advice.add(Message.of(count, " of ", Plural.of(of, "particle"), count == 1 ? " does" : " do", " not fit, with less "
                    + "than a fifth of the predicted signal (", namesOf(particles), "): see scores.star"));
        }
    }

    private static String numbers(List<Integer> images) {
        return images.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (images.size() > NAMED ? ", ..." : "");
    }

    private void beyondRange() {
        List<TomogramMetrics> found = those(m -> m.outOfRange() > BEYOND_RANGE * m.windows());
        if (!found.isEmpty()) {
            double beyond = found.stream().mapToLong(TomogramMetrics::outOfRange).sum();
            double windows = found.stream().mapToLong(TomogramMetrics::windows).sum();
            advice.add(Message.of(String.format(Locale.ROOT, "%.1f %% of the particle images of ", 100 * beyond / windows),
                    namesOf(found), " ended beyond ", Setting.RANGE, " ", settings.range(), " px, where nothing was correlated: "
                            + "run again on the output, or with a larger ", Setting.RANGE));
        }
    }

    private void largeDisplacements() {
        List<TomogramMetrics> found = those(m -> m.outOfRange() <= BEYOND_RANGE * m.windows()
                && m.rmsDisplacement() > settings.range() / 2.0);
        if (!found.isEmpty()) {
            advice.add(Message.of("the particles of ", namesOf(found), String.format(Locale.ROOT, " moved by up to %.1f px rms, ",
                    found.stream().mapToDouble(TomogramMetrics::rmsDisplacement).max().orElseThrow()), "more than half of ",
                    Setting.RANGE, " ", settings.range(), " px: run again on the output, whose correlations are sharper"));
        }
    }

    private void motion(List<MotionSize> large) {
        if (!large.isEmpty()) {
            MotionSize most = large.stream().max(Comparator.comparingDouble(m -> m.rms() / m.expected())).orElseThrow();
            advice.add(Message.of("the particles of ", names(large.stream().map(MotionSize::tomogram).toList()),
                    String.format(Locale.ROOT, " moved by up to %.1f Å rms during the exposure, where ", most.rms()),
                    Setting.VELOCITY, String.format(Locale.ROOT, " expects %.1f Å: look at the tracks in report.html; if they are "
                            + "true, use a larger ", most.expected()), Setting.VELOCITY));
        }
    }

    private void scale() {
        List<TomogramMetrics> found = settings.autoScale() ? List.of() : those(m -> isOffScale(m.scale()));
        if (!found.isEmpty()) {
            double least = found.stream().mapToDouble(TomogramMetrics::scale).min().orElseThrow();
            double most = found.stream().mapToDouble(TomogramMetrics::scale).max().orElseThrow();
            advice.add(Message.of("the images of ", namesOf(found), String.format(Locale.ROOT, least == most
                    ? " fit %.3g times the reference best" : " fit %.3g to %.3g times the reference best", least, most),
                    ", expected about 1: use a reconstruction of these particles, protein bright, or ", Setting.AUTO_SCALE));
        }
    }

    /** Returns whether a scale of the reference was measured and is far from 1. */
    static boolean isOffScale(double scale) {
        return scale != 0 && !(scale > 1 / SCALE_TOLERANCE && scale < SCALE_TOLERANCE);
    }

    private List<TomogramMetrics> those(Predicate<TomogramMetrics> condition) {
        return all.stream().filter(condition).toList();
    }

    private String namesOf(List<TomogramMetrics> some) {
        return names(some.stream().map(TomogramMetrics::tomogram).toList());
    }

    private String names(List<String> some) {
        String names = some.stream().limit(NAMED).collect(Collectors.joining(", "));
        return all.size() == 1 ? some.getFirst() : some.size() == all.size() ? "all " + Plural.of(all.size(), "tomogram")
                : some.size() + " of " + Plural.of(all.size(), "tomogram") + " (" + names
                        + (some.size() > NAMED ? ", ..." : "") + ")";
    }
}
