package org.tomoalign.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tomoalign.files.FileNames;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Writes a tilt series in the data model of the CETS standard: its images, its tomogram, the particles in it, and per
 * image the affine map from the tomogram to the image. Both have coordinates in Å, whose origin is the pixel in the
 * middle (half the size, rounded down), as the standard proposes.
 */
final class CetsExport {
    private static final String ARRAY = "array";
    private static final String PHYSICAL = "physical";

    private final Sightings sightings;
    private final TiltSeries series;
    private final List<Projection> projections;

    private CetsExport(Sightings sightings) {
        this.sightings = sightings;
        this.series = sightings.series();
        this.projections = AffineFit.of(sightings);
    }

    static ExportedSeries of(Sightings sightings) {
        CetsExport export = new CetsExport(sightings);
        String text;
        try {
            text = JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(export.dataset()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return new ExportedSeries(sightings, Map.of(FileNames.safe(sightings.series().name()) + ".cets.json", text),
                (t, position) -> ImagePoint.of(export.projections.get(t).apply(position)), List.of());
    }

    private Map<String, Object> dataset() {
        Map<String, Object> region = map("id", series.name());
        region.put("tilt_series", List.of(tiltSeries()));
        region.put("alignments", List.of(alignment()));
        region.put("tomograms", List.of(tomogram()));
        if (sightings.particles()) {
            region.put("annotations", List.of(particles()));
        }
        Map<String, Object> dataset = map("name", series.name());
        dataset.put("regions", List.of(region));
        return dataset;
    }

    private Map<String, Object> tiltSeries() {
        Map<String, Object> out = map("id", series.name());
        List<String> files = series.images().stream().map(image -> image.source().file().toString()).distinct().toList();
        if (files.size() == 1) {
            out.put("path", files.getFirst());
        }
        List<Object> images = new ArrayList<>();
        for (int t : StackOrder.of(series)) {
            images.add(image(t));
        }
        out.put("images", images);
        return out;
    }

    private Map<String, Object> image(int t) {
        TiltImage image = series.images().get(t);
        Map<String, Object> ctf = map("defocus_u", image.defocus().u());
        ctf.put("defocus_v", image.defocus().v());
        ctf.put("defocus_angle", Math.toDegrees(image.defocus().angle()));
        if (image.phaseShift() != 0) {
            ctf.put("phase_shift", Math.toDegrees(image.phaseShift()));
        }
        ctf.put("defocus_handedness", (int) series.hand());
        Map<String, Object> out = map("id", imageId(t));
        out.put("path", image.source().file().toString());
        out.put("section", image.source().slice());
        out.put("accumulated_dose", image.dose());
        out.put("ctf_metadata", ctf);
        out.put("width", series.imageWidth());
        out.put("height", series.imageHeight());
        out.put("coordinate_systems", List.of(system(ARRAY, "pixel", 2), system(PHYSICAL, "angstrom", 2)));
        out.put("coordinate_transformations", List.of(toPhysical(middle(imageSize()), 2)));
        return out;
    }

    private Map<String, Object> tomogram() {
        Map<String, Object> out = map("id", series.name());
        out.put("tilt_series_id", series.name());
        out.put("width", Math.round(series.size().x()));
        out.put("height", Math.round(series.size().y()));
        out.put("depth", Math.round(series.size().z()));
        out.put("coordinate_systems", List.of(system(ARRAY, "pixel", 3), system(PHYSICAL, "angstrom", 3)));
        out.put("coordinate_transformations", List.of(toPhysical(middle(series.size()), 3)));
        return out;
    }

    private Map<String, Object> alignment() {
        List<Object> all = new ArrayList<>();
        for (int t : StackOrder.of(series)) {
            Projection projection = projections.get(t);
            Vec3 shift = projection.apply(middle(series.size())).minus(middle(imageSize())).times(series.pixelSize());
            Map<String, Object> out = transformation("projection_alignment", "tomogram to image", PHYSICAL, PHYSICAL);
            out.put("id", imageId(t) + "/alignment");
            out.put("tilt_image_id", imageId(t));
            Map<String, Object> affine = transformation("affine", "rotation", PHYSICAL, PHYSICAL);
            Mat3 m = projection.linear();
            affine.put("affine", List.of(List.of(m.m00(), m.m01(), m.m02()), List.of(m.m10(), m.m11(), m.m12()),
                    List.of(m.m20(), m.m21(), m.m22())));
            Map<String, Object> translation = transformation("translation", "shift", PHYSICAL, PHYSICAL);
            translation.put("translation", list(shift, 3));
            out.put("sequence", List.of(affine, translation));
            all.add(out);
        }
        Map<String, Object> alignment = map("tilt_series_id", series.name());
        alignment.put("projection_alignments", all);
        return alignment;
    }

    private Map<String, Object> particles() {
        Map<String, Object> out = map("id", series.name() + "/particles");
        out.put("annotation_type", "point_set_3D");
        out.put("name", "particles");
        out.put("source_tomogram_id", series.name());
        out.put("origin3D", sightings.positions().stream().map(p -> list(p, 3)).toList());
        out.put("coordinate_systems", List.of(system(ARRAY, "pixel", 3)));
        return out;
    }

    private Map<String, Object> toPhysical(Vec3 middle, int axes) {
        Map<String, Object> translation = transformation("translation", "origin", ARRAY, ARRAY);
        translation.put("translation", list(middle.times(-1), axes));
        Map<String, Object> scale = transformation("scale", "pixel size", ARRAY, PHYSICAL);
        scale.put("scale", list(new Vec3(1, 1, 1).times(series.pixelSize()), axes));
        Map<String, Object> out = transformation("sequence", "pixels to Å", ARRAY, PHYSICAL);
        out.put("sequence", List.of(translation, scale));
        return out;
    }

    private static Map<String, Object> system(String name, String unit, int axes) {
        Map<String, Object> out = map("name", name);
        out.put("axes", Stream.of("x", "y", "z").limit(axes).map(axis -> {
            Map<String, Object> one = map("name", axis);
            one.put("axis_unit", unit);
            one.put("axis_type", unit.equals("pixel") ? "array" : "space");
            return one;
        }).toList());
        return out;
    }

    private static Map<String, Object> transformation(String type, String name, String from, String to) {
        Map<String, Object> out = map("transformation_type", type);
        out.put("name", name);
        out.put("input", from);
        out.put("output", to);
        return out;
    }

    private String imageId(int t) {
        return series.name() + "/" + (series.images().get(t).row() + 1);
    }

    private Vec3 imageSize() {
        return new Vec3(series.imageWidth(), series.imageHeight(), 0);
    }

    private static Vec3 middle(Vec3 size) {
        return new Vec3(Math.floor(size.x() / 2), Math.floor(size.y() / 2), Math.floor(size.z() / 2));
    }

    private static List<Double> list(Vec3 v, int axes) {
        return Stream.of(v.x(), v.y(), v.z()).limit(axes).toList();
    }

    private static Map<String, Object> map(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }
}
