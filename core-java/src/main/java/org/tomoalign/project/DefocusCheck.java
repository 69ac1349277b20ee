package org.tomoalign.project;

import java.util.Comparator;
import java.util.List;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.TiltImage;

/** Whether the defoci of a tilt series are in Å, and positive where the microscope was under focus. */
final class DefocusCheck {
    /** A tilt series all of whose images are nearer to focus than this has defoci in another unit, Å. */
    private static final double LEAST = 50;
    private static final double MOST = 1e6;

    private DefocusCheck() {
    }

    /**
     * Checks all images of a tilt series.
     *
     * @param name   of the tilt series
     * @param images in any order
     * @param table  their table, for messages
     * @throws org.tomoalign.input.InputException if defoci cannot be in Å
     */
    static void run(String name, List<TiltImage> images, StarTable table, ReadContext context) {
        StarColumn column = table.column(Labels.DEFOCUS_U);
        List<TiltImage> byRow = images.stream().sorted(Comparator.comparingInt(TiltImage::row)).toList();
        for (TiltImage image : byRow) {
            if (size(image.defocus()) > MOST) {
                throw column.expected(image.row(), "Å, at most 1000000, which is 100 µm");
            }
        }
        double largest = byRow.stream().mapToDouble(image -> size(image.defocus())).max().orElse(0);
        if (largest > 0 && largest < LEAST) {
            throw column.expected(byRow.getFirst().row(), "Å; all defoci of tilt series " + name
                    + " are below 50 Å (3 µm are 30000 Å)");
        }
        if (byRow.stream().allMatch(image -> image.defocus().u() < 0 && image.defocus().v() < 0)) {
            context.warn(column.place(byRow.getFirst().row()) + ": all defoci of tilt series " + name
                    + " are negative; positive is under focus");
        }
    }

    private static double size(Defocus defocus) {
        return Math.max(Math.abs(defocus.u()), Math.abs(defocus.v()));
    }
}
