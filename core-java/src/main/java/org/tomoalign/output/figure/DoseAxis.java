package org.tomoalign.output.figure;

import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.tomogram.TiltSeries;

/**
 * The images of a tilt series along an axis: their exposures, or their numbers where the exposures are all the same
 * (a project that never recorded them).
 *
 * @param values one per chronological image, ascending
 * @param label  with the unit
 * @param name   without it
 * @param unit   of the values, with a space before; may be empty
 */
record DoseAxis(float[] values, String label, String name, String unit) {
    /** Returns the axis for a tilt series. */
    static DoseAxis of(TiltSeries series) {
        float[] values = new float[series.images().size()];
        for (int t = 0; t < values.length; t++) {
            values[t] = (float) series.images().get(t).dose();
        }
        if (values.length > 1 && values[values.length - 1] > values[0]) {
            return new DoseAxis(values, "accumulated dose (e/Å²)", "dose", " e/Å²");
        }
        for (int t = 0; t < values.length; t++) {
            values[t] = t + 1;
        }
        return new DoseAxis(values, "image, chronological", "image", "");
    }

    /** Returns the horizontal axis over all images. */
    ChartPanel.Side side() {
        double[] places = new double[values.length];
        for (int t = 0; t < places.length; t++) {
            places[t] = values[t];
        }
        return ChartPanel.Side.over(label, places);
    }

    /** Returns the interval of one of a number of equal ones that an image is in. */
    int level(int image, int levels) {
        double span = values[values.length - 1] - values[0];
        return span > 0 ? Math.min(levels - 1, (int) ((values[image] - values[0]) / span * levels)) : 0;
    }

    /** Returns the colour of one of a number of equal intervals. */
    static Ink ink(int level, int levels) {
        return Ink.dose(levels == 1 ? 0 : Math.round((Ink.DOSE_LEVELS - 1f) * level / (levels - 1)));
    }

    /** Returns the colours of all of a number of equal intervals. */
    static List<Ink> inks(int levels) {
        return IntStream.range(0, levels).mapToObj(i -> ink(i, levels)).toList();
    }

    /** Returns the key's text at the low end. */
    String low() {
        return name + " " + Texts.brief(values[0]);
    }

    /** Returns the key's text at the high end. */
    String high() {
        return Texts.brief(values[values.length - 1]) + unit;
    }
}
