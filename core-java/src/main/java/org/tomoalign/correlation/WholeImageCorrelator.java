package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.parallel.Workers;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * Measures the shift of whole tilt images against their predictions (section 7 of the method, shift only): the highest
 * point of the cross-correlation, whitened by the image's own spectrum.
 */
public final class WholeImageCorrelator {
    /** Images in work at a time: each takes three times its pixels as floats, or four with a sink. */
    private static final int AT_ONCE = 4;

    private final HalfPlane plane;
    private final Kernels kernels;
    private final Fftw fftw;
    private final ReferenceMap reference;
    private final SpectralWeights.Options options;
    private final boolean compat;

    /**
     * @param plane   half plane of the box in which particles are predicted
     * @param options whitening, ramp and high pass; the other ones do not matter here
     * @param compat  reproduce RELION's weights, see {@link ImageWeights}
     */
    public WholeImageCorrelator(
            HalfPlane plane, Kernels kernels, Fftw fftw, ReferenceMap reference, SpectralWeights.Options options,
            boolean compat) {
        this.plane = plane;
        this.kernels = kernels;
        this.fftw = fftw;
        this.reference = reference;
        this.options = options;
        this.compat = compat;
    }

    /**
     * The shift of one image.
     *
     * @param x      px, from the prediction to the image
     * @param y      px
     * @param before correlation without the shift
     * @param after  correlation with it
     * @param power  weighted power of the prediction: the correlation if the image were the prediction
     */
    public record Shift(double x, double y, double before, double after, double power) {
    }

    /** Takes the correlation of an image: rows without gaps, no shift at (width/2, height/2). */
    public interface Sink {
        /** Called once for each image, from any thread. */
        void accept(int image, MemorySegment correlation);
    }

    /**
     * Measures the shifts of all images.
     *
     * @param pixels   of its images
     * @param sink     takes the correlations; null if they are not wanted
     * @param pool     runs the work
     * @param progress called after each image with 1, from any thread
     * @return per image; empty for one on which no particle is
     */
    public List<Optional<Shift>> measure(
            Tomogram tomogram, TiltStack pixels, Sink sink, ForkJoinPool pool, IntConsumer progress) {
        TiltSeries series = tomogram.series();
        int width = series.imageWidth();
        int height = series.imageHeight();
        int images = series.images().size();
        List<Optional<Shift>> out = new ArrayList<>();
        try (Arena arena = Arena.ofShared();
                RealFft2d boxFft = new RealFft2d(fftw, plane.size(), plane.size());
                RealFft2d imageFft = new RealFft2d(fftw, height, width)) {
            Run run = new Run(tomogram, pixels, new PredictedImage(plane, kernels, reference, boxFft, pool), imageFft,
                    ImageFilter.phasePerDefocus(plane, series, arena), sink);
            for (int first = 0; first < images; first += AT_ONCE) {
                int start = first;
                out.addAll(Workers.map(pool, Math.min(AT_ONCE, images - first), i -> {
                    Optional<Shift> shift = run.measure(start + i);
                    progress.accept(1);
                    return shift;
                }));
            }
        }
        return List.copyOf(out);
    }

    /** Returns how many bytes the measurement of an image of so many pixels takes, without the image itself. */
    public static long bytes(long pixels) {
        return 12 * pixels;
    }

    /** The work on one tomogram. */
    private final class Run {
        private final Tomogram tomogram;
        private final TiltStack stack;
        private final PredictedImage prediction;
        private final RealFft2d fft;
        private final MemorySegment slope;
        private final Sink sink;
        private final ImageWeights weights;
        private final int width;
        private final int height;

        Run(
                Tomogram tomogram, TiltStack stack, PredictedImage prediction, RealFft2d fft, MemorySegment slope,
                Sink sink) {
            this.tomogram = tomogram;
            this.stack = stack;
            this.prediction = prediction;
            this.fft = fft;
            this.slope = slope;
            this.sink = sink;
            width = tomogram.series().imageWidth();
            height = tomogram.series().imageHeight();
            weights = new ImageWeights(width, height, plane.size(), reference.shells(), options, compat);
        }

        Optional<Shift> measure(int f) {
            try (Arena arena = Arena.ofShared()) {
                MemorySegment pixels = AlignedSegments.floats(arena, (long) width * height);
                MemorySegment observed = AlignedSegments.complex(arena, (long) (width / 2 + 1) * height);
                MemorySegment predicted = AlignedSegments.complex(arena, (long) (width / 2 + 1) * height);
                boolean any = prediction.add(tomogram, f, filters(f, arena), slope, pixels);
                fft.forward(pixels, predicted);
                stack.readImage(f, pixels);
                stack.release(f);
                fft.forward(pixels, observed);
                double power = multiply(observed, predicted);
                fft.inverse(observed, pixels);
                if (sink != null) {
                    sink.accept(f, centred(pixels, arena));
                }
                return any ? Optional.of(shift(pixels, power)) : Optional.empty();
            }
        }

        private Map<Integer, ImageFilter> filters(int f, Arena arena) {
            return tomogram.particles().stream().map(Particle::opticsGroup).distinct().collect(Collectors.toMap(
                    Function.identity(), group -> ImageFilter.ofPrediction(plane, tomogram.series(), f,
                            reference.half(1).radius(), tomogram.aberrations().getOrDefault(group, Aberrations.NONE),
                            arena)));
        }

        /** Replaces the observed spectrum by weight x observed x conj(predicted); returns the weighted power. */
        private double multiply(MemorySegment observed, MemorySegment predicted) {
            DoubleUnaryOperator inversePower = weights.inversePower(observed);
            int columns = width / 2 + 1;
            double power = 0;
            for (int y = 0; y < height; y++) {
                double rowPower = 0;
                for (int x = 0; x < columns; x++) {
                    long i = 2 * ((long) y * columns + x);
                    double w = weights.at(x, y, inversePower);
                    double a = observed.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double b = observed.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                    double c = predicted.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double d = predicted.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                    observed.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (w * (a * c + b * d)));
                    observed.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1, (float) (w * (b * c - a * d)));
                    rowPower += (x == 0 || 2 * x == width ? 1 : 2) * w * (c * c + d * d);
                }
                power += rowPower;
            }
            return power;
        }

        private Shift shift(MemorySegment correlation, double power) {
            Peak peak = Peak.of(width, height, (x, y) -> at(correlation, x - width / 2, y - height / 2));
            return new Shift(peak.x() - width / 2, peak.y() - height / 2, at(correlation, 0, 0), peak.value(), power);
        }

        private float at(MemorySegment correlation, int x, int y) {
            long column = x < 0 ? x + width : x;
            long row = y < 0 ? y + height : y;
            return correlation.getAtIndex(ValueLayout.JAVA_FLOAT, row * width + column);
        }

        private MemorySegment centred(MemorySegment correlation, Arena arena) {
            MemorySegment out = AlignedSegments.floats(arena, (long) width * height);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    out.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * width + x,
                            at(correlation, x - width / 2, y - height / 2));
                }
            }
            return out;
        }
    }
}
