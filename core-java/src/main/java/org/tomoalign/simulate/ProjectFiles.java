package org.tomoalign.simulate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Microscope;

/**
 * Writes the STAR files of a simulated project. The truth is always written the RELION 4 way, whatever the layout of
 * the project.
 */
final class ProjectFiles {
    /** Of the truth alone: the factor on an image's signal, and whether a particle is there (1) or only listed (0). */
    static final String SIGNAL = "tomoSignal";
    static final String THERE = "tomoIsThere";
    private static final String OPTICS_GROUP = "opticsGroup1";
    private static final List<String> IMAGE_LABELS_V4 = List.of(Labels.TOMO_PROJ_X, Labels.TOMO_PROJ_Y,
            Labels.TOMO_PROJ_Z, Labels.TOMO_PROJ_W, Labels.DEFOCUS_U, Labels.DEFOCUS_V, Labels.DEFOCUS_ANGLE,
            Labels.CTF_SCALEFACTOR, Labels.MICROGRAPH_PRE_EXPOSURE);
    private static final List<String> IMAGE_LABELS_V5 = List.of(Labels.MICROGRAPH_PRE_EXPOSURE, Labels.DEFOCUS_U,
            Labels.DEFOCUS_V, Labels.DEFOCUS_ANGLE, Labels.TOMO_X_TILT, Labels.TOMO_Y_TILT, Labels.TOMO_Z_ROT,
            Labels.TOMO_X_SHIFT_ANGST, Labels.TOMO_Y_SHIFT_ANGST, Labels.CTF_SCALEFACTOR);
    private static final List<String> ORIENTATION_LABELS = List.of(Labels.ORIGIN_X_ANGST, Labels.ORIGIN_Y_ANGST,
            Labels.ORIGIN_Z_ANGST, Labels.TOMO_SUBTOMOGRAM_ROT, Labels.TOMO_SUBTOMOGRAM_TILT,
            Labels.TOMO_SUBTOMOGRAM_PSI, Labels.ANGLE_ROT, Labels.ANGLE_TILT, Labels.ANGLE_PSI, Labels.CLASS_NUMBER,
            Labels.RANDOM_SUBSET, Labels.TOMO_PARTICLE_NAME, Labels.OPTICS_GROUP);

    private final SimulationOptions options;
    private final Microscope microscope;
    private final double hand;
    private final double pixelSize;
    private final Path folder;

    ProjectFiles(SimulationOptions options, Microscope microscope, double hand, double pixelSize, Path folder) {
        this.options = options;
        this.microscope = microscope;
        this.hand = hand;
        this.pixelSize = pixelSize;
        this.folder = folder;
    }

    /** Returns the name of a series' stack, relative to the project. */
    static String stackName(SimulatedSeries series) {
        return "tiltseries/" + series.name() + ".mrc";
    }

    /** Returns the name of one image's file, relative to the project. */
    static String imageName(SimulatedSeries series, int f) {
        return String.format(java.util.Locale.ROOT, "frames/%s_%02d.mrc", series.name(), f);
    }

    private boolean isV4() {
        return options.layout() == ProjectLayout.V4;
    }

    /** Writes everything but images and maps; the optimisation set last. Returns its path. */
    Path write(List<SimulatedSeries> all) {
        Path truth = folder.resolve("truth");
        star("truth/tomograms.star", 30001, star -> tomogramsV4(star, all, true));
        star("truth/particles.star", 30001, star -> particles(star, all, true, true));
        AtomicFile.write(truth.resolve("motion.star"), out -> motion(out, all));
        if (isV4()) {
            star("tomograms.star", 30001, star -> tomogramsV4(star, all, false));
            star("particles.star", 30001, star -> particles(star, all, false, true));
        } else {
            for (SimulatedSeries series : all) {
                star("tilt_series/" + series.name() + ".star", 50001, star -> imagesV5(star, series));
            }
            star("tomograms.star", 50001, star -> tomogramsV5(star, all));
            star("particles.star", 50001, star -> particles(star, all, false, false));
        }
        star("optimisation_set.star", isV4() ? 30001 : 50001, this::optimisationSet);
        return folder.resolve("optimisation_set.star");
    }

    private interface StarContent {
        void writeTo(StarWriter star) throws IOException;
    }

    private void star(String name, int version, StarContent content) {
        AtomicFile.write(folder.resolve(name), out -> content.writeTo(new StarWriter(out, version)));
    }

    private String path(String name) {
        return options.pathPrefix() + name;
    }

