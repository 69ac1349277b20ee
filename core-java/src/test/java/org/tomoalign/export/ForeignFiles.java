package org.tomoalign.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads files of other programs as these do, and projects with them: written from what the programs document and do, not
 * from the exporters. Voxels and pixels are counted from 0 here; what the programs count from 1, or have at halves, is
 * converted at the edge of each reader.
 */
final class ForeignFiles {
    /** Projects a voxel onto a section of the stack. */
    @FunctionalInterface
    interface Reader {
        double[] at(int section, double x, double y, double z);
    }

    private ForeignFiles() {
    }

    static double[][] numbers(String text) {
        List<double[]> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] words = line.strip().split("\\s+");
                double[] row = new double[words.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(words[i]);
                }
                rows.add(row);
            }
        }
        return rows.toArray(double[][]::new);
    }

    /**
     * IMOD: {@code tilt} in its own coordinates (from 1, the thickness as slices of the volume before {@code trimvol -rx}
     * turned it), {@code newstack} backwards.
     */
    static Reader imod(String xf, String tlt, String xtilt, int width, int height, int[] volume) {
        double[][] transforms = numbers(xf), tilts = numbers(tlt), xTilts = numbers(xtilt);
        return (s, x, y, z) -> {
            int thickness = volume[2];
            double slice = thickness - z;
            double xx = x + 1 - (volume[0] / 2 + 0.5);
            double yy = y + 1 - (volume[1] / 2.0 + 0.5);
            double zz = slice - (thickness / 2 + 0.5);
            double beta = Math.toRadians(tilts[s][0]), alpha = Math.toRadians(xTilts[s][0]);
            double sinBeta = -Math.sin(beta), cosBeta = Math.cos(beta);
            double sinAlpha = -Math.sin(alpha), cosAlpha = Math.cos(alpha);
            double onX = xx * cosBeta + yy * sinAlpha * sinBeta + zz * cosAlpha * sinBeta;
            double onY = yy * cosAlpha - zz * sinAlpha;
            double[] f = transforms[s];
            double det = f[0] * f[3] - f[1] * f[2];
            double dx = onX - f[4], dy = onY - f[5];
            return new double[] {(f[3] * dx - f[1] * dy) / det + width / 2.0 - 0.5,
                (-f[2] * dx + f[0] * dy) / det + height / 2.0 - 0.5};
        };
    }

    /** AreTomo 3: its comments give pixel centres at halves; volume not flipped by {@code -FlipVol 1}. */
    static Reader areTomo(String aln, int[] volume) {
        String size = aln.lines().filter(l -> l.startsWith("# RawSize")).findFirst().orElseThrow();
        String[] raw = size.substring(size.indexOf('=') + 1).strip().split("\\s+");
        double width = Double.parseDouble(raw[0]), height = Double.parseDouble(raw[1]);
        Map<Integer, double[]> bySection = new HashMap<>();
        for (double[] row : numbers(aln.split("# Local")[0])) {
            bySection.put((int) row[0], row);
        }
        return (s, x, y, z) -> {
            double[] row = bySection.get(s + 1);
            double cx = x + 0.5 - volume[0] / 2.0, cy = y + 0.5 - volume[1] / 2.0, cz = z + 0.5 - volume[2] / 2.0;
            double tilt = Math.toRadians(row[9]), rot = Math.toRadians(row[1]);
            double flat = cx * Math.cos(tilt) + cz * Math.sin(tilt);
            return new double[] {flat * Math.cos(rot) - cy * Math.sin(rot) + row[3] + width / 2 - 0.5,
                flat * Math.sin(rot) + cy * Math.cos(rot) + row[4] + height / 2 - 0.5};
        };
    }

    /** Warp: single precision, lists without surrounding white space, grids linear between nodes. */
    static Reader warp(String xml, double px) throws Exception {
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Element root = document.getDocumentElement();
        float[] angle = list(root, "Angles"), axis = list(root, "AxisAngle"), dose = list(root, "Dose");
        float[] offsetX = list(root, "AxisOffsetX"), offsetY = list(root, "AxisOffsetY");
        float[] image = vector(root.getAttribute("ImageDimensionsAngstrom"));
        float[] volume = vector(root.getAttribute("VolumeDimensionsAngstrom"));
        double levelX = Math.toRadians(Float.parseFloat(root.getAttribute("LevelAngleX")));
        float low = Float.MAX_VALUE, high = -Float.MAX_VALUE;
        for (float d : dose) {
            low = Math.min(low, d);
            high = Math.max(high, d);
        }
        float lowest = low, range = high - low;
        Element[] grids = {element(root, "GridVolumeWarpX"), element(root, "GridVolumeWarpY"),
            element(root, "GridVolumeWarpZ")};
        float[][] values = {values(grids[0]), values(grids[1]), values(grids[2])};
        return (s, x, y, z) -> {
            double[] at = {x * px, y * px, z * px};
            double[] centred = new double[3];
            double[] place = {at[0] / volume[0], at[1] / volume[1], at[2] / volume[2],
                range > 0 ? (dose[s] - lowest) / range : 0};
            for (int i = 0; i < 3; i++) {
                centred[i] = at[i] - volume[i] / 2 + interpolated(grids[i], values[i], place);
            }
            double[] level = {centred[0], Math.cos(levelX) * centred[1] - Math.sin(levelX) * centred[2],
                Math.sin(levelX) * centred[1] + Math.cos(levelX) * centred[2]};
            // Euler angles as in RELION: rot 0, tilt the angle, psi minus the axis.
            double b = Math.toRadians(angle[s]), g = Math.toRadians(-axis[s]);
            double cb = Math.cos(b), sb = Math.sin(b), cg = Math.cos(g), sg = Math.sin(g);
            double onX = cg * cb * level[0] + sg * level[1] - cg * sb * level[2];
            double onY = -sg * cb * level[0] + cg * level[1] + sg * sb * level[2];
            return new double[] {(onX + offsetX[s] + image[0] / 2) / px, (onY + offsetY[s] + image[1] / 2) / px};
        };
    }

    private static double interpolated(Element grid, float[] values, double[] place) {
        int[] size = {attribute(grid, "Width"), attribute(grid, "Height"), attribute(grid, "Depth"),
            attribute(grid, "Duration")};
        double sum = 0;
        for (int corner = 0; corner < 16; corner++) {
            double weight = 1;
            int index = 0;
            for (int i = 3; i >= 0; i--) {
                double c = place[i] * (size[i] - 1);
                int first = Math.max(0, Math.min((int) c, size[i] - 1));
                boolean second = (corner >> i & 1) == 1;
                weight *= second ? c - first : 1 - (c - first);
                index = index * size[i] + (second ? Math.min(first + 1, size[i] - 1) : first);
            }
            sum += weight * values[index];
        }
        return sum;
    }

    private static float[] values(Element grid) {
        int width = attribute(grid, "Width"), height = attribute(grid, "Height"), depth = attribute(grid, "Depth");
        float[] values = new float[width * height * depth * attribute(grid, "Duration")];
        NodeList nodes = grid.getElementsByTagName("Node");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element node = (Element) nodes.item(i);
            values[((attribute(node, "W") * depth + attribute(node, "Z")) * height + attribute(node, "Y")) * width
                    + attribute(node, "X")] = Float.parseFloat(node.getAttribute("Value"));
        }
        return values;
    }

    private static int attribute(Element element, String name) {
        return Integer.parseInt(element.getAttribute(name));
    }

    private static Element element(Element root, String name) {
        return (Element) root.getElementsByTagName(name).item(0);
    }

    /** As Warp does: split at line ends, each part a number. */
    static float[] list(Element root, String name) {
        String[] parts = element(root, name).getTextContent().split("\n", -1);
        float[] out = new float[parts.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Float.parseFloat(parts[i]);
        }
        return out;
    }

    private static float[] vector(String text) {
        String[] parts = text.split(",");
        float[] out = new float[parts.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Float.parseFloat(parts[i].strip());
        }
        return out;
    }

    /** CETS: what the file says of its own coordinate systems, applied one after the other. */
    static Reader cets(String json) throws Exception {
        JsonNode region = new ObjectMapper().readTree(json).get("regions").get(0);
        JsonNode tomogram = region.get("tomograms").get(0);
        Map<String, JsonNode> alignments = new HashMap<>();
        region.get("alignments").get(0).get("projection_alignments")
                .forEach(a -> alignments.put(a.get("tilt_image_id").asText(), a));
        Map<Integer, JsonNode> images = new HashMap<>();
        region.get("tilt_series").get(0).get("images").forEach(i -> images.put(i.get("section").asInt(), i));
        return (s, x, y, z) -> {
            double[] at = {x, y, z};
            for (JsonNode step : tomogram.get("coordinate_transformations")) {
                at = forward(step, at);
            }
            JsonNode image = images.get(s);
            at = forward(alignments.get(image.get("id").asText()), at);
            double[] flat = {at[0], at[1]};
            JsonNode steps = image.get("coordinate_transformations");
            for (int i = steps.size() - 1; i >= 0; i--) {
                flat = backward(steps.get(i), flat);
            }
            return flat;
        };
    }

    private static double[] forward(JsonNode step, double[] at) {
        double[] out = at.clone();
        switch (step.get("transformation_type").asText()) {
            case "translation" -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] += step.get("translation").get(i).asDouble();
                }
            }
            case "scale" -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] *= step.get("scale").get(i).asDouble();
                }
            }
            case "affine" -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = 0;
                    for (int j = 0; j < out.length; j++) {
                        out[i] += step.get("affine").get(i).get(j).asDouble() * at[j];
                    }
                }
            }
            default -> {
                for (JsonNode part : step.get("sequence")) {
                    out = forward(part, out);
                }
            }
        }
        return out;
    }

    private static double[] backward(JsonNode step, double[] at) {
        double[] out = at.clone();
        switch (step.get("transformation_type").asText()) {
            case "translation" -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] -= step.get("translation").get(i).asDouble();
                }
            }
            case "scale" -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] /= step.get("scale").get(i).asDouble();
                }
            }
            default -> {
                for (int i = step.get("sequence").size() - 1; i >= 0; i--) {
                    out = backward(step.get("sequence").get(i), out);
                }
            }
        }
        return out;
    }
}
