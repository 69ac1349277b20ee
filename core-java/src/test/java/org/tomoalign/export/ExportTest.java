package org.tomoalign.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/** Every export, read back by {@link ForeignFiles} and compared with the alignment's own projections. */
class ExportTest {
    /** What a format that can hold an alignment may lose to the digits of its files, px. */
    private static final double HELD = 0.02;

    private static String file(ExportedSeries exported, String ending) {
        return exported.files().entrySet().stream().filter(e -> e.getKey().endsWith(ending)).findFirst().orElseThrow()
                .getValue();
    }

    private static ForeignFiles.Reader reader(ExportFormat format, ExportedSeries exported) {
        TiltSeries series = exported.sightings().series();
        int[] volume = {(int) series.size().x(), (int) series.size().y(), (int) series.size().z()};
        try {
            return switch (format) {
                case IMOD -> ForeignFiles.imod(file(exported, ".xf"), file(exported, ".tlt"), file(exported, ".xtilt"),
                        series.imageWidth(), series.imageHeight(), volume);
                case ARETOMO -> ForeignFiles.areTomo(file(exported, ".aln"), volume);
                case WARP -> ForeignFiles.warp(file(exported, ".xml"), series.pixelSize());
                case CETS -> ForeignFiles.cets(file(exported, ".json"));
            };
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ExportedSeries export(ExportFormat format, Sightings sightings) {
        return switch (format) {
            case IMOD -> ImodExport.of(sightings);
            case ARETOMO -> AreTomoExport.of(sightings);
            case WARP -> WarpExport.of(sightings, 0.1);
            case CETS -> CetsExport.of(sightings);
        };
    }

    /** Returns the largest distance between the files and the alignment, px. */
    private static double difference(ExportFormat format, Sightings sightings) {
        ExportedSeries exported = export(format, sightings);
        ForeignFiles.Reader reader = reader(format, exported);
        double largest = 0;
        for (int p = 0; p < sightings.count(); p++) {
            Vec3 at = sightings.positions().get(p);
            for (int t = 0; t < sightings.images(); t++) {
                int section = sightings.series().images().get(t).source().slice();
                double[] there = reader.at(section, at.x(), at.y(), at.z());
                ImagePoint said = exported.model().project(t, at);
                // What we say the files hold is what they hold.
                assertEquals(said.x(), there[0], 0.005, format + " image " + t);
                assertEquals(said.y(), there[1], 0.005, format + " image " + t);
                ImagePoint here = sightings.points()[p][t];
                largest = Math.max(largest, Math.hypot(there[0] - here.x(), there[1] - here.y()));
            }
        }
        return largest;
    }

    @Test
    void rotationsAndShiftsAreHeld() {
        Sightings free = Tomograms.still(Tomograms.series(), 0.4);
        for (ExportFormat format : List.of(ExportFormat.IMOD, ExportFormat.WARP, ExportFormat.CETS)) {
            double largest = difference(format, free);
            assertTrue(largest < HELD, () -> format + ": " + largest);
        }
        // AreTomo has no tilt about x: without one it holds everything.
        TiltSeries series = Tomograms.series();
        List<Projection> flat = new ArrayList<>();
        for (int t = 0; t < series.images().size(); t++) {
            Mat3 linear = Mat3.rotationZ(1.4 + 0.01 * t).times(Mat3.rotationY(0.2 * t - 1));
            flat.add(new Projection(linear, new Vec3(3.3 * t, 200 - t, 8)));
        }
        double largest = difference(ExportFormat.ARETOMO,
                Tomograms.sightings(series, flat, 60, Trajectories.NONE, Deformation.NONE));
        assertTrue(largest < HELD, () -> "aretomo: " + largest);
    }

    @Test
    void oddSizesAreHeld() {
        Sightings odd = Tomograms.still(Tomograms.series(7, new Vec3(1001, 803, 301), 959, 927), 0.3);
        for (ExportFormat format : List.of(ExportFormat.IMOD, ExportFormat.WARP, ExportFormat.CETS)) {
            double largest = difference(format, odd);
            assertTrue(largest < HELD, () -> format + ": " + largest);
        }
    }

    @Test
    void magnificationAndLinearDeformationAreHeldWhereMapsAreAffine() {
        TiltSeries series = Tomograms.series();
        Sightings deformed = Tomograms.sightings(series, Tomograms.projections(series, 0.3), 60, Trajectories.NONE,
                Tomograms.linearDeformation(11));
        for (ExportFormat format : List.of(ExportFormat.IMOD, ExportFormat.WARP, ExportFormat.CETS)) {
            double largest = difference(format, deformed);
            assertTrue(largest < HELD, () -> format + ": " + largest);
        }
        assertTrue(difference(ExportFormat.ARETOMO, deformed) > 1);
    }

    @Test
    void aTiltAboutXIsFittedAndTold() {
        TiltSeries series = Tomograms.series();
        Sightings free = Tomograms.still(series, 0.4);
        ExportedSeries exported = AreTomoExport.of(free);
        Residuals residuals = new Residuals(free, exported.model());
        // The angle about x moves the depths of the volume by up to 1.5° x 150 px; a fit takes the mean off.
        assertEquals(residuals.largest(), difference(ExportFormat.ARETOMO, free), 0.01);
        assertTrue(residuals.rms() > 0.5 && residuals.rms() < 4, () -> "" + residuals.rms());
        double sum = 0;
        for (int t = 0; t < free.images(); t++) {
            assertTrue(residuals.imageRms(t) <= residuals.imageRms(residuals.worstImage()));
            sum += residuals.imageRms(t) * residuals.imageRms(t) / free.images();
        }
        assertEquals(residuals.rms(), Math.sqrt(sum), 1e-9);
        ExportOutcome outcome = ExportOutcome.of(exported, residuals);
        assertEquals(60, outcome.particles());
        assertTrue(outcome.held().get(0).startsWith("a tilt about x of 1.") && outcome.held().size() == 2,
                outcome.held()::toString);
    }

    @Test
    void smoothMotionFitsIntoWarpsGrids() {
        TiltSeries series = Tomograms.series();
        Sightings moving = Tomograms.sightings(series, Tomograms.projections(series, 0.3), 400,
                Tomograms.motion(series, 400, 4), Deformation.NONE);
        ExportedSeries warp = WarpExport.of(moving, 0.1);
        double rms = new Residuals(moving, warp.model()).rms();
        assertTrue(rms <= 0.1 && warp.remarks().isEmpty(), () -> rms + " " + warp.remarks());
        double affine = new Residuals(moving, ImodExport.of(moving).model()).rms();
        assertTrue(affine > 2 * rms, () -> affine + " " + rms);
        difference(ExportFormat.WARP, moving);
    }

    @Test
    void motionThatDoesNotFitIsLeftOutAndTold() {
        TiltSeries series = Tomograms.series();
        Sightings moving = Tomograms.sightings(series, Tomograms.projections(series, 0.3), 100,
                Tomograms.jumps(series, 100), Deformation.NONE);
        ExportedSeries warp = WarpExport.of(moving, 0.1);
        assertEquals(1, warp.remarks().size());
        assertTrue(file(warp, ".xml").contains("<GridVolumeWarpX Width=\"2\" Height=\"2\" Depth=\"2\" Duration=\"11\">"));
        ExportOutcome outcome = ExportOutcome.of(warp, new Residuals(moving, warp.model()));
        assertTrue(outcome.rms() > 1 && outcome.held().get(2).startsWith("motion of 2."), outcome.held()::toString);
        for (ExportFormat format : ExportFormat.values()) {
            difference(format, moving);
        }
    }

    @Test
    void dosesThatAreAlikeLeaveWarpsGridsEmpty() {
        TiltSeries even = Tomograms.series();
        TiltSeries series = new TiltSeries(even.name(), even.pixelSize(), even.size(), even.imageWidth(),
                even.imageHeight(), 1, 1, even.microscope(), 3, even.images().stream().map(i ->
                new TiltImage(i.source(), i.row(), 5, i.defocus(), 0, 1, 0, 0)).toList());
        ExportedSeries warp = WarpExport.of(Tomograms.still(series, 0.4), 0.1);
        assertTrue(warp.remarks().getFirst().startsWith("the doses of the images are alike"));
        String xml = file(warp, ".xml");
        assertTrue(xml.contains("AreAnglesInverted=\"False\"") && xml.contains("Duration=\"1\""), xml);
    }

    @Test
    void withoutParticlesALatticeIsCompared() {
        TiltSeries series = Tomograms.series();
        Sightings none = Tomograms.sightings(
                series, Tomograms.projections(series, 0.2), 0, Trajectories.NONE, Deformation.NONE);
        assertEquals(75, none.count());
        assertTrue(difference(ExportFormat.WARP, none) < HELD);
        ExportedSeries cets = CetsExport.of(none);
        assertEquals(0, ExportOutcome.of(cets, new Residuals(none, cets.model())).particles());
        assertTrue(!file(cets, ".json").contains("annotations"));
    }

    @Test
    void linesAreInTheOrderOfTheStack() {
        ExportedSeries imod = ImodExport.of(Tomograms.still(Tomograms.series(), 0));
        double[][] tilts = ForeignFiles.numbers(file(imod, ".tlt"));
        assertEquals(11, tilts.length);
        for (int i = 1; i < tilts.length; i++) {
            assertTrue(tilts[i][0] > tilts[i - 1][0] + 3);
        }
        assertEquals(file(imod, ".xf"), file(imod, ".tltxf"));
        assertTrue(imod.remarks().isEmpty());
    }

    /** Keys of the schema, of which a reader refuses any other. */
    @Test
    void theCetsFileKeepsToItsSchema() throws Exception {
        JsonNode root = new ObjectMapper().readTree(file(CetsExport.of(Tomograms.still(Tomograms.series(), 0)), ".json"));
        assertEquals(List.of("name", "regions"), keys(root));
        JsonNode region = root.get("regions").get(0);
        assertEquals(List.of("id", "tilt_series", "alignments", "tomograms", "annotations"), keys(region));
        assertEquals(List.of("id", "path", "images"), keys(region.get("tilt_series").get(0)));
        assertEquals(List.of("id", "path", "section", "accumulated_dose", "ctf_metadata", "width", "height",
                "coordinate_systems", "coordinate_transformations"), keys(region.get("tilt_series").get(0).get("images").get(0)));
        JsonNode alignment = region.get("alignments").get(0);
        assertEquals(List.of("tilt_series_id", "projection_alignments"), keys(alignment));
        JsonNode one = alignment.get("projection_alignments").get(0);
        assertEquals(List.of("transformation_type", "name", "input", "output", "id", "tilt_image_id", "sequence"), keys(one));
        assertEquals(2, one.get("sequence").size());
        assertEquals(-1, region.get("tilt_series").get(0).get("images").get(0).get("ctf_metadata")
                .get("defocus_handedness").asInt());
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /**
     * What the programs themselves write, in essence: the readers above must understand it, or they prove nothing. IMOD's
     * and AreTomo's transforms of one series have to agree as AreTomo's own conversion makes them.
     */
    @Test
    void theReadersReadWhatTheProgramsWrite() throws Exception {
        String aln = """
                # AreTomo Alignment / Priims bprmMn
                # RawSize = 2032 2032 4
                # NumPatches = 1
                # DarkFrame =     0    1   -66.00
                # AlphaOffset =     0.00
                # BetaOffset =     0.00
                # Thickness = 300
                # SEC     ROT         GMAG       TX          TY      SMEAN     SFIT    SCALE     BASE     TILT
                    2    -12.5000    1.00000     24.500     -2.500     1.00     1.00     1.00     0.00    -30.00
                    3    -12.5000    1.00000      0.000      0.000     1.00     1.00     1.00     0.00      0.00
                    4    -12.5000    1.00000    -10.000      5.000     1.00     1.00     1.00     0.00     30.00
                # Local Alignment
                   0   0   -10.00     20.00      0.50     -0.50   1.0
                """;
        double cos = Math.cos(Math.toRadians(12.5)), sin = Math.sin(Math.toRadians(12.5));
        StringBuilder xf = new StringBuilder("   1.0000000   0.0000000   0.0000000   1.0000000       0.000       0.000\n");
        for (double[] shift : new double[][] {{24.5, -2.5}, {0, 0}, {-10, 5}}) {
            xf.append(String.format(Locale.ROOT, "%12.7f%12.7f%12.7f%12.7f%12.3f%12.3f\n", cos, -sin, sin, cos,
                    -cos * shift[0] + sin * shift[1], -sin * shift[0] - cos * shift[1]));
        }
        int[] volume = {2032, 2032, 300};
        ForeignFiles.Reader areTomo = ForeignFiles.areTomo(aln, volume);
        ForeignFiles.Reader imod = ForeignFiles.imod(xf.toString(), " -66.00\n -30.00\n   0.00\n  30.00\n", "0\n0\n0\n0\n",
                2032, 2032, volume);
        for (int section = 1; section < 4; section++) {
            assertArrayEquals(imod.at(section, 400, 1500, 220), areTomo.at(section, 400, 1500, 220), 0.002);
        }
        String warp = """
                <?xml version="1.0" encoding="utf-8"?>
                <TiltSeries DataDirectory="../tomostar" AreAnglesInverted="True" PlaneNormal="0, 0, 1" LevelAngleX="0" \
                LevelAngleY="0" Bfactor="0" ImageDimensionsAngstrom="2032, 2032" VolumeDimensionsAngstrom="2032, 2032, 300">
                	<Angles>30
                0
                -30</Angles>
                	<Dose>3
                0
                6</Dose>
                	<UseTilt>True
                True
                True</UseTilt>
                	<AxisAngle>-12.5
                -12.5
                -12.5</AxisAngle>
                	<AxisOffsetX>24.5
                0
                -10</AxisOffsetX>
                	<AxisOffsetY>-2.5
                0
                5</AxisOffsetY>
                	<GridVolumeWarpX Width="1" Height="1" Depth="1" Duration="1"><Node X="0" Y="0" Z="0" W="0" Value="0" />
                	</GridVolumeWarpX>
                	<GridVolumeWarpY Width="1" Height="1" Depth="1" Duration="1"><Node X="0" Y="0" Z="0" W="0" Value="0" />
                	</GridVolumeWarpY>
                	<GridVolumeWarpZ Width="1" Height="1" Depth="1" Duration="1"><Node X="0" Y="0" Z="0" W="0" Value="0" />
                	</GridVolumeWarpZ>
                </TiltSeries>
                """;
        // Warp's centre is half a pixel from AreTomo's, in the volume and in the image.
        for (int section = 1; section < 4; section++) {
            double[] there = ForeignFiles.warp(warp, 1).at(section - 1, 400.5, 1500.5, 220.5);
            assertArrayEquals(areTomo.at(section, 400, 1500, 220), new double[] {there[0] - 0.5, there[1] - 0.5}, 0.001);
        }
    }
}
