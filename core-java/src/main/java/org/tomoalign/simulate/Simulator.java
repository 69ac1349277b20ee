package org.tomoalign.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.job.Activity;
import org.tomoalign.job.JobListener;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcVolume;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.parallel.Workers;
import org.tomoalign.tomogram.Microscope;

/**
 * Makes projects with known truth. The same options give the same bytes, whatever the number of threads.
 */
public final class Simulator {
    private static final Microscope MICROSCOPE = new Microscope(300, 2.7, 0.07);
    private static final double HAND = -1;

    private final Fftw fftw;
    private final ForkJoinPool pool;
    private final JobListener listener;

    /** Creates a simulator that works in the given pool; every tilt series is a stage, every image a step. */
    public Simulator(Fftw fftw, ForkJoinPool pool, JobListener listener) {
        this.fftw = fftw;
        this.pool = pool;
        this.listener = listener;
    }

    /**
     * Writes a project into a folder, which is created if it is missing: STAR files, tilt images, reference in ref/,
     * true geometry in truth/.
     *
     * @return the optimisation set's file
     * @throws InputException       if the options make no sense or the given map cannot be used
     * @throws UncheckedIOException if the files cannot be written
     */
    public Path simulate(SimulationOptions options, Path folder) {
        options.check();
        createFolders(options, folder);
        DensityMap structure;
        double pixelSize;
        if (options.map().isPresent()) {
            try (Arena arena = Arena.ofConfined()) {
                MrcVolume map = MrcVolume.read(options.map().get(), arena);
                pixelSize = pixelSize(options, map);
                structure = fitted(map, options.box());
            }
        } else {
            pixelSize = options.pixelSize();
            structure = ProteinModel.generate(options.box(), pixelSize, options.bFactor(),
                    RandomStream.STRUCTURE.generator(options.seed(), 0, 0), fftw);
        }
        SimulatedReference.of(structure, RandomStream.HALF_MAPS.generator(options.seed(), 0, 0), fftw)
                .write(folder.resolve("ref"), pixelSize);
        double sigma = Math.sqrt(structure.projectionVariance() / options.snr());
        List<SimulatedSeries> all = new ArrayList<>();
        try (TiltImageRenderer renderer = new TiltImageRenderer(options, MICROSCOPE, HAND, pixelSize,
                        PaddedSpectrum.of(structure, fftw), fftw);
                RealFft2d noise = new RealFft2d(fftw, options.height(), options.width())) {
            for (int t = 0; t < options.tomos(); t++) {
                SimulatedSeries series = new SeriesGenerator(options, pixelSize, t).generate();
                try (JobListener.Stage stage = listener.stage(series.name(), Activity.SIMULATING, options.tilts())) {
                    Imaging imaging = new Imaging(options, t, series, renderer, noise, sigma, stage);
                    if (options.layout() == ProjectLayout.V5) {
                        writeImages(imaging, folder, pixelSize);
                    } else {
                        writeStack(imaging, folder, pixelSize);
                    }
                }
                all.add(series);
            }
        }
        return new ProjectFiles(options, MICROSCOPE, HAND, pixelSize, folder).write(all);
    }

    private static void createFolders(SimulationOptions options, Path folder) {
        try {
            for (String name : List.of("ref", "truth", options.layout() == ProjectLayout.V5 ? "frames" : "tiltseries")) {
                Files.createDirectories(folder.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double pixelSize(SimulationOptions options, MrcVolume map) {
        double own = map.header().pixelSize(), asked = options.pixelSize();
        if (asked == 0 && own == 0) {
            throw new InputException(
                    Message.of(map.header().file(), ": its header has no pixel size; name one with ", Setting.PIXEL_SIZE));
        }
        if (asked > 0 && own > 0 && Math.abs(own / asked - 1) > 0.01) {
            throw new InputException(Message.of(map.header().file(), ": pixel size ", own, " Å, but ",
                    Setting.PIXEL_SIZE, " ", asked, "; maps are not resampled, expected the same"));
        }
        return asked > 0 ? asked : own;
    }

    /** The map, cropped or padded with zeros about its centre to the box. */
    private static DensityMap fitted(MrcVolume map, int box) {
        int side = map.header().width();
        if (!map.header().isCube() || side % 2 != 0) {
            throw new InputException(map.header().file() + ": " + side + " x " + map.header().height() + " x "
                    + map.header().depth() + " voxels, expected a cube with an even side");
        }
        float[] values = new float[box * box * box];
        int offset = side / 2 - box / 2;
        for (int i = 0; i < values.length; i++) {
            int x = i % box + offset, y = i / box % box + offset, z = i / (box * box) + offset;
            if (Math.min(x, Math.min(y, z)) >= 0 && Math.max(x, Math.max(y, z)) < side) {
                values[i] = map.data().getAtIndex(ValueLayout.JAVA_FLOAT, ((long) z * side + y) * side + x);
            }
        }
        return new DensityMap(box, values);
    }

    private void writeStack(Imaging imaging, Path folder, double pixelSize) {
        SimulationOptions options = imaging.options();
        Path file = folder.resolve(ProjectFiles.stackName(imaging.series()));
        try (MrcWriter writer = MrcWriter.create(file, MrcWriter.Content.STACK, options.width(), options.height(),
                options.tilts(), MrcMode.FLOAT32, pixelSize)) {
            Workers.run(pool, options.tilts(), f -> {
                try (Arena arena = Arena.ofConfined()) {
                    writer.writeSlice(f, imaging.image(f, arena), 0);
                }
            });
            writer.commit();
        }
    }

    private void writeImages(Imaging imaging, Path folder, double pixelSize) {
        SimulationOptions options = imaging.options();
        Workers.run(pool, options.tilts(), f -> {
            Path file = folder.resolve(ProjectFiles.imageName(imaging.series(), f));
            try (Arena arena = Arena.ofConfined();
                    MrcWriter writer = MrcWriter.create(file, MrcWriter.Content.STACK, options.width(), options.height(),
                            1, MrcMode.FLOAT16, pixelSize)) {
                writer.writeSlice(0, imaging.image(f, arena), 0);
                writer.commit();
            }
        });
    }

    /** What one image of one series is made from. */
    private record Imaging(
            SimulationOptions options, int index, SimulatedSeries series, TiltImageRenderer renderer, RealFft2d noiseFft,
            double sigma, JobListener.Stage stage) {
        /** Renders image f and adds noise; independent of all other images. */
        MemorySegment image(int f, Arena arena) {
            MemorySegment image = renderer.render(series, f, arena);
            MemorySegment noise = ImageNoise.draw(noiseFft, options.width(), options.height(), sigma,
                    RandomStream.NOISE.generator(options.seed(), index, f), arena);
            for (long i = 0; i < (long) options.width() * options.height(); i++) {
                image.setAtIndex(ValueLayout.JAVA_FLOAT, i, image.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                        + noise.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            }
            stage.advance(1);
            return image;
        }
    }
}
