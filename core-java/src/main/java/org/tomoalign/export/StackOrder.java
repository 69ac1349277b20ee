package org.tomoalign.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** The order of a tilt series' images in their stack, or in their table if they are files of their own. */
final class StackOrder {
    private StackOrder() {
    }

    /** Returns the chronological indices of the images in that order. */
    static int[] of(TiltSeries series) {
        List<TiltImage> images = series.images();
        Comparator<Integer> order = isStack(series)
                ? Comparator.comparingInt(t -> images.get(t).source().slice())
                : Comparator.comparingInt(t -> images.get(t).row());
        return IntStream.range(0, images.size()).boxed().sorted(order).mapToInt(t -> t).toArray();
    }

    /** Returns a sentence about slices of the stack that have no line in the files, if there are any. */
    static List<String> remarks(TiltSeries series) {
        if (!isStack(series)) {
            return series.images().size() < 2 ? List.of() : List.of("images are in files of their own: stack them in the "
                    + "order of the table for programs that read stacks");
        }
        List<String> sections = new ArrayList<>();
        int[] order = of(series);
        boolean all = true;
        for (int i = 0; i < order.length; i++) {
            int slice = series.images().get(order[i]).source().slice();
            all &= slice == i;
            sections.add(Integer.toString(slice));
        }
        return all ? List.of() : List.of("the lines are those of sections " + String.join(",", sections)
                + " (counted from 0) of the stack; the others are not part of the alignment");
    }

    private static boolean isStack(TiltSeries series) {
        return series.images().stream().map(image -> image.source().file()).distinct().count() == 1
                && series.images().stream().map(image -> image.source().slice()).distinct().count()
                == series.images().size();
    }
}
