package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** The reader of real projects understands the simulated ones, and sees the same geometry in every layout. */
class SimulatedProjectTest {
    @TempDir
    Path folder;

    private Project read(ProjectLayout layout) {
        Path set = folder.resolve(layout.name());
        SmallSets.simulate(SmallSets.options().layout(layout).build(), set, 2);
        List<String> warnings = new ArrayList<>();
        Project project = Project.read(ProjectPaths.of(set.resolve("optimisation_set.star")), set, warnings::add);
        assertEquals(List.of(), warnings);
        return project;
    }

    @Test
    void everyLayoutIsReadAsTheSameProject() {
        Project v4 = read(ProjectLayout.V4);
        for (ProjectLayout layout : List.of(ProjectLayout.V5, ProjectLayout.V5_STACK)) {
            Project v5 = read(layout);
            assertEquals(v4.tomograms().series().size(), v5.tomograms().series().size());
            for (int t = 0; t < v4.tomograms().series().size(); t++) {
                compare(v4, v4.tomograms().series().get(t), v5, v5.tomograms().series().get(t));
            }
        }
    }

    private void compare(Project v4, TiltSeries a, Project v5, TiltSeries b) {
        assertEquals(a.name(), b.name());
        assertEquals(65, b.imageWidth());
        assertEquals(47, b.imageHeight());
        assertEquals(a.microscope(), b.microscope());
        assertEquals(a.size(), b.size());
        assertEquals(a.hand(), b.hand());
        List<Particle> left = v4.particles().of(a.name()), right = v5.particles().of(b.name());
        List<Vec3> from = v4.particles().positions(a.name()), to = v5.particles().positions(b.name());
        assertEquals(4, left.size());
        for (int t = 0; t < a.images().size(); t++) {
            TiltImage i = a.images().get(t), j = b.images().get(t);
            Projection m = v4.tomograms().projections(a.name()).get(t), n = v5.tomograms().projections(b.name()).get(t);
            assertEquals(i.dose(), j.dose());
            assertEquals(i.defocus().u(), j.defocus().u(), 1e-4);
            assertEquals(Files.exists(j.source().file()), true);
            for (int p = 0; p < left.size(); p++) {
                Particle x = left.get(p), y = right.get(p);
                assertEquals(x.name(), y.name());
                assertEquals(x.orientation(), y.orientation());
                assertEquals(x.halfSet(), y.halfSet());
                Vec3 q = m.apply(from.get(p)), r = n.apply(to.get(p));
                assertEquals(q.x(), r.x(), 1e-4);
                assertEquals(q.y(), r.y(), 1e-4);
                double depth = m.apply(a.centre()).z(), other = n.apply(b.centre()).z();
                assertEquals(q.z() - depth, r.z() - other, 1e-4);
            }
        }
    }

    @Test
    void theReferenceIsNamed() {
        Project v5 = read(ProjectLayout.V5);
        for (ProjectFile file : List.of(ProjectFile.REFERENCE_1, ProjectFile.REFERENCE_2, ProjectFile.MASK, ProjectFile.FSC)) {
            assertEquals(true, Files.exists(v5.optimisationSet().require(file)));
        }
    }
}
