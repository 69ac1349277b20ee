package org.tomoalign.job;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.correlation.TiltStack;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.parallel.Workers;
import org.tomoalign.tomogram.TiltSeries;

/** Looks at all pixels of tilt images: for NaN and infinity, and for images with nothing on them. */
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
                problems.attempt(() -> {
                    try (TiltStack pixels = TiltStack.open(series)) {
                        scan(series, pixels, pool, stage, listener, problems);
                    }
                });
            }
        }
    }

    /**
     * Reads all images of a tilt series.
     *
     * @param pixels its images
     * @throws InputException with all that is wrong with them
     */
    static void require(TiltSeries series, TiltStack pixels, ForkJoinPool pool, JobListener listener) {
        Problems problems = new Problems();
        try (JobListener.Stage stage =
                listener.stage(series.name(), Activity.CHECKING_IMAGES, series.images().size())) {
            scan(series, pixels, pool, stage, listener, problems);
        }
        problems.throwIfAny();
    }

    /** What is found in an image: a mistake, or nothing at all. */
    private record Found(Optional<String> problem, boolean blank) {
    }

    private static void scan(
            TiltSeries series, TiltStack pixels, ForkJoinPool pool, JobListener.Stage stage, JobListener listener,
            Problems problems) {
        List<Found> found = Workers.map(pool, pixels.images(), image -> {
            Found one = look(pixels, image);
            pixels.release(image);
            stage.advance(1);
            return one;
        });
        List<String> wrong = found.stream().flatMap(one -> one.problem().stream()).toList();
        wrong.stream().limit(ENOUGH_IMAGES).forEach(problems::add);
        if (wrong.size() > ENOUGH_IMAGES) {
            problems.add(series.name() + ": " + (wrong.size() - ENOUGH_IMAGES) + " more such images");
        }
        List<Integer> blank = IntStream.range(0, found.size()).filter(image -> found.get(image).blank())
                .map(image -> series.images().get(image).row()).sorted().boxed().toList();
        if (blank.size() == found.size()) {
            problems.add(series.images().getFirst().source().file() + ": all images of tilt series " + series.name()
                    + " are blank (every pixel is the same), expected images of particles");
        } else if (!blank.isEmpty()) {
            listener.warning(series.name() + ": " + blank.size() + " of " + found.size()
                    + " images are blank (every pixel is the same) and tell nothing: "
                    + blank.stream().limit(ENOUGH_IMAGES).map(row -> Integer.toString(row + 1))
                            .collect(Collectors.joining(", ")) + (blank.size() > ENOUGH_IMAGES ? ", ..." : ""));
        }
    }

    private static Found look(TiltStack pixels, int image) {
        try {
            pixels.requireFinite(image);
            return new Found(Optional.empty(), pixels.isBlank(image));
        } catch (InputException e) {
            return new Found(Optional.of(e.getMessage()), false);
        }
    }
}