    private void tomogramsV4(StarWriter star, List<SimulatedSeries> all, boolean truth) throws IOException {
        star.loop("global", List.of(Labels.TOMO_NAME, Labels.TOMO_TILT_SERIES_NAME, Labels.TOMO_FRAME_COUNT,
                Labels.TOMO_SIZE_X, Labels.TOMO_SIZE_Y, Labels.TOMO_SIZE_Z, Labels.TOMO_HAND, Labels.OPTICS_GROUP_NAME,
                Labels.TOMO_TILT_SERIES_PIXEL_SIZE, Labels.VOLTAGE, Labels.SPHERICAL_ABERRATION,
                Labels.AMPLITUDE_CONTRAST, Labels.TOMO_IMPORT_FRACTIONAL_DOSE));
        for (SimulatedSeries series : all) {
            star.cell(series.name()).cell(path(stackName(series))).cell(series.images().size());
            star.cell(options.width()).cell(options.height()).cell(options.depth()).cell(hand).cell(OPTICS_GROUP);
            star.cell(pixelSize).cell(microscope.voltage()).cell(microscope.sphericalAberration());
            star.cell(microscope.amplitudeContrast()).cell(options.dose()).endRow();
        }
        star.endTable();
        for (SimulatedSeries series : all) {
            star.loop(series.name(), truth ? with(IMAGE_LABELS_V4, SIGNAL) : IMAGE_LABELS_V4);
            for (SimulatedSeries.Image image : series.images()) {
                Projection p = truth ? image.truth() : image.given();
                Mat3 m = p.linear();
                star.cell(new double[] {m.m00(), m.m01(), m.m02(), p.shift().x()});
                star.cell(new double[] {m.m10(), m.m11(), m.m12(), p.shift().y()});
                star.cell(new double[] {m.m20(), m.m21(), m.m22(), p.shift().z()});
                star.cell(new double[] {0, 0, 0, 1});
                star.cell(image.defocus().u()).cell(image.defocus().v());
                star.cell(Math.toDegrees(image.defocus().angle())).cell(1.0).cell(image.dose());
                (truth ? star.cell(image.signal()) : star).endRow();
            }
            star.endTable();
        }
    }

    private static List<String> with(List<String> labels, String more) {
        List<String> all = new ArrayList<>(labels);
        all.add(more);
        return all;
    }

    private void tomogramsV5(StarWriter star, List<SimulatedSeries> all) throws IOException {
        boolean stack = options.layout() == ProjectLayout.V5_STACK;
        List<String> labels = new ArrayList<>(List.of(Labels.TOMO_NAME));
        if (stack) {
            labels.addAll(List.of(Labels.TOMO_TILT_SERIES_NAME, Labels.TOMO_FRAME_COUNT));
        }
        labels.addAll(List.of(Labels.VOLTAGE, Labels.SPHERICAL_ABERRATION, Labels.AMPLITUDE_CONTRAST,
                Labels.MICROGRAPH_ORIGINAL_PIXEL_SIZE, Labels.TOMO_HAND, Labels.OPTICS_GROUP_NAME,
                Labels.TOMO_TILT_SERIES_PIXEL_SIZE, Labels.TOMO_TILT_SERIES_STAR_FILE, Labels.TOMO_TOMOGRAM_BINNING,
                Labels.TOMO_SIZE_X, Labels.TOMO_SIZE_Y, Labels.TOMO_SIZE_Z, Labels.TOMO_IMPORT_FRACTIONAL_DOSE));
        star.loop("global", labels);
        for (SimulatedSeries series : all) {
            star.cell(series.name());
            if (stack) {
                star.cell(path(stackName(series))).cell(series.images().size());
            }
            star.cell(microscope.voltage()).cell(microscope.sphericalAberration());
            star.cell(microscope.amplitudeContrast()).cell(pixelSize).cell(hand).cell(OPTICS_GROUP).cell(pixelSize);
            star.cell(path("tilt_series/" + series.name() + ".star")).cell(1.0);
            star.cell(options.width()).cell(options.height()).cell(options.depth()).cell(options.dose()).endRow();
        }
        star.endTable();
    }

    private void imagesV5(StarWriter star, SimulatedSeries series) throws IOException {
        boolean stack = options.layout() == ProjectLayout.V5_STACK;
        List<String> labels = new ArrayList<>();
        if (!stack) {
            labels.add(Labels.MICROGRAPH_NAME);
        }
        labels.addAll(IMAGE_LABELS_V5);
        star.loop(series.name(), labels);
        // RELION 5 rounds half sizes down when it reads.
        Vec3 centre = new Vec3(options.width() / 2, options.height() / 2, options.depth() / 2);
        Vec3 imageCentre = new Vec3(options.width() / 2, options.height() / 2, 0);
        for (int f = 0; f < series.images().size(); f++) {
            SimulatedSeries.Image image = series.images().get(f);
            if (!stack) {
                star.cell(path(imageName(series, f)));
            }
            star.cell(image.dose()).cell(image.defocus().u()).cell(image.defocus().v());
            star.cell(Math.toDegrees(image.defocus().angle()));
            TiltAngles angles = TiltAngles.of(image.given(), centre, imageCentre);
            star.cell(angles.xTilt()).cell(angles.yTilt()).cell(angles.zRot());
            star.cell(angles.xShift() * pixelSize).cell(angles.yShift() * pixelSize).cell(1.0).endRow();
        }
        star.endTable();
    }

