package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every tilt has an image of its own. */
class ImageFilesTest {
    private static final String V5 = "CtfRefine/job012/tilt_series/TS_01.star";
    private static final String PLACE = V5 + ": block data_TS_01, row 2, column _rlnMicrographName: found ";

    @TempDir
    Path folder;

    private List<String> problemsWith(String first, String second) {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit(V5, "frames/a.mrc ", first + " ");
        fixture.edit(V5, "2@frames/b.mrcs ", second + " ");
        return fixture.problems();
    }

    @Test
    void oneImageForTwoTilts() throws IOException {
        String expected = ", the same image as in row 1, expected one image per tilt";
        assertEquals(List.of(PLACE + "'frames/a.mrc'" + expected), problemsWith("frames/a.mrc", "frames/a.mrc"));
        assertEquals(List.of(PLACE + "'frames/./a.mrc'" + expected), problemsWith("frames/a.mrc", "frames/./a.mrc"));
        assertEquals(List.of(PLACE + "'2@frames/b.mrcs'" + expected + ", as in 2@frames/b.mrcs for the second image of a "
                + "stack"), problemsWith("2@frames/b.mrcs", "2@frames/b.mrcs"));
        Files.createDirectories(folder.resolve("frames"));
        Files.createFile(folder.resolve("frames/a.mrc"));
        Files.createSymbolicLink(folder.resolve("frames/link.mrc"), Path.of("a.mrc"));
        assertEquals(List.of(PLACE + "'frames/link.mrc'" + expected), problemsWith("frames/a.mrc", "frames/link.mrc"));
        assertEquals(List.of(), problemsWith("1@frames/b.mrcs", "2@frames/b.mrcs"));
    }

    @Test
    void aStackWithoutNumbers() {
        assertEquals(List.of(V5 + ": block data_TS_01, row 1, column _rlnMicrographName: found 'frames/b.mrcs', expected a "
                + "file of one image, not of 3 (a movie has to be motion-corrected first), or one image of a stack as in "
                + "2@frames/b.mrcs"), problemsWith("frames/b.mrcs", "frames/b.mrcs"));
    }

    @Test
    void aMovie() {
        assertEquals(List.of(PLACE + "'movies/c.mrc', expected a file of one image, not of 3 (a movie has to be "
                + "motion-corrected first), or one image of a stack as in 2@movies/c.mrc"),
                problemsWith("frames/a.mrc", "movies/c.mrc"));
    }

    @Test
    void twoTomogramsWithTheSameImages() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", "stacks/TS_01.st:mrc", "stacks/TS_02.mrc");
        assertEquals(List.of(), fixture.problems());
        assertEquals("sets/tomograms.star: tomograms TS_01 and TS_02 have the same image, 2@stacks/TS_02.mrc",
                fixture.warnings().get(1).replaceAll("@/.*/stacks", "@stacks"));
    }
}
