package org.tomoalign.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads binary PLY files, as far as the tests need it: every element's values by row, lists without their length. */
final class PlyReader {
    private record Property(String name, String type, String countType) {
    }

    final Map<String, List<String>> names = new LinkedHashMap<>();
    final Map<String, List<double[]>> elements = new LinkedHashMap<>();

    static PlyReader read(Path file) throws IOException {
        return new PlyReader(Files.readAllBytes(file));
    }

    private PlyReader(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int start = all.indexOf("end_header\n") + 11;
        String[] lines = all.substring(0, start).split("\n");
        if (!lines[0].equals("ply")) {
            throw new IllegalArgumentException("not a PLY file");
        }
        if (!lines[1].equals("format binary_little_endian 1.0")) {
            throw new IllegalArgumentException(lines[1]);
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, List<Property>> properties = new LinkedHashMap<>();
        String element = null;
        for (String line : lines) {
            String[] word = line.split(" ");
            if (word[0].equals("element")) {
                element = word[1];
                counts.put(element, Integer.parseInt(word[2]));
                properties.put(element, new ArrayList<>());
            } else if (word[0].equals("property")) {
                properties.get(element).add(word[1].equals("list") ? new Property(word[4], word[3], word[2])
                        : new Property(word[2], word[1], null));
            }
        }
        ByteBuffer binary = ByteBuffer.wrap(bytes, start, bytes.length - start).order(ByteOrder.LITTLE_ENDIAN);
        for (String name : counts.keySet()) {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < counts.get(name); i++) {
                List<Double> row = new ArrayList<>();
                for (Property p : properties.get(name)) {
                    int n = p.countType() == null ? 1 : (int) value(p.countType(), binary);
                    for (int k = 0; k < n; k++) {
                        row.add(value(p.type(), binary));
                    }
                }
                rows.add(row.stream().mapToDouble(Double::doubleValue).toArray());
            }
            elements.put(name, rows);
            names.put(name, properties.get(name).stream().map(Property::name).toList());
        }
        if (binary.hasRemaining()) {
            throw new IllegalArgumentException("more data than the header says");
        }
    }

    private static double value(String type, ByteBuffer binary) {
        return switch (type) {
            case "uchar" -> binary.get() & 255;
            case "int" -> binary.getInt();
            case "float" -> binary.getFloat();
            default -> throw new IllegalArgumentException(type);
        };
    }
}
