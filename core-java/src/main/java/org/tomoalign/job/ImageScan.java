package org.tomoalign.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.correlation.TiltStack;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.parallel.Workers;
import org.tomoalign.tomogram.TiltSeries;

/** Looks for NaN and infinity in all tilt images of a job, so that the last tilt series does not fail after hours. */
final class ImageScan {
    /** A stack with a mistake in every image is one mistake: so many are enough to see it. */
    private static final int ENOUGH_IMAGES = 5;

    private ImageScan() {
    }

    /** Reads all images of some tilt series; what is wrong with them is added to the problems. */
    static void run(List<TiltSeries> all, ForkJoinPool pool, JobListener listener, Problems problems) {
        int images = all.stream().mapToInt(series -> series.images().size()).sum();
        try (JobListener.Stage stage = listener.stage("", Activity.CHECKING_IMAGES, images)) {
            for (TiltSeries series : all) {
                problems.attempt(() -> scan(series, pool, stage, problems));
            }
        }
    }

    private static void scan(TiltSeries series, ForkJoinPool pool, JobListener.Stage stage, Problems problems) {
        try (TiltStack pixels = TiltStack.open(series)) {
            List<String> wrong = Workers.map(pool, pixels.images(), image -> {
                Optional<String> problem = problem(pixels, image);
                pixels.release(image);
                stage.advance(1);
                return problem;
            }).stream().flatMap(Optional::stream).toList();
            wrong.stream().limit(ENOUGH_IMAGES).forEach(problems::add);
            if (wrong.size() > ENOUGH_IMAGES) {
                problems.add(series.name() + ": " + (wrong.size() - ENOUGH_IMAGES) + " more such images");
            }
        }
    }

    private static Optional<String> problem(TiltStack pixels, int image) {
        try {
            pixels.requireFinite(image);
            return Optional.empty();
        } catch (InputException e) {
            return Optional.of(e.getMessage());
        }
    }
}