    private void particles(StarWriter star, List<SimulatedSeries> all, boolean truth, boolean v4) throws IOException {
        if (!v4) {
            star.list("general", Map.of(Labels.TOMO_SUB_TOMOS_ARE2D_STACKS, 1));
        }
        star.loop("optics", List.of(Labels.OPTICS_GROUP, Labels.OPTICS_GROUP_NAME, Labels.SPHERICAL_ABERRATION,
                Labels.VOLTAGE, Labels.TOMO_TILT_SERIES_PIXEL_SIZE, Labels.CTF_DATA_ARE_CTF_PREMULTIPLIED,
                Labels.IMAGE_DIMENSIONALITY, Labels.TOMO_SUBTOMOGRAM_BINNING, Labels.IMAGE_PIXEL_SIZE,
                Labels.IMAGE_SIZE, Labels.AMPLITUDE_CONTRAST));
        star.cell(1).cell(OPTICS_GROUP).cell(microscope.sphericalAberration()).cell(microscope.voltage());
        star.cell(pixelSize).cell(1).cell(3).cell(1.0).cell(pixelSize).cell(options.box());
        star.cell(microscope.amplitudeContrast()).endRow();
        star.endTable();
        List<String> labels = new ArrayList<>(
                List.of(Labels.TOMO_NAME, Labels.TOMO_PARTICLE_ID, Labels.TOMO_MANIFOLD_INDEX));
        labels.addAll(v4 ? Labels.COORDINATES : Labels.CENTERED_COORDINATES);
        labels.addAll(ORIENTATION_LABELS);
        star.loop("particles", truth ? with(labels, THERE) : labels);
        Vec3 centre = new Vec3(options.width() / 2.0, options.height() / 2.0, options.depth() / 2.0);
        for (SimulatedSeries series : all) {
            for (int i = 0; i < series.particles().size(); i++) {
                SimulatedSeries.Molecule particle = series.particles().get(i);
                Vec3 position = truth ? particle.truth() : particle.given();
                Vec3 x = v4 ? position.minus(new Vec3(1, 1, 1)) : position.minus(centre).times(pixelSize);
                EulerAngles a = particle.angles();
                star.cell(series.name()).cell(i + 1).cell(1).cell(x.x()).cell(x.y()).cell(x.z());
                star.cell(0.0).cell(0.0).cell(0.0).cell(0.0).cell(0.0).cell(0.0);
                star.cell(a.rot()).cell(a.tilt()).cell(a.psi()).cell(1).cell(1 + i % 2);
                star.cell(particleName(series, i)).cell(1);
                (truth ? star.cell(particle.there() ? 1 : 0) : star).endRow();
            }
        }
        star.endTable();
    }

    private static String particleName(SimulatedSeries series, int index) {
        return series.name() + "/" + (index + 1);
    }

    private void motion(OutputStream out, List<SimulatedSeries> all) throws IOException {
        StarWriter star = new StarWriter(out, 30001);
        star.list("general", Map.of(Labels.PARTICLE_NUMBER, options.tomos() * options.particles()));
        for (SimulatedSeries series : all) {
            for (int i = 0; i < series.particles().size(); i++) {
                star.loop(particleName(series, i), Labels.ORIGINS);
                for (Vec3 offset : series.particles().get(i).trajectory()) {
                    Vec3 o = offset.times(pixelSize);
                    star.cell(o.x()).cell(o.y()).cell(o.z()).endRow();
                }
                star.endTable();
            }
        }
    }

    private void optimisationSet(StarWriter star) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(Labels.TOMO_PARTICLES_FILE, path("particles.star"));
        entries.put(Labels.TOMO_TOMOGRAMS_FILE, path("tomograms.star"));
        entries.put(Labels.TOMO_REFERENCE_MAP1_FILE, path("ref/half1.mrc"));
        entries.put(Labels.TOMO_REFERENCE_MAP2_FILE, path("ref/half2.mrc"));
        entries.put(Labels.TOMO_REFERENCE_MASK_FILE, path("ref/mask.mrc"));
        entries.put(Labels.TOMO_REFERENCE_FSC_FILE, path("ref/fsc.star"));
        star.list("", entries);
    }
}
