package org.tomoalign.project;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.TiltImage;

/** Finds out before anything is computed whether a project can be written in another version. */
final class ConversionCheck {
    private final Project project;
    private final FileVersion version;
    private final Problems problems = new Problems();

    private ConversionCheck(Project project, FileVersion version) {
        this.project = project;
        this.version = version;
    }

    /**
     * Checks a project.
     *
     * @param warnings takes sentences about what RELION of that version does not read
     * @throws InputException with all that the version cannot hold
     */
    static void run(Project project, FileVersion version, Consumer<String> warnings) {
        ConversionCheck check = new ConversionCheck(project, version);
        check.particles();
        for (TomogramSet.Entry entry : project.tomograms().entries()) {
            if (version == FileVersion.V5) {
                check.rotations(entry);
            } else {
                check.stack(entry);
            }
        }
        check.problems.throwIfAny();
        if (version == FileVersion.V4) {
            check.warnOfVersion4(warnings);
        }
    }

    /** Positions are converted by pixel size and centre, which are known for the set's own tomograms only. */
    private void particles() {
        ParticleSet particles = project.particles();
        int unknown = particles.table().rows() - particles.particles().size();
        if (unknown > 0 && particles.coordinates() != ParticleConverter.coordinates(version)) {
            refuse(particles.file(), ": ", unknown, " particles of tomograms that are not in ",
                    project.tomograms().file(), " cannot be converted, expected them to be removed");
        }
    }

    private void rotations(TomogramSet.Entry entry) {
        for (int t = 0; t < entry.projections().size(); t++) {
            if (!ProjectionColumns.AngleColumns.isRotation(entry.projections().get(t))) {
                refuse(entry.images().place(TomogramOutput.row(entry, t), ProjectionColumns.MatrixColumns.ROWS[0]),
                        ": the matrix is not a rotation (it scales, shears or mirrors), which RELION 5's angles cannot "
                                + "describe; expected a rotation, or ", Setting.OUTPUT_FORMAT, " v4");
                return;
            }
        }
    }

    private void stack(TomogramSet.Entry entry) {
        if (Version4Tomograms.stack(entry, project.tomograms().globalTable()).isEmpty()) {
            refuse(entry.images().file(), ": the images of tilt series ", entry.series().name(), " are single files (_",
                    Labels.MICROGRAPH_NAME, "), RELION 4 reads one stack per tilt series; stack them in the order of the "
                            + "table and name the stacks in a column _", Labels.TOMO_TILT_SERIES_NAME,
                    " of block data_global in ", project.tomograms().file(), ", or write v5");
        }
    }

    private void refuse(Object... sentence) {
        problems.add(Message.of(
                Setting.OUTPUT_FORMAT, version == FileVersion.V5 ? " v5: " : " v4: ", Message.of(sentence)));
    }

    private void warnOfVersion4(Consumer<String> warnings) {
        warnIfAny(image -> image.phaseShift() != 0, "phase shifts (_rlnPhaseShift)", warnings);
        warnIfAny(image -> image.bFactor() != 0, "B-factors (_rlnCtfBfactor)", warnings);
        warnIfAny(image -> image.doseBFactor() > 0,
                "B-factors by dose (_rlnCtfBfactorPerElectronDose)", warnings);
        project.particles().document().find(ParticleConverter.GENERAL).ifPresent(block -> {
            StarTable table = block.table();
            if (table.find(Labels.TOMO_SUB_TOMOS_ARE2D_STACKS).filter(c -> !c.text(0).equals("0")).isPresent()) {
                warnings.accept("the particle images of " + project.particles().file()
                        + " are 2-D stacks, which RELION 4 cannot refine; extract them again");
            }
        });
    }

    private void warnIfAny(Predicate<TiltImage> used, String what, Consumer<String> warnings) {
        if (project.tomograms().series().stream().anyMatch(s -> s.images().stream().anyMatch(used))) {
            warnings.accept(project.tomograms().file() + ": has " + what
                    + ", which are passed on but ignored by RELION 4");
        }
    }
}
