package org.tomoalign.cli;

import java.util.List;
import java.util.Locale;
import org.tomoalign.export.ExportOutcome;

/** Prints how far exported files are from the alignment. */
final class ExportTable {
    /** Below this, px, the format holds the alignment. */
    private static final double HELD = 0.02;

    private ExportTable() {
    }

    static String format(List<ExportOutcome> outcomes) {
        int width = outcomes.stream().mapToInt(o -> o.name().length()).reduce("tilt series".length(), Math::max);
        String layout = "%-" + width + "s %9s %6s  %9s %9s %6s  %s%n";
        StringBuilder text = new StringBuilder("Differences between the files and the alignment, px on the images:\n");
        text.append(String.format(layout, "tilt series", "particles", "images", "rms", "largest", "image", "particle"));
        for (ExportOutcome o : outcomes) {
            text.append(String.format(Locale.ROOT, layout, o.name(), o.particles() == 0 ? "none" : o.particles(), o.images(),
                    px(o.rms()), px(o.largest()), o.worstImage(), o.worstParticle()));
        }
        text.append("\"image\" and \"particle\" are those with the largest differences.\n");
        for (ExportOutcome o : outcomes) {
            if (o.largest() > HELD && !o.held().isEmpty()) {
                text.append(o.name()).append(": not held by the format: part of ").append(String.join(", ", o.held()))
                        .append('\n');
            }
            for (String remark : o.remarks()) {
                text.append(o.name()).append(": ").append(remark).append('\n');
            }
        }
        return text.toString();
    }

    private static String px(double length) {
        return String.format(Locale.ROOT, "%.4f", length);
    }
}
