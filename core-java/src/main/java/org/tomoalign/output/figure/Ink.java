package org.tomoalign.output.figure;

import java.awt.Color;
import java.util.Locale;
import org.tomoalign.output.Viridis;

/**
 * The colours of the figures. Each has a second value for dark backgrounds; on the web page it is the
 * style variable {@link #variable}. The series are those of M. Okabe and
 * K. Ito, which colour-blind readers can tell apart.
 */
public enum Ink {
    /** Titles and labels. */
    TEXT(0x1f2328, 0xe6e8eb),
    /** Notes and tick labels. */
    MUTED(0x57606a, 0xa5adb6),
    /** Frame of a plot. */
    FRAME(0x8c959f, 0x6b747d),
    /** Grid lines. */
    GRID(0xdfe3e8, 0x33383e),
    /** Background. */
    PAPER(0xffffff, 0x16191d),
    /** A limit, such as the circle of the search range. */
    LIMIT(0xd55e00, 0xff8a3d),
    /** First series. */
    SERIES_1(0x0072b2, 0x56b4e9),
    /** Second series. */
    SERIES_2(0xe69f00, 0xf0b429),
    /** Third series. */
    SERIES_3(0x009e73, 0x2fd3a5),
    /** Range around the first series. */
    BAND(0xb9d7ec, 0x23445c),
    /** Lowest dose. */
    DOSE_0(level(0), darkLevel(0)),
    /** Dose, second of eight intervals. */
    DOSE_1(level(1), darkLevel(1)),
    /** Dose, third of eight intervals. */
    DOSE_2(level(2), darkLevel(2)),
    /** Dose, fourth of eight intervals. */
    DOSE_3(level(3), darkLevel(3)),
    /** Dose, fifth of eight intervals. */
    DOSE_4(level(4), darkLevel(4)),
    /** Dose, sixth of eight intervals. */
    DOSE_5(level(5), darkLevel(5)),
    /** Dose, seventh of eight intervals. */
    DOSE_6(level(6), darkLevel(6)),
    /** Highest dose. */
    DOSE_7(level(7), darkLevel(7)),
    /** Fewest per cell. */
    COUNT_0(0xc9dff2, 0x24425e),
    /** Number per cell, second of six intervals. */
    COUNT_1(0x9cc4e4, 0x2f5f89),
    /** Number per cell, third of six intervals. */
    COUNT_2(0x63a3d2, 0x3f7fb5),
    /** Number per cell, fourth of six intervals. */
    COUNT_3(0x357fb9, 0x62a4d8),
    /** Number per cell, fifth of six intervals. */
    COUNT_4(0x165a94, 0x9cc9ef),
    /** Most per cell. */
    COUNT_5(0x08305f, 0xe0f0ff);

    /** Number of intervals of the dose. */
    static final int DOSE_LEVELS = 8;
    /** Number of intervals of counts. */
    static final int COUNT_LEVELS = 6;

    private final int light;
    private final int dark;

    Ink(int light, int dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The ends of the map that would vanish are cut: yellow on white, violet on black. */
    private static int level(int i) {
        return Viridis.rgb(0.9 * i / (DOSE_LEVELS - 1));
    }

    private static int darkLevel(int i) {
        return Viridis.rgb(0.25 + 0.75 * i / (DOSE_LEVELS - 1));
    }

    /** Returns the colour of an interval of the dose, 0 to {@link #DOSE_LEVELS} - 1. */
    static Ink dose(int level) {
        return values()[DOSE_0.ordinal() + level];
    }

    /** Returns the colour of an interval of counts, 0 to {@link #COUNT_LEVELS} - 1. */
    static Ink count(int level) {
        return values()[COUNT_0.ordinal() + level];
    }

    /** Returns the colour for white paper. */
    public Color colour() {
        return new Color(light);
    }

    /** Returns the name of the style variable. */
    public String variable() {
        return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the colour for white paper, {@code #rrggbb}. */
    public String lightHex() {
        return "#%06x".formatted(light);
    }

    /** Returns the colour for dark backgrounds, {@code #rrggbb}. */
    public String darkHex() {
        return "#%06x".formatted(dark);
    }
}
